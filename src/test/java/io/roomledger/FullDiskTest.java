package io.roomledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomledger.base.Period;
import io.roomledger.db.Await;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.export.Verification;
import io.roomledger.job.JobStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server with its files on a disk that is full for a while. */
class FullDiskTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ROOM = "iu7jtPAhvEeAS5tNq";
  private static final String FORM =
      "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"notes.txt\"\r\n"
          + "Content-Type: text/plain\r\n\r\n"
          + "x".repeat(300_000)
          + "\r\n--XX--\r\n";

  @TempDir private Path folder;

  @Test
  void whatNeedsRoomWaitsForItInWordsAndNothingIsHalfThere() throws Exception {
    Path objects = Files.createDirectories(folder.resolve("objects"));
    try (SmallDisk disk = SmallDisk.at(objects, 32)) {
      assumeTrue(disk.mounted(), disk.reason());
      try (RunningServer server =
          RunningServer.withSample(folder, Map.of("jobs.pause", "200ms", "jobs.attempts", "100"))) {
        Path ballast = objects.resolve("ballast");
        disk.fill(ballast);
        List<Path> before = files(objects);
        long id = whileItIsFull(server);
        assertThat(files(objects)).containsExactlyInAnyOrderElementsOf(before);
        Files.delete(ballast);
        asBefore(server, id);
      }
    }
  }

  private long whileItIsFull(RunningServer server) throws Exception {
    HttpResponse<byte[]> ready = server.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(new String(ready.body(), UTF_8))
        .contains("\"store\":\"not ready: the disk is full; free some space there\"")
        .contains("\"database\":\"ready\"");
    HttpResponse<byte[]> upload = upload(server);
    assertThat(upload.statusCode()).as(new String(upload.body(), UTF_8)).isEqualTo(503);
    assertThat(upload.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(new String(upload.body(), UTF_8)).doesNotContain("Exception", folder.toString());
    Wiring house = server.wiring();
    long id = house.exports().order(house.operator(), order()).id();
    Await.until("it was tried", SOON, () -> export(server, id).job().attempt() > 1);
    Await.until(
        "it says why it waits", SOON, () -> export(server, id).reason().contains("is full"));
    assertThat(export(server, id).ended()).isFalse();
    return id;
  }

  private void asBefore(RunningServer server, long id) throws Exception {
    Await.until("it is done", SOON, () -> export(server, id).ended());
    assertThat(export(server, id).job().status()).isEqualTo(JobStatus.DONE);
    Wiring house = server.wiring();
    Path zip = folder.resolve("all.zip");
    try (InputStream bytes = house.exports().open(house.operator(), id).content().open(0)) {
      Files.copy(bytes, zip);
    }
    assertThat(Verification.of(zip).problems()).isEmpty();
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(upload(server).statusCode()).isEqualTo(200);
  }

  private static ExportJob export(RunningServer server, long id) {
    return server.wiring().exports().get(server.wiring().operator(), id);
  }

  private static ExportOrder order() {
    return new ExportOrder(
        "chat.html", Period.ALWAYS, Selection.of("workspace", "true"), "all.zip", Optional.empty());
  }

  private static HttpResponse<byte[]> upload(RunningServer server) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/rooms.media/" + ROOM))
            .header("X-User-Id", "d26x6zSkaPSe5gCyy")
            .header("X-Auth-Token", "Zu-Z6eKzIIz7MCCRGeHi29bYkXZCJ4SxFC0JAasqm92")
            .header("Content-Type", "multipart/form-data; boundary=XX")
            .POST(HttpRequest.BodyPublishers.ofString(FORM))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("/incoming/"))
          .toList();
    }
  }
}
