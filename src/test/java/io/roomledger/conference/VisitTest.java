package io.roomledger.conference;

import static io.roomledger.conference.ConferenceHouse.CONFERENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.db.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands on a recording of its conference is what stands on the conference. */
class VisitTest {
  private static final String OTHER = "607452e01401526ee39609e2";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private ConferenceHouse house;

  @BeforeEach
  void open() {
    house = new ConferenceHouse(folder);
    house.conference(CONFERENCE);
    house.conference(OTHER);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private List<String> differences() {
    return house
        .database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT r.title FROM recording r JOIN conference c ON c.id = r.conference
                     WHERE (r.organisation, r.creator, r.session, r.closed)
                           IS DISTINCT FROM
                           (c.organisation, c.creator, c.recording_session, c.closed_at IS NOT NULL)
                    """)
                .mapTo(String.class)
                .list());
  }

  private void execute(String sql, Object... values) {
    house.database.jdbi().useTransaction(handle -> handle.execute(sql, values));
    assertThat(differences()).as(sql).isEmpty();
  }

  private Visit visit(String conference) {
    return Visit.find(house.database, conference).orElseThrow();
  }

  @Test
  void whatChangesOfAConferenceChangesOnItsRecordings() {
    Recording first = house.recording(CONFERENCE, house.ada, "first");
    house.recording(OTHER, house.ben, "second");
    assertThat(differences()).isEmpty();

    execute("UPDATE conference SET creator = ? WHERE id = ?", house.ben.id(), CONFERENCE);
    assertThat(visit(CONFERENCE).creator()).isEqualTo(house.ben.id());
    assertThat(visit(OTHER).creator()).isEqualTo(house.ada.id());

    String session = "2".repeat(22);
    execute("UPDATE conference SET recording_session = ? WHERE id = ?", session, OTHER);
    assertThat(visit(OTHER).sights().getFirst().session()).isEqualTo(session);

    execute("UPDATE recording SET conference = ? WHERE id = ?", OTHER, first.id());
    assertThat(visit(OTHER).sights()).hasSize(2);
    assertThat(visit(CONFERENCE).sights()).isEmpty();

    house.conferences().close(house.operator(), OTHER);
    assertThat(differences()).isEmpty();
    assertThat(visit(OTHER).closed()).isTrue();
    execute("UPDATE conference SET closed_at = NULL WHERE id = ?", OTHER);
    assertThat(visit(OTHER).closed()).isFalse();
  }

  @Test
  void severalChangesInOneTransactionAreAllThere() {
    house.recording(CONFERENCE, house.ada, "first");
    house
        .database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute("UPDATE recording SET title = 'another'");
          handle.execute("UPDATE conference SET creator = ?", house.ben.id());
          handle.execute("UPDATE conference SET closed_at = now()");
        });
    assertThat(differences()).isEmpty();
    assertThat(visit(CONFERENCE).closed()).isTrue();
  }

  @Test
  void aConferenceWithoutRecordingsTellsTheSame() {
    house.conferences().close(house.operator(), CONFERENCE);
    assertThat(visit(CONFERENCE))
        .isEqualTo(new Visit(CONFERENCE, "main", house.ada.id(), true, List.of()));
    assertThat(Visit.find(house.database, "607452e01401526ee39609ff")).isEmpty();
  }

  @Test
  void aRecordingThatComesInWhileItsConferenceIsClosedIsClosedToo() {
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor();
        Handle closing = house.database.jdbi().open()) {
      closing.begin();
      closing.execute("UPDATE conference SET closed_at = now() WHERE id = ?", CONFERENCE);
      CompletableFuture<Recording> coming =
          CompletableFuture.supplyAsync(
              () -> house.recording(CONFERENCE, house.ada, "late"), other);
      Await.until("the recording waits for the conference", LIMIT, this::somebodyWaits);
      closing.commit();
      coming.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
    assertThat(differences()).isEmpty();
    assertThat(visit(CONFERENCE).closed()).isTrue();
    assertThat(visit(CONFERENCE).sights()).hasSize(1);
  }

  /** Asked outside of any transaction: within one, the answer would stay what it first was. */
  private boolean somebodyWaits() {
    return house
        .database
        .jdbi()
        .withHandle(asking ->
            asking
                    .createQuery(
                        """
                        SELECT count(*) FROM pg_stat_activity
                         WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """)
                    .mapTo(Integer.class)
                    .one()
                > 0);
  }
}
