package io.roomledger.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A call without a server, as far as those need it who spell answers.
 *
 * @param method the method
 * @param target the path, where {@code {name}} is a parameter of that value, and perhaps a query
 * @param headers the headers, by their names in lower case
 * @param text the body
 */
public record TestCall(String method, String target, Map<String, String> headers, String text)
    implements Call {

  /** A call without headers and body. */
  public static TestCall of(String method, String path) {
    return new TestCall(method, path, Map.of(), "");
  }

  @Override
  public String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  @Override
  public String pathParameter(String name) {
    return name;
  }

  @Override
  public Optional<String> query(String name) {
    return queries(name).stream().findFirst();
  }

  @Override
  public List<String> queries(String name) {
    return queries().getOrDefault(name, List.of());
  }

  @Override
  public Map<String, List<String>> queries() {
    int mark = target.indexOf('?');
    return mark < 0 ? Map.of() : Query.parse("query", target.substring(mark + 1));
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public Optional<String> cookie(String name) {
    return Optional.empty();
  }

  @Override
  public String address() {
    return "192.0.2.1";
  }

  @Override
  public String requestId() {
    return "5373616E-A1FB-450A-A30B-53495AC82560";
  }

  @Override
  public String origin() {
    return "http://127.0.0.1:3000";
  }

  @Override
  public byte[] body() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public InputStream stream(long limit) {
    return new ByteArrayInputStream(body());
  }

  @Override
  public Optional<JsonNode> json() {
    return text.isEmpty() ? Optional.empty() : Optional.of(Json.read(body()));
  }

  @Override
  public Map<String, List<String>> form() {
    String type = headers.getOrDefault("content-type", "");
    return type.equals("application/x-www-form-urlencoded") ? Query.parse("form", text) : Map.of();
  }
}
