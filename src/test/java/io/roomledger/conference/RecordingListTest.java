package io.roomledger.conference;

import static io.roomledger.conference.ConferenceHouse.CONFERENCE;
import static io.roomledger.conference.ConferenceHouse.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingListTest {
  private static final String OTHER = "607452e01401526ee39609e2";

  @TempDir Path folder;
  private ConferenceHouse house;

  @BeforeEach
  void open() {
    house = new ConferenceHouse(folder);
    house.conference(CONFERENCE);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private RecordingList list(boolean attendeesWatch) {
    return new RecordingList(
        house.database,
        house.accounts,
        new RecordingSettings("cn-shenzhen", attendeesWatch, Duration.ofHours(2)),
        house.clock);
  }

  private List<ListedRecording> all(Caller caller, RecordingQuery.Filter filter, int limit) {
    List<ListedRecording> all = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<ListedRecording> page =
          list(false).page(caller, new RecordingQuery(Period.ALWAYS, filter, after, limit));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page.items());
      after = page.next();
    } while (after.isPresent());
    return all;
  }

  private static RecordingQuery.Filter filter(
      @Nullable String person, @Nullable String title, @Nullable RecordingState state) {
    return new RecordingQuery.Filter(
        Optional.ofNullable(person), Optional.ofNullable(title), Optional.ofNullable(state));
  }

  private Recording recording(String conference, Account owner, String title, int minute) {
    Recording.Take take =
        new Recording.Take(
            START.plusSeconds(60L * minute),
            START.plusSeconds(60L * minute + 30),
            Optional.of(Duration.ofSeconds(30)),
            RecordingKind.ORDINARY,
            Recording.Clockwork.RECORDER);
    return house.add(
        conference,
        new RecordingDraft(
            title, owner.id(), take, "video/mp4", new Recording.Ready(), Optional.empty()),
        title + minute);
  }

  @Test
  void pagesByKeyShowEveryRecordingOnceTheNewestFirst() {
    for (int minute = 0; minute < 25; minute++) {
      // several begin at once
      recording(CONFERENCE, house.ada, "r" + minute, minute / 3);
    }
    for (int limit : new int[] {1, 3, 7, 25, 100}) {
      List<ListedRecording> found = all(house.as(house.boss), RecordingQuery.Filter.NONE, limit);
      assertThat(found).extracting(ListedRecording::title).hasSize(25).doesNotHaveDuplicates();
      assertThat(found)
          .extracting(ListedRecording::startedAt)
          .isSortedAccordingTo(java.util.Comparator.reverseOrder());
      assertThat(all(house.as(house.ada), RecordingQuery.Filter.NONE, limit)).isEqualTo(found);
    }
  }

  /** What the triggers keep is what asking everything afresh finds, whatever happens in between. */
  @Test
  void whoHadAPartIsKeptAsThingsChange() {
    house.conference(OTHER);
    recording(OTHER, house.ada, "one", 1);
    member(house.cem, ConferenceMember.Role.ATTENDEE);
    recording(OTHER, house.ben, "two", 2);
    assertParts();
    member(house.cem, ConferenceMember.Role.CO_HOST);
    recording(OTHER, house.cem, "three", 3);
    assertParts();
    member(house.cem, ConferenceMember.Role.ATTENDEE);
    assertParts();
    change("UPDATE recording SET owner = '" + house.boss.id() + "' WHERE title = 'two'");
    change("UPDATE recording SET started_at = started_at - interval '1 hour', title = 'three'");
    assertParts();
    change("DELETE FROM conference_member WHERE account = '" + house.cem.id() + "'");
    assertParts();
    change("UPDATE conference_member SET muted = true");
    assertParts();
  }

  private void change(String sql) {
    house.database.jdbi().useHandle(handle -> handle.execute(sql));
  }

  private void assertParts() {
    String afresh =
        """
        SELECT r.id || p.account || bool_or(p.runs) || r.started_at
          FROM recording r
          JOIN (SELECT conference, account, role <> 'ATTENDEE' AS runs FROM conference_member
                UNION ALL SELECT id, creator, true FROM conference
                UNION ALL SELECT conference, owner, true FROM recording) p
            ON p.conference = r.conference
         GROUP BY r.id, p.account, r.started_at
        """;
    String kept = "SELECT recording || account || runs || started_at FROM recording_person";
    house
        .database
        .jdbi()
        .useHandle(handle ->
            assertThat(handle.createQuery(kept).mapTo(String.class).list())
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                    handle.createQuery(afresh).mapTo(String.class).list()));
  }

  @Test
  void everybodySeesTheirOwnAndNobodyAnotherOrganisations() {
    recording(CONFERENCE, house.ben, "one", 1);
    house.conference(OTHER);
    recording(OTHER, house.ada, "two", 2);
    assertThat(titles(house.as(house.boss))).containsExactly("two", "one");
    assertThat(titles(house.operator())).containsExactly("two", "one");
    assertThat(titles(house.program("far"))).isEmpty();
    assertThat(titles(house.as(house.ada))).containsExactly("two", "one");
    assertThat(titles(house.as(house.ben))).containsExactly("one");
    assertThat(titles(house.as(house.cem))).isEmpty();
    assertThat(titles(house.as(house.stranger))).isEmpty();

    member(house.cem, ConferenceMember.Role.ATTENDEE);
    assertThat(titles(house.as(house.cem))).isEmpty();
    assertThat(page(list(true), house.as(house.cem))).containsExactly("two");
    member(house.cem, ConferenceMember.Role.CO_HOST);
    assertThat(titles(house.as(house.cem))).containsExactly("two");
    member(house.cem, ConferenceMember.Role.ATTENDEE);
    assertThat(titles(house.as(house.cem))).isEmpty();
    house.database.jdbi().useHandle(handle -> handle.execute("DELETE FROM conference_member"));
    assertThat(page(list(true), house.as(house.cem))).isEmpty();
  }

  private void member(Account account, ConferenceMember.Role role) {
    house
        .conferences()
        .addMember(
            house.operator(),
            OTHER,
            new ConferenceMember(account.id(), role, Optional.empty(), Optional.empty()));
  }

  private List<String> titles(Caller caller) {
    return page(list(false), caller);
  }

  private static List<String> page(RecordingList list, Caller caller) {
    return list
        .page(
            caller,
            new RecordingQuery(Period.ALWAYS, RecordingQuery.Filter.NONE, Optional.empty(), 100))
        .items()
        .stream()
        .map(ListedRecording::title)
        .toList();
  }

  @Test
  void itIsFilteredByTimePersonTitleAndState() {
    recording(CONFERENCE, house.ben, "Budget", 1);
    house.damaged(CONFERENCE, house.ada);
    house.conference(OTHER);
    recording(OTHER, house.cem, "Holidays", 5);
    Caller boss = house.as(house.boss);
    assertThat(all(boss, filter("cem", null, null), 10))
        .extracting(ListedRecording::title)
        .containsExactly("Holidays");
    assertThat(all(house.as(house.ben), filter("ada", null, null), 10))
        .extracting(ListedRecording::title)
        .containsExactly("Budget", "Stand-up");
    assertThat(all(boss, filter(null, "hOLI", null), 10)).hasSize(1);
    assertThat(all(boss, filter(null, "100%", null), 10)).isEmpty();
    assertThat(all(boss, filter(null, null, RecordingState.DAMAGED), 10))
        .extracting(listed -> listed.progress().reason())
        .containsExactly(Optional.of("cut off"));
    assertThat(all(boss, filter(null, null, RecordingState.READY), 1)).hasSize(2);
    Period early = new Period(START, START.plusSeconds(61));
    assertThat(
            list(false)
                .page(
                    boss,
                    new RecordingQuery(early, RecordingQuery.Filter.NONE, Optional.empty(), 10))
                .items())
        .extracting(ListedRecording::title)
        .containsExactly("Budget", "Stand-up");
    assertThatThrownBy(() -> all(boss, filter("nobody", null, null), 10))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() ->
            new RecordingQuery(Period.ALWAYS, RecordingQuery.Filter.NONE, Optional.empty(), 501))
        .isInstanceOf(RefusedException.class);
    for (String key : List.of("", "x", "AAAA", "!")) {
      assertThatThrownBy(() ->
              list(false)
                  .page(
                      boss,
                      new RecordingQuery(
                          Period.ALWAYS, RecordingQuery.Filter.NONE, Optional.of(key), 1)))
          .as(key)
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void whatIsOnItsWayAndWhatFailedIsThereToo() {
    recording(CONFERENCE, house.ada, "whole", 10);
    execute(
        "INSERT INTO recorder_run (conference, started_by, started_at, picture)"
            + " VALUES (?, ?, ?::timestamptz, 'GRID')",
        CONFERENCE,
        house.ada.id(),
        START.plusSeconds(3600).toString());
    Caller ada = house.as(house.ada);
    assertThat(states(ada)).containsExactly(RecordingState.IN_PROGRESS, RecordingState.READY);
    execute("UPDATE recorder_run SET stopped_at = started_at + interval '10 minutes'");
    house.clock.set(START.plusSeconds(7200));
    assertThat(states(ada)).containsExactly(RecordingState.IN_PROGRESS, RecordingState.READY);
    house.clock.tick(Duration.ofDays(2));
    assertThat(all(ada, filter(null, null, RecordingState.FAILED), 10))
        .extracting(listed -> listed.progress().reason().orElse(""))
        .containsExactly("the recorder stopped, and no file came");
    assertThat(states(house.as(house.ben))).isEmpty();

    recording(CONFERENCE, house.ada, "late", 65);
    assertThat(states(ada)).containsExactly(RecordingState.READY, RecordingState.READY);
  }

  private List<RecordingState> states(Caller caller) {
    return all(caller, RecordingQuery.Filter.NONE, 1).stream()
        .map(listed -> listed.progress().state())
        .toList();
  }

  private void execute(String sql, Object... values) {
    house.database.jdbi().useHandle(handle -> handle.execute(sql, values));
  }

  /** Page 1 and page 10,000: the same rows are touched, whatever came before. */
  @Test
  void aPageTouchesAsManyRowsWhereverItIs() {
    execute(
        """
        INSERT INTO recording (id, conference, title, owner, started_at, ended_at, duration_ms,
          kind, timed_by, size, media_type, region, store_key, sha256, added_at)
        SELECT gen_random_uuid(), ?, 'r' || i, ?, timestamptz '2020-01-01' + i * interval '1 minute',
               timestamptz '2020-01-01' + (i + 1) * interval '1 minute', 60000, 'ORDINARY',
               'RECORDER', 1, 'video/mp4', 'x', 'k' || i, 'x', now()
          FROM generate_series(1, 20000) i
        """,
        CONFERENCE,
        house.ada.id());
    execute("ANALYZE");
    for (String column : List.of("organisation = 'main'", "account = '" + house.ada.id() + "'")) {
      boolean own = column.startsWith("account");
      String id = own ? "recording" : "id";
      String sql =
          "EXPLAIN (ANALYZE, TIMING off, COSTS off) SELECT started_at, "
              + id
              + " FROM "
              + (own ? "recording_person" : "recording")
              + " WHERE "
              + column
              + " AND (started_at, "
              + id
              + ") < ('%s', 'ffffffff-ffff-ffff-ffff-ffffffffffff')"
              + " ORDER BY started_at DESC, "
              + id
              + " DESC LIMIT 51";
      for (String at : List.of("9999-01-01", "2020-01-02")) {
        String plan = String.join("\n", explain(sql.formatted(at)));
        assertThat(plan).contains("Index").doesNotContain("Sort").doesNotContain("Removed");
        assertThat(plan).contains("actual rows=51");
      }
    }
  }

  private List<String> explain(String sql) {
    return house
        .database
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }
}
