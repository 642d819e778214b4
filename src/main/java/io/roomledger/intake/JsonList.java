package io.roomledger.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.CharConversionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a JSON array of objects, one at a time, so that a file of any length takes the memory of
 * its longest object.
 */
public final class JsonList {
  static final int LONGEST_ELEMENT = 8 << 20;

  static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(200)
                          .maxStringLength(LONGEST_ELEMENT)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private JsonList() {}

  /** Takes the objects and hears of what is not one. */
  public interface Reader {
    /** Takes the {@code number}th element, from 1, which begins in {@code line}. */
    void element(JsonNode element, long line, long number) throws IOException;

    /** Hears of an element that cannot be used; the next one comes all the same. */
    void problem(long line, Problem problem);

    /** Hears that the JSON itself is broken: nothing comes after this. */
    void broken(long line, Problem problem);
  }

  /** Reads all elements; after a fault in the JSON itself nothing more can be told apart. */
  public static void read(InputStream in, Reader reader) throws IOException {
    long number = 0;
    try (Paced paced = new Paced(in);
        JsonParser parser = JSON.getFactory().createParser(paced)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        reader.broken(
            parser.currentTokenLocation().getLineNr(),
            Problem.of("not a list (expected: [ ... ])"));
        return;
      }
      while (next(parser) != JsonToken.END_ARRAY) {
        number++;
        paced.allow();
        long line = parser.currentTokenLocation().getLineNr();
        JsonNode element = element(parser);
        if (element.isObject()) {
          reader.element(element, line, number);
        } else {
          reader.problem(line, Problem.of("entry %s is not an object (expected: { ... })", number));
        }
      }
      if (parser.nextToken() != null) {
        reader.broken(
            parser.currentTokenLocation().getLineNr(),
            Problem.of("more behind the end of the list"));
      }
    } catch (JsonProcessingException e) {
      reader.broken(
          e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
          Problem.of("malformed JSON after entry %s: %s", number, e.getOriginalMessage()));
    } catch (CharConversionException e) {
      reader.broken(
          0,
          Problem.of("malformed JSON after entry %s: %s", number, String.valueOf(e.getMessage())));
    }
  }

  /**
   * Reads JSON that is one value as a whole, such as a manifest.
   *
   * @throws UnreadableException if it is none, nested too deep, or larger than one may be
   */
  public static JsonNode whole(InputStream in) throws IOException {
    try (Paced paced = new Paced(in);
        JsonParser parser = JSON.getFactory().createParser(paced)) {
      next(parser);
      return element(parser);
    } catch (JsonProcessingException e) {
      throw new UnreadableException("malformed JSON: %s", e.getOriginalMessage());
    } catch (CharConversionException e) {
      throw new UnreadableException("malformed JSON: %s", String.valueOf(e.getMessage()));
    }
  }

  /** The next value; the library's own word for a number of too many digits is no fault of JSON. */
  static JsonNode element(JsonParser parser) throws IOException {
    try {
      return parser.readValueAsTree();
    } catch (NumberFormatException e) {
      throw new JsonParseException(parser, "a number that is too large or too small", e);
    }
  }

  static JsonToken next(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new com.fasterxml.jackson.core.io.JsonEOFException(
          parser, null, "the file ends in the middle");
    }
    return token;
  }

  /** Stops a single element that would fill the memory. */
  static final class Paced extends FilterInputStream {
    private long left = LONGEST_ELEMENT;

    Paced(InputStream in) {
      super(in);
    }

    void allow() {
      left = LONGEST_ELEMENT;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      left -= Math.max(read, 0);
      if (left < 0) {
        throw new UnreadableException("an entry is larger than %s bytes", LONGEST_ELEMENT);
      }
      return read;
    }
  }
}
