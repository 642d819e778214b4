package io.roomledger.dialect.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.conference.Recording;
import io.roomledger.db.Await;
import io.roomledger.film.Films;
import io.roomledger.node.NodeScript;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official client, https://github.com/tus/tus-js-client, against a running server. */
class TusClientTest {
  @TempDir Path folder;

  @Test
  void theOfficialClientIsCutOffAndGoesOnAfterTheServerWasStartedAgain() throws Exception {
    Path film = Files.write(folder.resolve("film.mp4"), Films.fixture("whole.mp4"));
    Path cut = folder.resolve("cut");
    Path go = folder.resolve("go");
    try (LedgerHouse house = new LedgerHouse(folder);
        CutWire wire = new CutWire(URI.create(house.origin()).getPort(), 9000)) {
      Map<String, String> told =
          Map.of(
              "ORIGIN", house.origin(),
              "PROXY", wire.origin(),
              "TOKEN", house.token(house.people.ada),
              "FILM", film.toString(),
              "CUT_FILE", cut.toString(),
              "GO_FILE", go.toString());
      CompletableFuture<List<String>> story =
          CompletableFuture.supplyAsync(() -> NodeScript.run("tus-story.mjs", told));
      Await.until(
          "the wire is cut",
          Duration.ofSeconds(110),
          () -> Files.exists(cut) || story.isCompletedExceptionally());
      house.restart();
      Files.createFile(go);

      List<String> lines = story.join();

      assertThat(lines)
          .contains(
              "whole: true",
              "pieces: done",
              "broken: an error, as it should be",
              "resumed: true",
              "refused: 400",
              "stranger: 401",
              "streamed: true",
              "given up: 404");
      assertThat(bytes(house, lines)).isEqualTo(Films.fixture("whole.mp4"));
    }
  }

  private static byte[] bytes(LedgerHouse house, List<String> lines) throws Exception {
    String line = lines.stream().filter(l -> l.startsWith("recording: ")).findFirst().orElseThrow();
    UUID id = UUID.fromString(line.substring("recording: ".length()));
    Recording made = house.people.recordings(false).open(house.people.operator(), id).recording();
    try (InputStream in =
        house.people.store.find(made.file().key()).orElseThrow().content().open(0)) {
      return in.readAllBytes();
    }
  }
}
