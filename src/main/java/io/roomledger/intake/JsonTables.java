package io.roomledger.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a JSON object whose members are lists of objects, one object at a time, so that a file of
 * any length takes the memory of its longest object.
 */
public final class JsonTables {
  private JsonTables() {}

  /** Takes the objects and hears of what is none. */
  public interface Reader {
    /** Takes an object of that list, which begins in {@code line}. */
    void element(String table, JsonNode element, long line) throws IOException;

    /** Hears that the JSON itself is broken: nothing comes after this. */
    void broken(long line, Problem problem);
  }

  /** Reads all of them. */
  public static void read(InputStream in, Reader reader) throws IOException {
    try (JsonList.Paced paced = new JsonList.Paced(in);
        JsonParser parser = JsonList.JSON.getFactory().createParser(paced)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        reader.broken(1, Problem.of("not an object (expected: { \"table\": [ ... ] })"));
        return;
      }
      while (JsonList.next(parser) != JsonToken.END_OBJECT) {
        String table = parser.currentName();
        paced.allow();
        if (parser.nextToken() == JsonToken.START_ARRAY) {
          table(table, parser, paced, reader);
        } else {
          parser.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      reader.broken(
          e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
          Problem.of("malformed JSON: %s", e.getOriginalMessage()));
    } catch (CharConversionException e) {
      reader.broken(0, Problem.of("malformed JSON: %s", String.valueOf(e.getMessage())));
    }
  }

  private static void table(String table, JsonParser parser, JsonList.Paced paced, Reader reader)
      throws IOException {
    while (JsonList.next(parser) != JsonToken.END_ARRAY) {
      paced.allow();
      long line = parser.currentTokenLocation().getLineNr();
      JsonNode element = JsonList.element(parser);
      if (element.isObject()) {
        reader.element(table, element, line);
      }
    }
  }
}
