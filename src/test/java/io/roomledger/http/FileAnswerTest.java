package io.roomledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FileAnswerTest {
  private static final Instant CHANGED = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final String CHANGED_TEXT = "Fri, 02 Jan 2026 03:04:05 GMT";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final long HUGE = 3L << 30;

  private static final HttpServer SERVER =
      HttpServer.start(
          new HttpSettings("127.0.0.1", 0, Optional.empty(), 1000, Duration.ofSeconds(30), false),
          List.of(
              Site.plain(
                  "files",
                  List.of("/files"),
                  List.of(
                      file("/files/digits", digits()),
                      file("/files/empty", new Zeros(0, 0)),
                      file("/files/huge", new Zeros(HUGE, HUGE)),
                      file("/files/short", new Zeros(1 << 20, 1000)),
                      file("/files/missing", missing())))));

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static Endpoint file(String path, Content content) {
    return Endpoint.get(
        path,
        call ->
            new Answer(
                200,
                Map.of("Content-Type", "video/mp4"),
                new Answer.Body.File(content, CHANGED, "tag-1")));
  }

  private static Content digits() {
    return new Content() {
      @Override
      public long size() {
        return 10;
      }

      @Override
      public InputStream open(long position) {
        return new ByteArrayInputStream(
            "0123456789".getBytes(StandardCharsets.US_ASCII), (int) position, 10);
      }
    };
  }

  private static Content missing() {
    return new Content() {
      @Override
      public long size() {
        return 10;
      }

      @Override
      public InputStream open(long position) throws IOException {
        throw new IOException("gone");
      }
    };
  }

  /** Many zeros that are nowhere, and fewer than were said. */
  private record Zeros(long size, long real) implements Content {
    @Override
    public InputStream open(long position) {
      return new InputStream() {
        private long left = real - position;

        @Override
        public int read() {
          return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int from, int length) {
          int read = (int) Math.min(length, left);
          left -= Math.max(0, read);
          return read > 0 ? read : -1;
        }
      };
    }
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, headers);
  }

  private static HttpResponse<String> send(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void aWholeFileTellsItsTypeTagAndTime() throws Exception {
    HttpResponse<String> answer = get("/files/digits");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("0123456789");
    assertThat(answer.headers().map())
        .containsEntry("content-type", List.of("video/mp4"))
        .containsEntry("content-length", List.of("10"))
        .containsEntry("accept-ranges", List.of("bytes"))
        .containsEntry("etag", List.of("\"tag-1\""))
        .containsEntry("last-modified", List.of(CHANGED_TEXT));
  }

  @Test
  void aRangeIsSentAlone() throws Exception {
    Map<String, String> ranges =
        Map.of(
            "bytes=0-0", "0",
            "bytes=2-4", "234",
            "bytes=7-", "789",
            "bytes=-3", "789",
            "bytes=-99", "0123456789",
            "bytes=8-99", "89");
    for (Map.Entry<String, String> range : ranges.entrySet()) {
      HttpResponse<String> answer = get("/files/digits", "Range", range.getKey());
      assertThat(answer.statusCode()).as(range.getKey()).isEqualTo(206);
      assertThat(answer.body()).as(range.getKey()).isEqualTo(range.getValue());
      int from = "0123456789".indexOf(range.getValue());
      assertThat(answer.headers().firstValue("content-range"))
          .contains("bytes " + from + "-" + (from + range.getValue().length() - 1) + "/10");
    }
  }

  @Test
  void aRangeBehindTheEndCannotBeSent() throws Exception {
    for (String range : List.of("bytes=10-", "bytes=99-100", "bytes=-0")) {
      HttpResponse<String> answer = get("/files/digits", "Range", range);
      assertThat(answer.statusCode()).as(range).isEqualTo(416);
      assertThat(answer.headers().firstValue("content-range")).contains("bytes */10");
      assertThat(answer.body()).isEmpty();
    }
    assertThat(get("/files/empty", "Range", "bytes=0-").statusCode()).isEqualTo(416);
  }

  @Test
  void whatIsNoSingleRangeGetsTheWholeFile() throws Exception {
    for (String range :
        List.of("bytes=0-1,3-4", "bytes=4-2", "bytes=", "bytes=-", "lines=1-2", "nonsense")) {
      HttpResponse<String> answer = get("/files/digits", "Range", range);
      assertThat(answer.statusCode()).as(range).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("0123456789");
    }
  }

  @Test
  void aRangeIsForTheFileThatTheClientHas() throws Exception {
    String[] range = {"Range", "bytes=2-4", "If-Range", "\"tag-1\""};
    assertThat(get("/files/digits", range).statusCode()).isEqualTo(206);
    range[3] = CHANGED_TEXT;
    assertThat(get("/files/digits", range).statusCode()).isEqualTo(206);
    for (String other : List.of("\"tag-2\"", "W/\"tag-1\"", "Fri, 02 Jan 2026 03:04:04 GMT")) {
      range[3] = other;
      assertThat(get("/files/digits", range).statusCode()).as(other).isEqualTo(200);
    }
  }

  @Test
  void whatTheClientHasIsNotSentAgain() throws Exception {
    for (String tags : List.of("\"tag-1\"", "W/\"tag-1\"", "\"a\", \"tag-1\"", "*")) {
      HttpResponse<String> answer = get("/files/digits", "If-None-Match", tags);
      assertThat(answer.statusCode()).as(tags).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValue("etag")).contains("\"tag-1\"");
    }
    assertThat(get("/files/digits", "If-Modified-Since", CHANGED_TEXT).statusCode()).isEqualTo(304);
    assertThat(get("/files/digits", "If-None-Match", "\"tag-2\"").statusCode()).isEqualTo(200);
    assertThat(
            get("/files/digits", "If-Modified-Since", "Fri, 02 Jan 2026 03:04:04 GMT").statusCode())
        .isEqualTo(200);
    assertThat(get("/files/digits", "If-Modified-Since", "yesterday").statusCode()).isEqualTo(200);
  }

  @Test
  void headTellsTheLengthOfAFileThatIsNeverOpened() throws Exception {
    HttpResponse<String> answer = send("HEAD", "/files/missing");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-length")).contains("10");
    assertThat(send("HEAD", "/files/digits", "Range", "bytes=2-4").headers().map())
        .containsEntry("content-length", List.of("3"));
    assertThat(get("/files/digits").body()).isEqualTo("0123456789");
  }

  @Test
  void anEmptyFileIsEmpty() throws Exception {
    HttpResponse<String> answer = get("/files/empty");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-length")).contains("0");
  }

  @Test
  void aFileLargerThanTheHeapPasses() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + "/files/huge"))
            .header("Range", "bytes=" + (HUGE - (800L << 20)) + "-")
            .build();
    HttpResponse<InputStream> answer = CLIENT.send(request, BodyHandlers.ofInputStream());

    assertThat(HUGE).isGreaterThan(Runtime.getRuntime().maxMemory());
    long bytes = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = answer.body()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
      }
    }
    assertThat(bytes).isEqualTo(800L << 20);
  }

  @Test
  void aFileThatCannotBeOpenedIsAFaultBeforeAnythingIsSent() throws Exception {
    HttpResponse<String> answer = get("/files/missing");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("a fault of this server").doesNotContain("gone");
    assertThat(answer.headers().allValues("content-type")).containsExactly("application/json");
    assertThat(answer.headers().firstValue("etag")).isEmpty();
  }

  @Test
  void aFileThatEndsEarlyEndsTheConnectionSoThatTheClientSeesIt() throws Exception {
    try (RawClient client = new RawClient(SERVER.port())) {
      client.head("GET /files/short HTTP/1.1", "Host: x");
      String all = client.all();
      assertThat(all).startsWith("HTTP/1.1 200 ").contains("Content-Length: 1048576\r\n");
      assertThat(all.length()).isLessThan(2000);
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleOfAFileLeavesTheServerWell() throws Exception {
    try (RawClient client = new RawClient(SERVER.port())) {
      client.head("GET /files/huge HTTP/1.1", "Host: x");
      client.send("");
    }
    assertThat(get("/files/digits").body()).isEqualTo("0123456789");
  }
}
