package io.roomledger.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request, read no further than asked for. */
public interface Call {
  /** The method, in capitals. */
  String method();

  /** The path as it came, without the query. */
  String path();

  /** The value of a {@code {name}} in the endpoint's path, decoded. */
  String pathParameter(String name);

  /** The first value of a query parameter, decoded. */
  Optional<String> query(String name);

  /** All values of a query parameter, decoded. */
  List<String> queries(String name);

  /** All query parameters with all their values, decoded, in the order in which they came. */
  Map<String, List<String>> queries();

  /** The first value of a header, whatever its case. */
  Optional<String> header(String name);

  /** The value of a cookie. */
  Optional<String> cookie(String name);

  /** The address of the peer. */
  String address();

  /** Says who calls, once that is known; for the log alone, which rights never look at. */
  default void by(String who) {}

  /** Who calls, such as {@code account:ID}; a dash as long as nobody has said. */
  default String who() {
    return "-";
  }

  /** The id of this request, upper-case hexadecimal UUID with dashes; stands in the log. */
  String requestId();

  /**
   * The scheme, host and port by which the client reached us, from the Host header: for absolute
   * links.
   */
  String origin();

  /**
   * The whole body.
   *
   * @throws io.roomledger.base.RefusedException too large
   */
  byte[] body();

  /**
   * The body as it comes, for an endpoint that is {@link Endpoint#streamed}; can be taken once. It
   * ends with an IOException where the client goes away, or sends more than {@code limit} bytes
   * without having announced them.
   *
   * @throws io.roomledger.base.RefusedException too large, if more than {@code limit} bytes are
   *     announced
   */
  default InputStream stream(long limit) {
    return new ByteArrayInputStream(body());
  }

  /**
   * The body as JSON, whatever its content type; an empty body is an empty Optional.
   *
   * @throws io.roomledger.base.RefusedException too large, or invalid if it is not JSON
   */
  Optional<JsonNode> json();

  /** The body as a form with all values of each field, if its content type says so. */
  Map<String, List<String>> form();
}
