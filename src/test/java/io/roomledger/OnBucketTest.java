package io.roomledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.db.Await;
import io.roomledger.db.TcpProxy;
import io.roomledger.export.Verification;
import io.roomledger.http.Json;
import io.roomledger.store.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server with its files in a bucket, behind a network that is cut and mended. */
class OnBucketTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PERSON = "d26x6zSkaPSe5gCyy";
  private static final String ROOM = "iu7jtPAhvEeAS5tNq";

  @TempDir static Path folder;

  private static S3Server bucket;
  private static TcpProxy network;
  private static RunningServer server;
  private static String token = "";

  @BeforeAll
  static void start() throws Exception {
    bucket = new S3Server(Files.createDirectory(folder.resolve("bucket")));
    network = new TcpProxy(bucket.port());
    Map<String, String> settings = new HashMap<>();
    settings.put("store.kind", "s3");
    settings.put("store.s3.endpoint", "http://127.0.0.1:" + network.port());
    settings.put("store.s3.bucket", S3Server.BUCKET);
    settings.put(
        "store.s3.keys-file",
        Files.writeString(
                folder.resolve("keys"), S3Server.ACCESS_KEY + "\n" + S3Server.SECRET_KEY + "\n")
            .toString());
    settings.put("store.s3.cache", "64m");
    settings.put("store.s3.links", "true");
    settings.put("store.s3.link-from", "16k");
    server = RunningServer.withSample(folder.resolve("data"), settings);
    HttpResponse<byte[]> given =
        server.post(
            "/ledger/v1/token", "{\"username\":\"admin\",\"password\":\"roomledger-demo\"}");
    token = json(given).path("token").asText();
  }

  @AfterAll
  static void stop() {
    server.close();
    network.close();
    bucket.close();
  }

  private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isBetween(200, 202);
    return Json.read(answer.body());
  }

  private static HttpResponse<byte[]> get(String path, String... more) throws Exception {
    String[] headers =
        Arrays.copyOf(new String[] {"Authorization", "Bearer " + token}, 2 + more.length);
    System.arraycopy(more, 0, headers, 2, more.length);
    return server.get(path, headers);
  }

  private static byte[] fetched(HttpResponse<byte[]> answer, int status) {
    assertThat(answer.statusCode())
        .as(answer.uri() + ": " + answer.body().length)
        .isEqualTo(status);
    return answer.body();
  }

  /** Orders it and answers the address of its file. */
  private static String exported(String recipe, String selection) throws Exception {
    String wish = "{\"recipe\":\"%s\",\"selection\":{%s}}".formatted(recipe, selection);
    HttpResponse<byte[]> ordered =
        server.post("/ledger/v1/exports", wish, "Authorization", "Bearer " + token);
    String one = "/ledger/v1/exports/" + json(ordered).path("id").asText();
    Await.until("it is done", SOON, () -> json(get(one)).path("status").asText().equals("done"));
    return one + "/file";
  }

  private static HttpResponse<byte[]> straight(HttpResponse<byte[]> answer) throws Exception {
    fetched(answer, 302);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    URI there = URI.create(answer.headers().firstValue("Location").orElseThrow());
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(there).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  @Test
  void anExportIsReadByRangesAndVerifiedWhereItLies() throws Exception {
    String file = exported("chat.csv", "\"room\":[\"" + ROOM + "\"],\"attachments\":[\"leave\"]");
    byte[] whole = fetched(get(file), 200);
    byte[] middle = fetched(get(file, "Range", "bytes=100-299"), 206);
    assertThat(middle).isEqualTo(Arrays.copyOfRange(whole, 100, 300));
    byte[] end = fetched(get(file, "Range", "bytes=-50"), 206);
    assertThat(end).isEqualTo(Arrays.copyOfRange(whole, whole.length - 50, whole.length));
    Path zip = Files.write(folder.resolve("csv.zip"), whole);
    assertThat(Verification.of(zip).problems()).isEmpty();
    byte[] manifest = fetched(get(file.replace("/file", "/manifest")), 200);
    assertThat(Json.read(manifest).path("entries").size()).isPositive();
    assertThat(folder.resolve("data/objects")).doesNotExist();
    assertThat(folder.resolve("data/cache")).isNotEmptyDirectory();
  }

  @Test
  void aLargeExportIsFetchedStraightFromTheBucketUnderItsName() throws Exception {
    String file = exported("chat.html", "\"room\":[\"" + ROOM + "\"]");
    HttpResponse<byte[]> bytes = straight(get(file));
    Path zip = Files.write(folder.resolve("html.zip"), fetched(bytes, 200));
    assertThat(Verification.of(zip).problems()).isEmpty();
    assertThat(bytes.headers().firstValue("Content-Type")).hasValue("application/zip");
    assertThat(bytes.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith("attachment; filename*=UTF-8''");
    assertThat(server.get(file).statusCode()).as("nobody").isEqualTo(401);
    String audited =
        new String(fetched(get("/ledger/v1/audit?action=export.downloaded"), 200), UTF_8);
    assertThat(audited).contains(file.replaceAll("[^0-9]", "").substring(1));
  }

  @Test
  void aRecordingIsPlayedFromTheMiddle() throws Exception {
    JsonNode one = json(get("/ledger/v1/recordings?state=ready")).path("recordings").path(0);
    String path = "/ledger/v1/recordings/" + one.path("id").asText();
    HttpResponse<byte[]> linked =
        server.post(path + "/links", "", "Authorization", "Bearer " + token);
    String film = URI.create(json(linked).path("file").asText()).getPath();
    byte[] whole = fetched(server.get(film), 200);
    int middle = whole.length / 2;
    byte[] sought = fetched(server.get(film, "Range", "bytes=" + middle + "-"), 206);
    assertThat(sought).isEqualTo(Arrays.copyOfRange(whole, middle, whole.length));
    assertThat(straight(get(path + "/file")).body()).as("the API's own").isEqualTo(whole);
  }

  @Test
  void aFileIsAttachedAndFetched() throws Exception {
    byte[] bytes = new byte[300_000];
    Arrays.fill(bytes, (byte) 'x');
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        """
        --XX
        Content-Disposition: form-data; name="file"; filename="notes.txt"
        Content-Type: text/plain

        """
            .replace("\n", "\r\n")
            .getBytes(UTF_8));
    form.writeBytes(bytes);
    form.writeBytes("\r\n--XX--\r\n".getBytes(UTF_8));
    String[] who = {
      "X-User-Id", PERSON, "X-Auth-Token", "Zu-Z6eKzIIz7MCCRGeHi29bYkXZCJ4SxFC0JAasqm92"
    };
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/rooms.media/" + ROOM))
            .headers(who)
            .header("Content-Type", "multipart/form-data; boundary=XX")
            .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      JsonNode sent = json(client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
      String url = sent.path("file").path("url").asText();
      assertThat(fetched(server.get(url, who), 200)).as("byte for byte here").isEqualTo(bytes);
    }
  }

  @Test
  void whileTheBucketIsGoneTheServerSaysSoAndGoesOnWhenItIsBack() throws Exception {
    String path = "/ledger/v1/recordings?state=ready";
    String id = json(get(path)).path("recordings").path(0).path("id").asText();
    String film = "/ledger/v1/recordings/" + id + "/file";
    network.cut();
    try {
      HttpResponse<byte[]> ready = server.get("/health/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(new String(ready.body(), UTF_8))
          .contains("\"store\":\"not ready: its server cannot be reached\"")
          .doesNotContain(S3Server.BUCKET);
      HttpResponse<byte[]> gone = get(film);
      assertThat(gone.statusCode()).isEqualTo(503);
      assertThat(gone.headers().firstValue("Retry-After")).hasValue("5");
      assertThat(new String(gone.body(), UTF_8)).doesNotContain("Exception", S3Server.BUCKET);
    } finally {
      network.mend();
    }
    Await.until("it is ready", SOON, () -> server.get("/health/ready").statusCode() == 200);
    fetched(straight(get(film)), 200);
  }
}
