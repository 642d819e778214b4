package io.roomledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads secrets for commands: never from the command line, where others could see them. */
final class Secrets {
  private static final Path STANDARD_INPUT = Path.of("-");
  private static final int LONGEST = 1_000_000;

  private Secrets() {}

  /**
   * The first line of standard input.
   *
   * @throws RefusedException if it is empty
   */
  static String firstLineOfStandardInput() throws IOException {
    return line("standard input", System.in);
  }

  /**
   * The first line of a file, or of standard input if that is {@code -}.
   *
   * @throws RefusedException if it is empty
   */
  static String line(Path file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return firstLineOfStandardInput();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return line(file.toString(), in);
    }
  }

  /** The whole of a small file, or of standard input if that is {@code -}. */
  static String text(Path file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return new String(System.in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    }
  }

  private static String line(String where, InputStream in) throws IOException {
    BufferedReader input = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    String line = input.readLine();
    if (line == null || line.isBlank()) {
      throw new RefusedException(new Refusal.Invalid(where, "empty", "one line with the secret"));
    }
    return line;
  }
}
