package io.roomledger.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MultipartTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init") // started before the first test
  private static HttpServer server;

  @BeforeAll
  static void start() {
    HttpSettings settings =
        new HttpSettings("127.0.0.1", 0, Optional.empty(), 1000, Duration.ofSeconds(30), false);
    server =
        HttpServer.start(
            settings,
            List.of(
                Site.plain(
                    "test",
                    List.of("/up"),
                    List.of(new Endpoint("POST", "/up", MultipartTest::tell, true)))));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer tell(Call call) throws IOException {
    List<String> told = new ArrayList<>();
    var texts =
        Multipart.read(
            call,
            5_000_000,
            (head, bytes) ->
                told.add(head + " " + (head.name().equals("skip") ? 0 : count(bytes))));
    return Answer.text(200, "text/plain", texts + "\n" + String.join("\n", told));
  }

  private static long count(InputStream bytes) throws IOException {
    return bytes.transferTo(OutputStream.nullOutputStream());
  }

  private static HttpResponse<String> send(String type, byte[] body) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/up"))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static byte[] body(String... parts) {
    return (String.join("", parts) + "--XX--\r\n").getBytes(UTF_8);
  }

  private static String part(String disposition, String type, String content) {
    String head = "--XX\r\nContent-Disposition: form-data; " + disposition + "\r\n";
    return head
        + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
        + "\r\n"
        + content
        + "\r\n";
  }

  @Test
  void filesAndTextsComeInAnyOrderAndLongerThanTheServersLimit() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(part("name=\"msg\"", "", "hällo\r\n-- there").getBytes(UTF_8));
    body.write(
        part(
                "name=\"file\"; filename=\"C:\\\\pics\\\\größe \\\"1\\\".png\"",
                "image/png",
                "x".repeat(2_000_000))
            .getBytes(UTF_8));
    body.write(part("name=\"other\"; filename=\"skip\"", "", "y".repeat(100_000)).getBytes(UTF_8));
    body.write(part("name=last", "", "").getBytes(UTF_8));
    body.write("--XX--\r\n".getBytes(UTF_8));
    HttpResponse<String> answer = send("multipart/form-data; boundary=XX", body.toByteArray());
    assertThat(answer.body().lines())
        .containsExactly(
            "{msg=hällo",
            "-- there, last=}",
            "Head[field=file, name=größe \"1\".png, mediaType=image/png] 2000000",
            "Head[field=other, name=skip, mediaType=] 0");
  }

  @Test
  void whatIsNoSuchBodyIsRefused() throws Exception {
    assertThat(send("application/json", body()).statusCode()).isEqualTo(400);
    assertThat(send("multipart/form-data", body()).statusCode()).isEqualTo(400);
    assertThat(send("multipart/form-data; boundary=XX", "--XX\r\n".getBytes(UTF_8)).statusCode())
        .isEqualTo(400);
    assertThat(
            send(
                    "multipart/form-data; boundary=XX",
                    "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nno end".getBytes(UTF_8))
                .statusCode())
        .isEqualTo(400);
    assertThat(send("multipart/form-data; boundary=XX", body(part("x=y", "", "z"))).statusCode())
        .isEqualTo(400);
  }

  @Test
  void sizesAndNumbersAreBounded() throws Exception {
    String type = "multipart/form-data; boundary=XX";
    String[] many = new String[101];
    java.util.Arrays.fill(many, part("name=a", "", "b"));
    assertThat(send(type, body(many)).body()).contains("more than 100 parts");
    assertThat(send(type, body(part("name=a", "", "b".repeat(300_000)))).statusCode())
        .isEqualTo(413);
    assertThat(send(type, body(part("name=a" + ";x=y".repeat(3000), "", "b"))).statusCode())
        .isEqualTo(400);
    assertThat(send(type, body(part("name=a; filename=b", "", "b".repeat(5_000_001)))).statusCode())
        .isEqualTo(413);
  }
}
