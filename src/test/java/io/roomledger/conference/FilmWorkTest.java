package io.roomledger.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import io.roomledger.db.Await;
import io.roomledger.film.FilmSettings;
import io.roomledger.film.Films;
import io.roomledger.job.JobSettings;
import io.roomledger.job.Jobs;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmWorkTest {
  private static final Duration WITHIN = Duration.ofSeconds(20);
  private static final Duration LENGTH = Duration.ofSeconds(3);

  @TempDir Path folder;
  private ConferenceHouse house;
  private Recording recording;

  @BeforeEach
  void open() throws Exception {
    house = new ConferenceHouse(folder);
    house.conference(ConferenceHouse.CONFERENCE);
    recording =
        house
            .recordings(false)
            .add(
                house.operator(),
                ConferenceHouse.CONFERENCE,
                house.draft(house.ada, new Recording.Ready(), Optional.of(LENGTH)),
                new ByteArrayInputStream(Films.fixture("whole.mp4")));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private List<String> made() {
    return house
        .database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT has_thumbnail || ' ' || has_stream || ' ' || coalesce(unprepared, '')
                      FROM recording WHERE prepared_at IS NOT NULL
                    """)
                .mapTo(String.class)
                .list());
  }

  /** A program that is the film program, except that it makes no pictures. */
  private FilmSettings pictureless(String instead) throws Exception {
    Path program = folder.resolve("no-pictures");
    Files.writeString(
        program,
        """
        #!/bin/sh
        case "$*" in *mjpeg*) %s;; esac
        exec ffmpeg "$@"
        """
            .formatted(instead));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new FilmSettings(program.toString(), Duration.ofMinutes(1), true);
  }

  @Test
  void eachRecordingIsOrderedOnceAndSaysHowFarItIs() {
    FilmBench bench = new FilmBench(house);
    assertThat(bench.work.order(10)).isEqualTo(1);
    assertThat(bench.work.order(10)).isZero();
    assertThat(bench.work.progress(house.as(house.ada), recording.id()).orElseThrow().running())
        .isFalse();
    assertThatThrownBy(() -> bench.work.progress(house.as(house.cem), recording.id()))
        .isInstanceOf(RefusedException.class);

    assertThat(bench.prepare()).isZero();
    assertThat(made()).containsExactly("true true ");
    // the picture, then the whole length beside the half that a repair would have been
    assertThat(bench.told).isSorted().isNotEmpty().allMatch(done -> done <= 6000);
    assertThat(bench.told.getLast()).isGreaterThan(5000);
    assertThat(bench.work.progress(house.as(house.ada), recording.id())).isEmpty();
  }

  @Test
  void aPictureThatFailsKeepsNoStreamFromBeingMade() throws Exception {
    new FilmBench(house, pictureless("echo no eyes >&2; exit 1")).prepare();
    assertThat(made()).containsExactly("false true could not be pictured: no eyes");
  }

  @Test
  void workThatWaitsIsCancelledByWhoRunsTheConference() {
    FilmBench bench = new FilmBench(house);
    bench.work.order(10);
    assertThatThrownBy(() -> bench.work.cancel(house.as(house.cem), recording.id()))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> bench.work.list(house.as(house.ada), 10))
        .isInstanceOf(RefusedException.class);
    assertThat(bench.work.list(house.as(house.boss), 10))
        .containsExactly(
            new FilmJob(
                recording.id(),
                "Stand-up",
                new FilmProgress(false, 0, Optional.empty(), Optional.empty())));
    assertThat(bench.work.list(house.program("far"), 10)).isEmpty();
    long job = bench.jobs().getFirst();
    bench.work.cancel(house.as(house.ada), recording.id());
    bench.giveUp(job);
    assertThat(made()).hasSize(1).first().asString().startsWith("false false");
    assertThat(bench.work.list(house.as(house.boss), 10)).isEmpty();
    assertThat(bench.work.order(10)).isZero();
    assertThat(house.audited("recording:" + recording.id()))
        .containsExactly("recording.added", "conference.denied", "recording.film-cancelled");
    assertThat(house.audited("organisation:main")).containsExactly("conference.denied");
  }

  @Test
  void workThatRunsIsCancelledAtOnceAndItsProgramEnds() throws Exception {
    Path begun = folder.resolve("begun");
    Jobs jobs = new Jobs(house.database, house.clock, JobSettings.defaults());
    FilmWork work =
        new FilmWork(
            house.recordings(false),
            house.house,
            new RecordingSettings("cn-shenzhen", false, Duration.ofHours(2)),
            pictureless("echo $$ > %s; exec sleep 60".formatted(begun)),
            jobs);
    try (jobs) {
      jobs.start(List.of(work), List.of());
      work.order(10);
      Await.until("it began", WITHIN, () -> Files.exists(begun) && Files.size(begun) > 1);
      long program = Long.parseLong(Files.readString(begun).strip());
      assertThat(work.progress(house.operator(), recording.id()).orElseThrow().running()).isTrue();
      work.cancel(house.operator(), recording.id());
      Await.until("it ended", WITHIN, () -> !made().isEmpty());
      assertThat(made()).containsExactly("false false cancelled by operator");
      Await.until(
          "the program ended",
          WITHIN,
          () -> !ProcessHandle.of(program).map(ProcessHandle::isAlive).orElse(false));
    }
  }
}
