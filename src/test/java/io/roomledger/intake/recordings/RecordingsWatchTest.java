package io.roomledger.intake.recordings;

import static io.roomledger.intake.recordings.RecordingsHouse.MEETING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import io.roomledger.db.Await;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.film.Films;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsWatchTest {
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration WITHIN = Duration.ofSeconds(30);

  @TempDir Path folder;
  private RecordingsHouse house;
  private RecordingsWatch watch;

  @BeforeEach
  void open() throws IOException {
    house = new RecordingsHouse(folder);
    watch = house.watch();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private int lookLater() throws IOException {
    house.house.clock.tick(PAUSE);
    return house.look(watch);
  }

  @Test
  void aFilmIsTakenWhenItStayedTheSameBetweenTwoLooks() throws IOException {
    byte[] whole = Films.fixture("whole.mp4");
    Path film = house.put("tea/film.mp4", Arrays.copyOf(whole, 500));
    assertThat(house.look(watch)).as("seen for the first time").isZero();
    assertThat(house.look(watch)).as("at the same time is no second look").isZero();
    Files.write(film, whole);
    assertThat(lookLater()).as("it has grown").isZero();
    Files.setLastModifiedTime(film, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
    assertThat(lookLater()).as("it was written to").isZero();

    assertThat(lookLater()).isEqualTo(1);

    assertThat(house.films()).singleElement().matches(recording -> recording.ready());
    assertThat(house.told.taken).containsExactly("tea/film.mp4");
    assertThat(lookLater()).isZero();
    assertThat(lookLater()).isZero();
    assertThat(house.films()).hasSize(1);
  }

  @Test
  void aFilmOfARecorderIsTakenAtOnceWhenItsMetadataIsThere() throws IOException {
    house.put("jibri/film.mp4", Films.fixture("whole.mp4"));
    Path empty = house.put("jibri/metadata.json", "");
    house.put("video/" + MEETING + "/video.webm", Films.fixture("whole.webm"));
    house.put("video/" + MEETING + "/metadata.xml", "<recording/>");
    assertThat(house.look(watch)).as("Jibri's is being written").isEqualTo(1);
    Files.writeString(empty, "{\"meeting_url\": \"https://meet.example.org/tea\"}");

    assertThat(house.look(watch)).isEqualTo(1);

    assertThat(house.held())
        .extracting(RecordingsHouse.Held::title)
        .containsExactly(MEETING, "tea");
  }

  @Test
  void whatWasTakenInBeforeIsKnownToAnotherWatchWithoutBeingRead() throws IOException {
    Path film = house.put("film.mp4", Films.fixture("whole.mp4"));
    house.look(watch);
    assertThat(lookLater()).isEqualTo(1);
    // who read it would find other bytes, and take them in
    FileTime changed = Files.getLastModifiedTime(film);
    Files.write(film, new byte[Films.fixture("whole.mp4").length]);
    Files.setLastModifiedTime(film, changed);

    watch = house.watch();

    assertThat(house.look(watch)).isZero();
    assertThat(lookLater()).isZero();
    assertThat(house.films()).hasSize(1);
  }

  @Test
  void whatAnImportTookInIsNotTakenTwiceAndWhatIsMendedIsTakenBesideIt() throws IOException {
    byte[] whole = Films.fixture("whole.mp4");
    Path film = house.put("film.mp4", Arrays.copyOf(whole, whole.length / 2));
    house.run();
    house.look(watch);
    assertThat(lookLater()).isZero();
    Files.write(film, whole);
    assertThat(lookLater()).isZero();
    assertThat(lookLater()).isEqualTo(1);
    assertThat(house.films()).hasSize(2);
    assertThat(house.held()).hasSize(1);
  }

  @Test
  void aProblemIsToldOnceAndAFolderThatIsGoneMayComeBack() throws IOException {
    Path notes = house.put("notes.txt", "notes");
    house.look(watch);
    lookLater();
    Files.delete(notes);
    Files.delete(house.input);
    lookLater();
    lookLater();
    house.put("film.mp4", Films.fixture("whole.mp4"));
    lookLater();

    assertThat(lookLater()).isEqualTo(1);

    assertThat(house.told.skipped)
        .containsExactly(
            "notes.txt: not supported (expected: an mp4, m4v, mov or webm file)",
            house.input + ": is not there now (expected: a folder)");
  }

  @Test
  void itEndsAfterTheFilmThatIsBeingTakenInWhenItIsStopped() throws Exception {
    for (String name : new String[] {"a", "b"}) {
      house.put(name + "/film.mp4", Films.fixture("whole.mp4"));
      house.put(name + "/metadata.json", "{}");
    }
    Intake stopper =
        new Intake() {
          @Override
          public void progress(long done, long total, String what) {
            watch.stop();
          }

          @Override
          public void skipped(String file, long line, Problem problem) {
            house.told.skipped(file, line, problem);
          }
        };

    watch.stay(house.house.operator(), house.house.ada, house.input, stopper);

    assertThat(house.films()).hasSize(1);
    assertThat(house.told.skipped).isEmpty();
    watch = house.watch();
    assertThat(house.look(watch)).isEqualTo(1);
  }

  /** As a PostgreSQL that is started anew ends them. */
  private static void endConnections(Database other, String of) {
    other
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?", of));
  }

  private static boolean looked(Database other, String at) {
    return other
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT EXISTS (SELECT FROM pg_stat_activity
                                    WHERE datname = ? AND query LIKE '%FROM recorder_file%')
                    """)
                .bind(0, at)
                .mapTo(Boolean.class)
                .one());
  }

  @Test
  void aLookThatTheDatabaseBreaksOffIsFollowedByOthers() throws Exception {
    String name =
        house
            .house
            .database
            .jdbi()
            .withHandle(handle ->
                handle.createQuery("SELECT current_database()").mapTo(String.class).one());
    watch = house.watch(Duration.ofMillis(20));
    try (Database other = TestDatabase.fresh();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> staying =
          threads.submit(() -> {
            watch.stay(house.house.operator(), house.house.ada, house.input, house.told);
            return true;
          });
      // before its first look it prepares, and who watches is told at once if that fails
      Await.until("it has looked once", WITHIN, () -> looked(other, name));
      Await.until(
          "a look fails",
          WITHIN,
          () -> {
            endConnections(other, name);
            return house.told.skipped.stream().anyMatch(told -> told.contains("looked at now"));
          });
      house.put("jibri/film.mp4", Films.fixture("whole.mp4"));
      house.put("jibri/metadata.json", "{\"meeting_url\": \"https://meet.example.org/tea\"}");
      Await.until("the film is taken in", WITHIN, () -> !house.told.taken.isEmpty());
      watch.stop();
      staying.get(WITHIN.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(house.films()).singleElement().matches(recording -> recording.ready());
  }

  @Test
  void twoServersThatWatchTheSameFolderTakeEachFilmOnce() throws Exception {
    RecordingsWatch second = house.watch();
    for (int i = 0; i < 4; i++) {
      house.put("tea" + i + "/film.mp4", Films.fixture("whole.mp4"));
    }
    house.look(watch);
    house.look(second);
    house.house.clock.tick(PAUSE);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> looks =
          List.of(
              threads.submit(() -> house.look(watch)), threads.submit(() -> house.look(second)));
      for (Future<Integer> look : looks) {
        assertThat(look.get(WITHIN.toSeconds(), TimeUnit.SECONDS)).isBetween(0, 4);
      }
    }
    assertThat(lookLater() + house.look(second)).isZero();
    assertThat(house.films()).hasSize(4).allMatch(recording -> recording.ready());
  }

  @Test
  void whatIsNoFolderAndWhoMayNotAreRefused() {
    assertThatThrownBy(() ->
            watch.stay(
                house.house.operator(), house.house.ada, folder.resolve("nowhere"), house.told))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("expected: a folder");
    assertThatThrownBy(() ->
            watch.look(house.house.as(house.house.ben), house.house.ben, house.input, house.told))
        .isInstanceOf(RefusedException.class);
  }
}
