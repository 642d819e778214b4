package io.roomledger.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A running server whose endpoints tell what they were given, for the tests that extend it. */
abstract class EchoServer {
  static final HttpSettings SETTINGS =
      new HttpSettings(
          "127.0.0.1",
          0,
          Optional.of("https://public.example"),
          1000,
          Duration.ofSeconds(30),
          false);
  private static final String LIST = "one like the other ".repeat(500);
  private static final byte[] BUFFER = new byte[4096];
  static final HttpClient CLIENT = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init") // started before the first test of each class
  static HttpServer server;

  @BeforeAll
  static void start() {
    server = HttpServer.start(SETTINGS, List.of(site()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Site site() {
    return Site.plain(
        "test",
        List.of("/api/v1", "/info"),
        List.of(
            Endpoint.get("/api/v1/things/{id}", call -> text("thing " + call.pathParameter("id"))),
            Endpoint.get("/api/v1/things/download", call -> text("download")),
            Endpoint.get("/api/v1/echo", EchoServer::echo),
            Endpoint.post("/api/v1/body", EchoServer::body),
            Endpoint.post("/api/v1/ignores", call -> text("ignored")),
            new Endpoint("PATCH", "/api/v1/stream", EchoServer::stream, true),
            Endpoint.post("/api/v1/form", call -> text(call.form().toString())),
            Endpoint.delete("/api/v1/things/{id}", call -> text("deleted")),
            Endpoint.get("/api/v1/origin", call -> text(call.origin())),
            Endpoint.get("/api/v1/fault", EchoServer::fault),
            Endpoint.get("/api/v1/emoji", call -> Json.answer(200, "application/json", "🎉é")),
            Endpoint.get("/api/v1/list", call -> Json.answer(200, "application/json", LIST)),
            Endpoint.get("/api/v1/page", call -> Answer.text(200, "text/html", LIST)),
            Endpoint.get(
                "/api/v1/sets",
                call -> Json.answer(200, "application/json", LIST).with("Set-Cookie", "a=b")),
            Endpoint.post("/api/v1/list", call -> Json.answer(200, "application/json", LIST)),
            Endpoint.get("/api/v1/nothing", call -> Answer.bytes(204, "text/plain", new byte[0])),
            Endpoint.get(
                "/api/v1/spelled",
                call -> text("x").with("x-OGW-RateLimit-Limit", "100").with("X-Bad", "a\r\nB: c")),
            Endpoint.get("/info", call -> text("info"))));
  }

  static Answer text(String text) {
    return Answer.text(200, "text/plain", text);
  }

  private static Answer echo(Call call) {
    return text(
        call.query("a").orElse("-")
            + call.queries("a")
            + call.header("x-THING").orElse("-")
            + call.cookie("c").orElse("-")
            + call.address());
  }

  private static Answer body(Call call) {
    return text(call.json().map(Object::toString).orElse("empty") + call.body().length);
  }

  /** Counts what comes, of which it takes a million bytes. */
  static Answer stream(Call call) {
    long count = 0;
    try (InputStream in = call.stream(1_000_000)) {
      for (int read = in.read(BUFFER); read >= 0; read = in.read(BUFFER)) {
        count += read;
      }
      return text("all of " + count);
    } catch (IOException e) {
      return text("cut after " + count);
    }
  }

  private static Answer fault(Call call) {
    throw new IllegalStateException("secret detail");
  }

  static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
  }

  static HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  static HttpResponse<String> post(String path, String body) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)));
  }
}
