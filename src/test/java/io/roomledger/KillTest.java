package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Period;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.export.Verification;
import io.roomledger.intake.Intake;
import io.roomledger.job.JobStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while it exports: the same order is finished after the next start. */
class KillTest {
  private static final int MESSAGES = 60_000;
  private static final Config CONFIG = new SettingReader(Map.of()).read(Config.class);

  @TempDir Path folder;

  private final List<Process> servers = new ArrayList<>();

  /** Also after a failure nothing goes on running. */
  @AfterEach
  void endServers() {
    servers.forEach(Process::destroyForcibly);
  }

  @Test
  void theSameExportIsFinishedAfterTheServerWasKilled() throws Exception {
    Path data = folder.resolve("data");
    Process server = serve(data);
    long id;
    try (Wiring house = Wiring.forCommand(CONFIG, data)) {
      house.desk().chat().slack().run(house.operator(), slackZip(folder, MESSAGES), new Quiet());
      id = house.exports().order(house.operator(), order(house)).id();
      awaitStatus(house, id, JobStatus.RUNNING);
      server.destroyForcibly().waitFor();
    }
    Process again = serve(data);
    try (Wiring house = Wiring.forCommand(CONFIG, data)) {
      ExportJob done = awaitStatus(house, id, JobStatus.DONE);
      assertThat(done.result().orElseThrow().rows()).isEqualTo(MESSAGES);
      Path zip = folder.resolve("room.zip");
      try (InputStream bytes = house.exports().open(house.operator(), id).content().open(0)) {
        Files.copy(bytes, zip, StandardCopyOption.REPLACE_EXISTING);
      }
      assertThat(Verification.of(zip).problems()).isEmpty();
    } finally {
      again.destroy();
      assertThat(again.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void exportsThatAreKilledAgainAndAgainGoOnAndAreExact() throws Exception {
    try (Kills kills = new Kills(folder, 8_000, List.of("chat.html", "chat.json"), 6)) {
      Kills.Outcome outcome = kills.run(5);
      assertThat(outcome.faults()).isEmpty();
      assertThat(outcome.kills()).isEqualTo(5);
      assertThat(outcome.done() + outcome.failed().size()).isEqualTo(outcome.exports());
    }
  }

  private static ExportOrder order(Wiring house) {
    Selection room = Selection.of("room", house.chatRoom("kill").id());
    return new ExportOrder("chat.json", Period.ALWAYS, room, "kill.zip", Optional.empty());
  }

  /** Waits until an export is in that state or has ended; a fast one may be done already. */
  private static ExportJob awaitStatus(Wiring house, long id, JobStatus status)
      throws InterruptedException {
    for (int i = 0; i < 6_000; i++) {
      ExportJob export = house.exports().get(house.operator(), id);
      if (export.job().status() == status || export.job().status().ended()) {
        return export;
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    throw new AssertionError("export " + id + " was not " + status + " within a minute");
  }

  private Process serve(Path data) throws IOException, InterruptedException {
    Path log = folder.resolve("serve.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.roomledger.Main",
                "serve",
                "--port",
                "0",
                "--data",
                data.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // a lease of one second: how long it is waited for is the test's time
    builder.environment().put("ROOMLEDGER_JOBS_HEARTBEAT", "250ms");
    Process server = builder.start();
    servers.add(server);
    for (int i = 0; i < 1_800; i++) {
      if (Files.readString(log).contains("Roomledger is ready")) {
        return server;
      }
      assertThat(server.isAlive()).as(Files.readString(log)).isTrue();
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("no server within three minutes: " + Files.readString(log));
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
    public void skipped(String file, long line, String problem) {
      throw new AssertionError(file + ":" + line + ": " + problem);
    }
  }
}
