package io.roomledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads secrets for commands: never from the command line, where others could see them. */
final class Secrets {
  private Secrets() {}

  /**
   * The first line of standard input.
   *
   * @throws RefusedException if it is empty
   */
  static String firstLineOfStandardInput() throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = input.readLine();
    if (line == null || line.isBlank()) {
      throw new RefusedException(
          new Refusal.Invalid("standard input", "empty", "one line with the secret"));
    }
    return line;
  }
}
