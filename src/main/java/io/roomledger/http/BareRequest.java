package io.roomledger.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.DirectHandler.TransportRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of a request that broke off before it was understood. */
final class BareRequest implements Call {
  private final TransportRequest request;
  private final RequestHead head;
  private final String publicAddress;
  private final boolean secure;
  private final String requestId = RequestHead.newRequestId();

  BareRequest(TransportRequest request, HttpSettings settings, String publicAddress) {
    this.request = request;
    this.head = new RequestHead(request.headers(), settings.trustForwarded());
    this.publicAddress = publicAddress;
    this.secure = settings.tls().on();
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String path() {
    String path = request.path();
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  @Override
  public String pathParameter(String name) {
    return "";
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.empty();
  }

  @Override
  public List<String> queries(String name) {
    return List.of();
  }

  @Override
  public Map<String, List<String>> queries() {
    return Map.of();
  }

  @Override
  public Optional<String> header(String name) {
    return head.first(name);
  }

  @Override
  public Optional<String> cookie(String name) {
    return head.cookie(name);
  }

  @Override
  public String address() {
    return "-";
  }

  @Override
  public String requestId() {
    return requestId;
  }

  @Override
  public String origin() {
    return head.origin(secure, publicAddress);
  }

  @Override
  public byte[] body() {
    return new byte[0];
  }

  @Override
  public Optional<JsonNode> json() {
    return Optional.empty();
  }

  @Override
  public Map<String, List<String>> form() {
    return Map.of();
  }
}
