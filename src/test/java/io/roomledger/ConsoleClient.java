package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without a screen: it keeps cookies, and sends forms with the proof of their page. */
final class ConsoleClient implements AutoCloseable {
  private static final Pattern PROOF = Pattern.compile("name=\"proof\" value=\"([^\"]+)\"");

  private final String address;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
  private String proof = "";

  ConsoleClient(String address) {
    this.address = address;
  }

  /** One that is logged in. */
  static ConsoleClient of(String address, String username, String password) throws Exception {
    ConsoleClient client = new ConsoleClient(address);
    client.get("/log-in");
    HttpResponse<String> answer =
        client.post("/log-in", "username", username, "password", password);
    assertThat(answer.statusCode()).isEqualTo(303);
    client.get("/settings");
    return client;
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(path)), headers);
    Matcher found = PROOF.matcher(answer.body());
    if (found.find()) {
      proof = found.group(1);
    }
    return answer;
  }

  /** Sends a form, as name, value, name, value. */
  HttpResponse<String> post(String path, String... fields) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", address)
            .POST(HttpRequest.BodyPublishers.ofString(form(proof, fields))));
  }

  /** Sends a form as a page of {@code origin} would, with that proof. */
  HttpResponse<String> foreign(String path, String origin, String proof, String... fields)
      throws Exception {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", origin)
            .POST(HttpRequest.BodyPublishers.ofString(form(proof, fields))));
  }

  /** Sends bytes as a script of our own pages does. */
  HttpResponse<String> bytes(String path, byte[] bytes) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/octet-stream")
            .header("Origin", address)
            .header("X-Proof", proof)
            .header("HX-Request", "true")
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
  }

  /** What the last page with a form wants back. */
  String proof() {
    return proof;
  }

  /** The value of a cookie, or empty. */
  String cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElse("");
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(address + path);
  }

  private static String form(String proof, String... fields) {
    StringBuilder form = new StringBuilder("proof=" + proof);
    for (int i = 0; i < fields.length; i += 2) {
      form.append('&')
          .append(fields[i])
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return form.toString();
  }

  @Override
  public void close() {
    client.close();
  }
}
