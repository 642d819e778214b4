package io.roomledger.intake.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import io.roomledger.conference.ConferenceHouse;
import io.roomledger.conference.Recording;
import io.roomledger.conference.Transcripts;
import io.roomledger.film.Films;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsImportTest {
  @TempDir Path folder;
  private ConferenceHouse house;
  private Path input;
  private final Told told = new Told();

  private static final class Told implements Intake {
    final List<String> skipped = new ArrayList<>();
    long done;
    long total;

    @Override
    public void progress(long done, long total, String what) {
      assertThat(done).isBetween(this.done, total);
      this.done = done;
      this.total = total;
    }

    @Override
    public void skipped(String file, long line, Problem problem) {
      skipped.add(file + ": " + problem);
    }
  }

  @BeforeEach
  void open() throws IOException {
    house = new ConferenceHouse(folder);
    input = Files.createDirectory(folder.resolve("in"));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void put(String path, byte[] bytes) throws IOException {
    Path file = input.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private RecordingsImport.Outcome run() throws IOException {
    told.done = 0;
    return new RecordingsImport(
            house.recordings(false),
            new Transcripts(house.database, house.recordings(false)),
            house.accounts,
            house.clock)
        .run(house.operator(), house.ada, input, told);
  }

  private List<Recording> all() {
    List<String> conferences =
        house
            .database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT id FROM conference ORDER BY title")
                    .mapTo(String.class)
                    .list());
    return conferences.stream()
        .flatMap(id -> house.recordings(false).list(house.operator(), id).stream())
        .toList();
  }

  private List<String> titles() {
    return house
        .database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT title FROM conference ORDER BY title")
                .mapTo(String.class)
                .list());
  }

  @Test
  void aFolderIsOneConferenceAndAFileOfItsOwnAnother() throws IOException {
    put("All hands.mp4", Films.fixture("whole.mp4"));
    put("weekly/part 1.mp4", Films.fixture("whole.mp4"));
    put("weekly/part 2.MOV", Films.fixture("whole.mov"));
    put("weekly/later/fragments.m4v", Films.fixture("fragmented.mp4"));

    RecordingsImport.Outcome outcome = run();

    long bytes = told.total;
    assertThat(outcome).isEqualTo(new RecordingsImport.Outcome(3, 4, List.of(), 0, 0, bytes));
    assertThat(titles()).containsExactly("All hands", "later", "weekly");
    assertThat(all())
        .extracting(Recording::title)
        .containsExactly("All hands", "fragments", "part 1", "part 2");
    assertThat(all())
        .extracting(r -> r.file().mediaType())
        .containsExactly("video/mp4", "video/mp4", "video/mp4", "video/quicktime");
    assertThat(all()).allMatch(Recording::ready);
    Recording first = all().getFirst();
    assertThat(first.take().startedAt()).isEqualTo(Instant.parse("2024-03-05T10:15:30Z"));
    assertThat(first.take().endedAt()).isEqualTo(Instant.parse("2024-03-05T10:15:33Z"));
    assertThat(first.take().timedBy()).isEqualTo(Recording.Clockwork.RECORDER);
    assertThat(first.origin().owner()).isEqualTo(house.ada.id());
    assertThat(first.file().size()).isEqualTo(Films.fixture("whole.mp4").length);
    assertThat(told.done).isEqualTo(told.total);
  }

  @Test
  void aTranscriptBesideAFilmIsTakenInWithIt() throws IOException {
    put("a.webm", Films.fixture("whole.webm"));
    put(
        "a.vtt",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Hello.\n".getBytes(StandardCharsets.UTF_8));
    put("b.mp4", Films.fixture("whole.mp4"));
    put("b.srt", "no subtitles".getBytes(StandardCharsets.UTF_8));

    RecordingsImport.Outcome outcome = run();

    assertThat(outcome.added()).isEqualTo(2);
    assertThat(told.skipped).hasSize(1);
    assertThat(told.skipped.getFirst()).contains("b.mp4: transcript, line 1: no cue");
    Transcripts transcripts = new Transcripts(house.database, house.recordings(false));
    Recording first = all().stream().filter(r -> r.title().equals("a")).findFirst().orElseThrow();
    assertThat(first.file().mediaType()).isEqualTo("video/webm");
    assertThat(transcripts.of(house.operator(), first.id()))
        .extracting(paragraph -> paragraph.text())
        .containsExactly("Hello.");
  }

  @Test
  void aSecondRunAddsNothingAndAThirdOnlyWhatIsNew() throws IOException {
    put("one.mp4", Films.fixture("whole.mp4"));
    put("weekly/two.mov", Films.fixture("whole.mov"));
    run();
    assertThat(run()).isEqualTo(new RecordingsImport.Outcome(2, 0, List.of(), 2, 0, 0));
    assertThat(house.store.list("recordings/")).hasSize(2);

    put("weekly/three.mp4", Films.fixture("fragmented.mp4"));
    RecordingsImport.Outcome third = run();
    assertThat(third.added()).isEqualTo(1);
    assertThat(third.known()).isEqualTo(2);
    assertThat(titles()).containsExactly("one", "weekly");
  }

  @Test
  void aTruncatedFileIsDamagedAndItsRepairIsTakenInBesideIt() throws IOException {
    byte[] whole = Films.fixture("whole.mp4");
    put("cut.mp4", Arrays.copyOf(whole, whole.length / 2));

    RecordingsImport.Outcome outcome = run();

    assertThat(outcome.added()).isEqualTo(1);
    assertThat(outcome.damaged()).hasSize(1);
    assertThat(outcome.damaged().getFirst().file()).isEqualTo("cut.mp4");
    assertThat(outcome.damaged().getFirst().reason()).startsWith("cut off: the box mdat");
    assertThat(all().getFirst().condition()).isInstanceOf(Recording.Damaged.class);
    assertThat(all().getFirst().take().duration()).isEmpty();
    assertThat(run().known()).isEqualTo(1);

    put("cut.mp4", whole);
    assertThat(run().added()).isEqualTo(1);
    assertThat(all()).extracting(Recording::ready).containsExactlyInAnyOrder(true, false);
    assertThat(titles()).containsExactly("cut");
  }

  @Test
  void withoutATimeOfTheRecorderTheFilesOwnIsTakenAndMarked() throws IOException {
    put("fragments.mp4", Films.fixture("fragmented.mp4"));
    Instant changed = Instant.parse("2025-05-06T07:08:09Z");
    Files.setLastModifiedTime(input.resolve("fragments.mp4"), FileTime.from(changed));
    run();
    Recording.Take take = all().getFirst().take();
    assertThat(take.startedAt()).isEqualTo(changed);
    assertThat(take.timedBy()).isEqualTo(Recording.Clockwork.FILE);
    assertThat(take.duration().orElseThrow()).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void whatIsNotTakenInIsReported() throws IOException {
    put("one.mp4", Films.fixture("whole.mp4"));
    put("talk.avi", new byte[] {0x1a, 0x45, (byte) 0xdf, (byte) 0xa3});
    put("notes.txt", "notes".getBytes(StandardCharsets.UTF_8));
    put(".hidden.mp4", new byte[10]);
    Path secret = Files.write(folder.resolve("secret.mp4"), Films.fixture("whole.mp4"));
    Files.createSymbolicLink(input.resolve("link.mp4"), secret);
    Files.createSymbolicLink(input.resolve("linked folder"), folder);

    RecordingsImport.Outcome outcome = run();

    assertThat(outcome.added()).isEqualTo(1);
    assertThat(outcome.skipped()).isEqualTo(4);
    assertThat(told.skipped)
        .containsExactlyInAnyOrder(
            "talk.avi: not supported (expected: an mp4, m4v, mov or webm file)",
            "notes.txt: not supported (expected: an mp4, m4v, mov or webm file)",
            "link.mp4: a link, which is not followed (expected: the file itself)",
            "linked folder: a link, which is not followed (expected: the file itself)");
  }

  @Test
  void aFileThatGrowsWhileItIsReadIsSkippedAndLeavesNothing() throws IOException {
    byte[] whole = Films.fixture("whole.mp4");
    put("growing.mp4", whole);
    Intake grower =
        new Intake() {
          @Override
          public void progress(long done, long total, String what) {
            try {
              Files.write(input.resolve("growing.mp4"), new byte[whole.length + 100]);
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }

          @Override
          public void skipped(String file, long line, Problem problem) {
            told.skipped(file, line, problem);
          }
        };
    RecordingsImport.Outcome outcome =
        new RecordingsImport(
                house.recordings(false),
                new Transcripts(house.database, house.recordings(false)),
                house.accounts,
                house.clock)
            .run(house.operator(), house.ada, input, grower);
    assertThat(outcome.added()).isZero();
    assertThat(outcome.skipped()).isEqualTo(1);
    assertThat(told.skipped).singleElement().asString().contains("changed while it was read");
    assertThat(house.store.list("recordings/")).isEmpty();
    assertThat(titles()).isEmpty();
  }

  @Test
  void whatIsNoFolderIsRefused() {
    input = folder.resolve("nowhere");
    assertThatThrownBy(this::run)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("expected: a folder with mp4, m4v or mov files");
  }
}
