package io.roomledger.intake.recordings;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in words what was wrong with a file. */
final class Problems {
  private Problems() {}

  static String words(IOException problem) {
    return switch (problem) {
      case AccessDeniedException denied -> "permission denied (expected: a readable file)";
      case NoSuchFileException gone -> "it is gone (expected: a file that stays while it is read)";
      default -> String.valueOf(problem.getMessage());
    };
  }
}
