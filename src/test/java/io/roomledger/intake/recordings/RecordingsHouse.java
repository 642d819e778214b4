package io.roomledger.intake.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.conference.ConferenceHouse;
import io.roomledger.conference.RecorderFiles;
import io.roomledger.conference.Recording;
import io.roomledger.conference.Transcripts;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A recorder's folder, and a house that takes it in. */
final class RecordingsHouse implements AutoCloseable {
  static final String MEETING = "6e35e3b2778883f5db637d7a5dba0a427f692e91-1530718721124";

  final ConferenceHouse house;
  final Path input;
  final Told told = new Told();

  RecordingsHouse(Path folder) throws IOException {
    house = new ConferenceHouse(folder);
    input = Files.createDirectory(folder.resolve("in"));
  }

  /** Remembers what it is told. */
  static final class Told implements Intake {
    final List<String> skipped = new CopyOnWriteArrayList<>();
    final List<String> taken = new CopyOnWriteArrayList<>();
    final List<String> noted = new CopyOnWriteArrayList<>();

    @Override
    public void progress(long done, long total, String what) {
      assertThat(done).isBetween(0L, total);
    }

    @Override
    public void skipped(String file, long line, Problem problem) {
      skipped.add(file + ": " + problem);
    }

    @Override
    public void taken(String file, String what) {
      taken.add(file);
    }

    @Override
    public void noted(String file, Problem what) {
      noted.add(file + ": " + what);
    }
  }

  /** A conference as it is stored. */
  record Held(String id, String title, Instant startedAt, Instant endedAt) {}

  Path put(String path, byte[] bytes) throws IOException {
    Path file = input.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  Path put(String path, String text) throws IOException {
    return put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  RecordingsImport imports() {
    return new RecordingsImport(
        house.recordings(false),
        new Transcripts(house.database, house.recordings(false)),
        house.accounts,
        house.clock);
  }

  RecordingsWatch watch() {
    return watch(Duration.ofSeconds(30));
  }

  RecordingsWatch watch(Duration pause) {
    return new RecordingsWatch(
        imports(), new RecorderFiles(house.database, house.clock), house.clock, pause);
  }

  RecordingsImport.Outcome run() throws IOException {
    return run(input);
  }

  RecordingsImport.Outcome run(Path folder) throws IOException {
    return imports().run(house.operator(), house.ada, folder, told);
  }

  int look(RecordingsWatch watch) throws IOException {
    return watch.look(house.operator(), house.ada, input, told);
  }

  List<Held> held() {
    return house
        .database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT id, title, started_at, ended_at FROM conference ORDER BY title")
                .map((row, context) ->
                    new Held(
                        row.getString(1),
                        row.getString(2),
                        row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4).toInstant()))
                .list());
  }

  List<Recording> films() {
    return held().stream()
        .flatMap(held -> house.recordings(false).list(house.operator(), held.id()).stream())
        .toList();
  }

  List<String> people(Held held) {
    return house.conferences().members(house.operator(), held.id()).stream()
        .map(member -> member.account())
        .toList();
  }

  @Override
  public void close() {
    house.close();
  }
}
