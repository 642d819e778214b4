package io.roomledger.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * JSON as exports of chats have it: lists, lines, tables. What is broken is told, with its line.
 */
public final class JsonFuzz {
  private JsonFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    ByteArrayInputStream in = new ByteArrayInputStream(Arrays.copyOfRange(bytes, 1, bytes.length));
    try {
      switch (bytes[0] & 3) {
        case 0 -> JsonList.read(in, new Told());
        case 1 -> JsonLines.read(in, new Told());
        default -> JsonTables.read(in, new Told());
      }
    } catch (UnreadableException tooLarge) {
      // said to whoever imports
    }
  }

  private static final class Told implements JsonList.Reader, JsonTables.Reader {
    @Override
    public void element(JsonNode element, long line, long number) {
      check(element.isObject(), "an element that is no object");
    }

    @Override
    public void element(String table, JsonNode element, long line) {
      check(element.isObject(), "an element that is no object");
    }

    @Override
    public void problem(long line, Problem problem) {
      check(!problem.toString().isBlank(), "no word on what is wrong");
    }

    @Override
    public void broken(long line, Problem problem) {
      check(!problem.toString().isBlank(), "no word on what is broken");
    }

    private static void check(boolean right, String wrong) {
      if (!right) {
        throw new AssertionError(wrong);
      }
    }
  }
}
