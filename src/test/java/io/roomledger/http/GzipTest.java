package io.roomledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What is compressed, and what never is. */
class GzipTest extends EchoServer {
  @Test
  void aListingIsCompressedForWhoTakesIt() throws Exception {
    HttpResponse<byte[]> packed = ask("/api/v1/list", "Accept-Encoding", "br, gzip;q=0.8");

    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(packed.headers().firstValue("Vary")).contains("Accept-Encoding");
    assertThat(packed.body()).hasSizeLessThan(300);
    HttpResponse<byte[]> plain = ask("/api/v1/list", "Accept-Encoding", "gzip;q=0");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
        .isEqualTo(plain.body());
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(plain.headers().firstValue("Vary")).contains("Accept-Encoding");
  }

  /** The length of those could tell something beside what an attacker brought in. */
  @Test
  void whatMayHoldASecretBesideForeignTextIsNot() throws Exception {
    assertPlain(ask("/api/v1/list", "Accept-Encoding", "gzip", "Cookie", "session=1"));
    assertPlain(ask("/api/v1/page", "Accept-Encoding", "gzip"));
    assertPlain(ask("/api/v1/sets", "Accept-Encoding", "gzip"));
    assertPlain(
        CLIENT.send(
            HttpRequest.newBuilder(uri("/api/v1/list"))
                .header("Accept-Encoding", "gzip")
                .POST(BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofByteArray()));
  }

  @Test
  void whatIsShortIsNot() throws Exception {
    assertPlain(ask("/info", "Accept-Encoding", "gzip"));
  }

  private static void assertPlain(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).containsAnyOf("one like", "info");
  }

  private static HttpResponse<byte[]> ask(String path, String... headers) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(uri(path)).headers(headers).build(), BodyHandlers.ofByteArray());
  }
}
