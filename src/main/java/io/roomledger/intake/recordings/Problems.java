package io.roomledger.intake.recordings;

import io.roomledger.intake.Problem;
import io.roomledger.intake.UnreadableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in words what was wrong with a file. */
final class Problems {
  private Problems() {}

  static Problem words(IOException problem) {
    return switch (problem) {
      case AccessDeniedException denied ->
          Problem.of("permission denied (expected: a readable file)");
      case NoSuchFileException gone ->
          Problem.of("it is gone (expected: a file that stays while it is read)");
      case UnreadableException unreadable -> unreadable.problem();
      case SourceStream.UnreadableException unreadable -> unreadable.problem();
      default -> Problem.text(String.valueOf(problem.getMessage()));
    };
  }
}
