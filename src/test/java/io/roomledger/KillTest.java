package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Period;
import io.roomledger.db.Await;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.export.Verification;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import io.roomledger.job.JobStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while it exports: the same order is finished after the next start. */
class KillTest {
  private static final int MESSAGES = 60_000;
  private static final Config CONFIG = new SettingReader(Map.of()).read(Config.class);

  @TempDir Path folder;

  @Test
  void theSameExportIsFinishedAfterTheServerWasKilled() throws Exception {
    Path data = folder.resolve("data");
    long id;
    try (NodeProcess server = serve(data);
        Wiring house = Wiring.forCommand(CONFIG, data)) {
      house.desk().chat().slack().run(house.operator(), slackZip(folder, MESSAGES), new Quiet());
      id = house.exports().order(house.operator(), order(house)).id();
      awaitStatus(house, id, JobStatus.RUNNING);
      server.kill();
    }
    try (NodeProcess again = serve(data)) {
      try (Wiring house = Wiring.forCommand(CONFIG, data)) {
        ExportJob done = awaitStatus(house, id, JobStatus.DONE);
        assertThat(done.result().orElseThrow().rows()).isEqualTo(MESSAGES);
        Path zip = folder.resolve("room.zip");
        try (InputStream bytes = house.exports().open(house.operator(), id).content().open(0)) {
          Files.copy(bytes, zip, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(Verification.of(zip).problems()).isEmpty();
      }
      again.stop();
    }
  }

  @Test
  void exportsIntoABucketThatAreKilledAgainAndAgainGoOnAndAreExact() throws Exception {
    try (Kills kills = new Kills(folder, true, 16_000, List.of("chat.html", "chat.json"), 6)) {
      Kills.Outcome outcome = kills.run(3);
      assertThat(outcome.faults()).isEmpty();
      assertThat(outcome.kills()).isEqualTo(3);
      assertThat(outcome.resumed()).isPositive();
      assertThat(outcome.done() + outcome.failed().size()).isEqualTo(outcome.exports());
    }
  }

  private static ExportOrder order(Wiring house) {
    Selection room = Selection.of("room", house.chatRoom("kill").id());
    return new ExportOrder("chat.json", Period.ALWAYS, room, "kill.zip", Optional.empty());
  }

  /** Waits until an export is in that state or has ended; a fast one may be done already. */
  private static ExportJob awaitStatus(Wiring house, long id, JobStatus status) {
    Supplier<ExportJob> export = () -> house.exports().get(house.operator(), id);
    Await.until(
        "export " + id + " is " + status,
        Duration.ofMinutes(1),
        () -> export.get().job().status() == status || export.get().ended());
    return export.get();
  }

  private NodeProcess serve(Path data) throws IOException {
    // a lease of one second: how long it is waited for is the test's time
    return NodeProcess.start(data, folder.resolve("serve.log"), Map.of("jobs.heartbeat", "250ms"))
        .ready();
  }

  /** A room called kill of so many messages, as Slack exports it. */
  static Path slackZip(Path folder, int messages) throws IOException {
    Path file = folder.resolve("slack.zip");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, "channels.json", "[{\"id\":\"C1\",\"name\":\"kill\",\"members\":[\"U1\"]}]");
      entry(zip, "users.json", "[{\"id\":\"U1\",\"name\":\"ann\",\"profile\":{}}]");
      StringBuilder day = new StringBuilder("[");
      for (int i = 0; i < messages; i++) {
        day.append(i == 0 ? "" : ",")
            .append("{\"type\":\"message\",\"user\":\"U1\",\"text\":\"message ")
            .append(i)
            .append(" of many, long enough to be worth a page of its own\",\"ts\":\"1600000000.")
            .append(String.format("%06d", i))
            .append("\"}");
      }
      entry(zip, "kill/2020-09-13.json", day.append("]").toString());
    }
    return file;
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  /** An import of which nothing needs to be said. */
  static final class Quiet implements Intake {
    @Override
    public void progress(long done, long total, String what) {}

    @Override
    public void skipped(String file, long line, Problem problem) {
      throw new AssertionError(file + ":" + line + ": " + problem);
    }
  }
}
