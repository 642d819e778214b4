package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * How a list is wished to be ordered: {@code sort={"name":1}}, down with -1.
 *
 * @param by what it is ordered by
 * @param descending whether the last comes first
 */
record Sorting<T>(T by, boolean descending) {

  /**
   * What {@code sort} asks for, as far as one of these keys is in it; of several the first, like
   * the vendor.
   */
  static <T> Optional<Sorting<T>> of(Asked asked, Map<String, T> keys) {
    Optional<String> text = asked.find("sort");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    JsonNode json = read(text.get());
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      int way = entry.getValue().asInt(0);
      if (Math.abs(way) != 1) {
        throw invalid(text.get());
      }
      T by = keys.get(entry.getKey());
      if (by != null) {
        return Optional.of(new Sorting<>(by, way < 0));
      }
    }
    return Optional.empty();
  }

  private static JsonNode read(String text) {
    try {
      JsonNode json = Json.read(text.getBytes(StandardCharsets.UTF_8));
      if (json.isObject()) {
        return json;
      }
    } catch (RefusedException e) {
      throw invalid(text);
    }
    throw invalid(text);
  }

  private static FailureException invalid(String text) {
    return new FailureException(
        new Failure(
            400,
            "Invalid sort parameter provided: \"" + text + "\" [error-invalid-sort]",
            "error-invalid-sort",
            Map.of("helperMethod", "parseJsonQuery")));
  }
}
