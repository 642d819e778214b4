package io.roomledger.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as it goes over the wire: UTF-8 with every character as itself, an emoji too, and nothing
 * deeper, longer or wider than anybody needs.
 */
public final class Json {
  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 1000;
  private static final int EXCERPT = 60;
  private static final int FIRST_BUFFER = 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxNameLength(LONGEST_NAME)
                          .build())
                  .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                  // keeps the text of a request out of the messages of faults
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** An answer of a value: a map, a record, a tree, a list. */
  public static Answer answer(int status, String contentType, Object value) {
    return Answer.bytes(status, contentType, bytes(value));
  }

  /** Writes a value piece by piece. */
  @FunctionalInterface
  public interface Writing {
    /** Writes the whole value. */
    void to(JsonGenerator json) throws IOException;
  }

  /** An answer that is written piece by piece, for those that are asked for by the thousand. */
  public static Answer written(int status, String contentType, Writing writing) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(FIRST_BUFFER);
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      writing.to(json);
    } catch (IOException e) {
      throw new IllegalStateException("bytes at hand can be written", e);
    }
    return Answer.bytes(status, contentType, bytes.toByteArray());
  }

  /** A value as JSON in UTF-8. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON from " + value.getClass().getName(), e);
    }
  }

  /**
   * Reads JSON.
   *
   * @throws RefusedException invalid, if it is not JSON, goes on behind its end, or is too deep
   */
  public static JsonNode read(byte[] json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JacksonException e) {
      throw malformed(json, e.getOriginalMessage());
    } catch (IOException e) {
      // bytes that begin like another encoding, and are none of it
      throw malformed(json, String.valueOf(e.getMessage()));
    }
  }

  private static RefusedException malformed(byte[] json, String problem) {
    return new RefusedException(new Refusal.Invalid("body", excerpt(json), "JSON; " + problem));
  }

  /** An empty object to be filled, whose members keep their order. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An empty array to be filled. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  private static String excerpt(byte[] json) {
    int length = Math.min(json.length, EXCERPT);
    String text = new String(json, 0, length, StandardCharsets.UTF_8);
    return length < json.length ? text + "..." : text;
  }
}
