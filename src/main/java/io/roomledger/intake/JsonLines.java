package io.roomledger.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads JSON lines: one object a line. A line that is broken is told, and the next one read. */
public final class JsonLines {
  private JsonLines() {}

  /** Reads all lines; empty ones are passed over. */
  public static void read(InputStream in, JsonList.Reader reader) throws IOException {
    long number = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      int c;
      do {
        c = lines.read();
        if (c >= 0 && c != '\n') {
          line.append((char) c);
          if (line.length() > JsonList.LONGEST_ELEMENT) {
            throw new UnreadableException(
                "line %s is longer than %s", number + 1, JsonList.LONGEST_ELEMENT);
          }
          continue;
        }
        number++;
        take(line.toString(), number, reader);
        line.setLength(0);
      } while (c >= 0);
    }
  }

  private static void take(String line, long number, JsonList.Reader reader) throws IOException {
    if (line.isBlank()) {
      return;
    }
    JsonNode node;
    try {
      node = JsonList.JSON.readTree(line);
    } catch (JsonProcessingException e) {
      reader.problem(number, Problem.of("malformed JSON: %s", e.getOriginalMessage()));
      return;
    } catch (NumberFormatException e) {
      reader.problem(
          number, Problem.of("malformed JSON: %s", "a number that is too large or too small"));
      return;
    }
    if (node.isObject()) {
      reader.element(node, number, number);
    } else {
      reader.problem(number, Problem.of("not an object (expected: { ... })"));
    }
  }
}
