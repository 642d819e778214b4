package io.roomledger.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is stored or asked for as JSON: reactions and files, each in its order. */
final class JsonColumns {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Reaction>> REACTIONS = new TypeReference<>() {};
  private static final TypeReference<List<ChatFile>> FILES = new TypeReference<>() {};
  private static final TypeReference<List<PicturedFile>> PICTURED = new TypeReference<>() {};

  private JsonColumns() {}

  /** The list as JSON, or null if it is empty. */
  static @Nullable String write(List<?> list) {
    try {
      return list.isEmpty() ? null : JSON.writeValueAsString(list);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list cannot be written as JSON", e);
    }
  }

  static List<Reaction> reactions(@Nullable String json) {
    return read(json, REACTIONS);
  }

  static List<ChatFile> files(@Nullable String json) {
    return read(json, FILES);
  }

  static List<PicturedFile> pictured(@Nullable String json) {
    return read(json, PICTURED);
  }

  private static <T> List<T> read(@Nullable String json, TypeReference<List<T>> type) {
    try {
      return json == null ? List.of() : JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored list cannot be read: " + json, e);
    }
  }
}
