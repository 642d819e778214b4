package io.roomledger.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that Helidon has read the head of. */
final class Request implements Call {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final ServerRequest request;
  private final Parameters inPath;
  private final RequestHead head;
  private final long maxBody;
  private final String publicAddress;
  private @Nullable String requestId;
  private @Nullable Map<String, List<String>> parameters;
  private final RequestBody content;
  private byte @Nullable [] body;
  private boolean cut;
  private String who = "-";
  private @Nullable Refusal refusal;

  Request(ServerRequest request, Parameters inPath, HttpSettings settings, String publicAddress) {
    this.request = request;
    this.inPath = inPath;
    this.head = new RequestHead(request.headers(), settings.trustForwarded());
    this.maxBody = settings.maxBody();
    this.publicAddress = publicAddress;
    this.content = new RequestBody(request);
  }

  /** Why it is refused, for the log. */
  void refused(Refusal why) {
    refusal = why;
  }

  @Nullable Refusal refusal() {
    return refusal;
  }

  @Override
  public void by(String caller) {
    who = caller;
  }

  @Override
  public String who() {
    return who;
  }

  @Override
  public String method() {
    return request.prologue().method().text();
  }

  @Override
  public String path() {
    return request.prologue().uriPath().rawPath();
  }

  @Override
  public String pathParameter(String name) {
    return inPath.get(name);
  }

  @Override
  public Optional<String> query(String name) {
    return queries().getOrDefault(name, List.of()).stream().findFirst();
  }

  @Override
  public List<String> queries(String name) {
    return List.copyOf(queries().getOrDefault(name, List.of()));
  }

  @Override
  public Map<String, List<String>> queries() {
    Map<String, List<String>> known = parameters;
    if (known == null) {
      known =
          Collections.unmodifiableMap(Query.parse("query", request.prologue().query().rawValue()));
      parameters = known;
    }
    return known;
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
    return head.address(request.remotePeer().address());
  }

  @Override
  public String requestId() {
    String known = requestId;
    if (known == null) {
      known = RequestHead.newRequestId();
      requestId = known;
    }
    return known;
  }

  @Override
  public String origin() {
    return head.origin(request.isSecure(), publicAddress);
  }

  @Override
  public byte[] body() {
    byte[] known = body;
    if (known == null) {
      known = content.read(maxBody);
      body = known;
    }
    return known;
  }

  @Override
  public InputStream stream(long limit) {
    return content.stream(limit);
  }

  @Override
  public Optional<JsonNode> json() {
    byte[] bytes = body();
    return bytes.length == 0 ? Optional.empty() : Optional.of(Json.read(bytes));
  }

  @Override
  public Map<String, List<String>> form() {
    String type = header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    return type.startsWith(FORM)
        ? Query.parse("form", new String(body(), StandardCharsets.UTF_8))
        : Map.of();
  }

  /** Whether the rest of the body is still on its way, so that nothing else can follow. */
  boolean cut() {
    return cut || content.cut(maxBody);
  }

  /** Refuses a body that is announced to be too large, before anything else is done. */
  void checkLength() {
    content.checkLength(maxBody);
  }

  /** Takes what nobody has read, or finds that it is too much. */
  void drain() {
    if (!cut()) {
      content.drain(maxBody);
    }
  }

  /** Whether the client wants the connection to end. */
  boolean last() {
    return request.headers().contains(HeaderValues.CONNECTION_CLOSE);
  }

  /** Refuses what two readers could read in two ways; nothing behind it is read then. */
  void checkFraming() {
    try {
      Framing.check(request.headers());
    } catch (RefusedException unclear) {
      cut = true;
      throw unclear;
    }
  }
}
