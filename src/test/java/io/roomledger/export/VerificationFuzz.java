package io.roomledger.export;

import io.roomledger.fuzz.TemporaryFile;
import java.io.IOException;

/** Files that are said to be exports. */
public final class VerificationFuzz {
  private VerificationFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Verification verification = Verification.of(TemporaryFile.of("export.zip", bytes));
    for (String problem : verification.problems()) {
      if (problem.isBlank() || problem.contains("Exception")) {
        throw new AssertionError("not in words: " + problem);
      }
    }
  }
}
