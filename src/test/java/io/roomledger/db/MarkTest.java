package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What the tables tell of what changed since a moment; doors and exports build on it. */
@TestInstance(Lifecycle.PER_CLASS)
class MarkTest {
  private final Database database = TestDatabase.fresh();

  @AfterAll
  void close() {
    database.close();
  }

  @BeforeEach
  void empty() {
    run("DELETE FROM chat_room");
    run("TRUNCATE gone");
    run(
        "INSERT INTO chat_room (id, organisation, kind, name, created_at)"
            + " VALUES ('room', 'main', 'c', 'room', now())");
  }

  @Test
  void nothingHasChangedSinceNow() {
    message("one");
    assertThat(since(mark())).isEmpty();
  }

  @Test
  void whatIsAddedOrChangedIsWrittenSince() {
    message("old");
    message("edited");
    Mark mark = mark();
    message("new");
    run("UPDATE chat_message SET text = 'other' WHERE id = 'edited'");
    assertThat(since(mark)).containsExactly("edited", "new");
    assertThat(addedSince(mark)).containsExactly("new");
  }

  @Test
  void whoBeganBeforeAndCommittedAfterIsNotForgotten() {
    message("edited");
    try (Handle slow = database.jdbi().open()) {
      slow.begin();
      slow.execute("UPDATE chat_message SET text = 'slow' WHERE id = 'edited'");
      insert(slow, "slow");
      message("fast");
      Mark mark = mark();
      assertThat(since(mark)).isEmpty();
      slow.commit();
      assertThat(since(mark)).containsExactly("edited", "slow");
    }
  }

  @Test
  void aTransactionThatFailedHasChangedNothing() {
    message("one");
    Mark mark = mark();
    try (Handle failing = database.jdbi().open()) {
      failing.begin();
      failing.execute("UPDATE chat_message SET text = 'no' WHERE id = 'one'");
      failing.rollback();
    }
    assertThat(since(mark)).isEmpty();
  }

  @Test
  void whatCameAndWasChangedSinceIsNew() {
    Mark mark = mark();
    message("one");
    run("UPDATE chat_message SET text = 'other' WHERE id = 'one'");
    run("UPDATE chat_message SET text = 'third' WHERE id = 'one'");
    assertThat(addedSince(mark)).containsExactly("one");
  }

  @Test
  void aMessageIsChangedWithItsFiles() {
    message("one");
    Mark mark = mark();
    run(file("f1", "one"));
    assertThat(since(mark)).containsExactly("one");
    mark = mark();
    run("UPDATE chat_file SET description = 'a cat' WHERE id = 'f1'");
    assertThat(since(mark)).containsExactly("one");
    mark = mark();
    run("INSERT INTO chat_picture VALUES ('f1', 1, 1, '', '', '', 0, 0, 0)");
    assertThat(since(mark)).containsExactly("one");
    mark = mark();
    run("DELETE FROM chat_file WHERE id = 'f1'");
    assertThat(since(mark)).containsExactly("one");
  }

  @Test
  void filesThatComeWithTheirMessageWriteItOnce() {
    database
        .jdbi()
        .useTransaction(handle -> {
          insert(handle, "one");
          handle.execute(file("f2", "one"));
        });
    assertThat(strings("SELECT id FROM chat_message WHERE added IS NULL")).containsExactly("one");
  }

  @Test
  void ofADeletedRoomStaysThatItsMessagesWereThere() {
    message("one");
    message("buried");
    run("UPDATE chat_message SET deleted_at = now() WHERE id = 'buried'");
    Mark mark = mark();
    run("DELETE FROM chat_room WHERE id = 'room'");
    assertThat(
            strings("SELECT id FROM gone WHERE " + mark.since("changed") + " AND scope = 'room'"))
        .containsExactly("one");
    assertThat(strings("SELECT id FROM gone WHERE " + mark.before("added") + " ORDER BY id"))
        .containsExactly("buried", "one");
  }

  @Test
  void aConferenceIsChangedWithItsPeopleAndItsRecordingsWithIt() {
    run(
        "INSERT INTO account (id, organisation, username, name, created_at)"
            + " VALUES ('ann', 'main', 'ann', 'Ann', now()) ON CONFLICT DO NOTHING");
    run(
        "INSERT INTO conference (id, organisation, title, creator, started_at, recording_session)"
            + " VALUES (repeat('a', 24), 'main', 'Standup', 'ann', now(), repeat('1', 20))");
    Mark mark = mark();
    run(
        "INSERT INTO conference_member (conference, account, role)"
            + " VALUES (repeat('a', 24), 'ann', 'HOST')");
    String changed = "SELECT title FROM %s WHERE %s";
    assertThat(strings(changed.formatted("conference", mark.since("changed"))))
        .containsExactly("Standup");
    run(
        "INSERT INTO recording (id, conference, title, owner, started_at, ended_at, duration_ms,"
            + " kind, timed_by, size, media_type, region, store_key, sha256, added_at)"
            + " VALUES (gen_random_uuid(), repeat('a', 24), 'Film', 'ann', now(), now(), 1,"
            + " 'ORDINARY', 'FILE', 1, 'video/mp4', '', 'k', 's', now())");
    mark = mark();
    run("UPDATE recording SET links_ended = links_ended + 1");
    assertThat(strings(changed.formatted("recording", mark.since("changed")))).isEmpty();
    run("UPDATE conference SET closed_at = now()");
    assertThat(strings(changed.formatted("recording", mark.since("changed"))))
        .containsExactly("Film");
    run("DELETE FROM recording");
    assertThat(strings("SELECT kind FROM gone")).containsExactly("recording");
  }

  @Test
  void aDatabaseThatWasFilledFromADumpBeginsAnew() {
    message("one");
    run("UPDATE chat_message SET changed = '99999999999'");
    Mark before = mark();
    assertThat(here(before)).isTrue();
    run("UPDATE marked_system SET system = 'another'");
    assertThat(strings("SELECT marks_of_this_system()::text")).containsExactly("true");
    assertThat(strings("SELECT marks_of_this_system()::text")).containsExactly("false");
    assertThat(since(mark())).isEmpty();
    Mark mark = mark();
    run("UPDATE chat_message SET text = 'other'");
    assertThat(since(mark)).containsExactly("one");
    assertThat(here(new Mark("another", mark.snapshot()))).isFalse();
  }

  private void message(String id) {
    database.jdbi().useHandle(handle -> insert(handle, id));
  }

  private static void insert(Handle handle, String id) {
    handle.execute(
        "INSERT INTO chat_message (id, room_id, sent_at, text) VALUES (?, 'room', now(), 'hello')",
        id);
  }

  private static String file(String id, String message) {
    return "INSERT INTO chat_file (id, message_id, position, name, media_type, size, store_key,"
        + " missing) VALUES ('%s', '%s', 0, 'n', 't', 1, 'key', '')".formatted(id, message);
  }

  private Mark mark() {
    return database.jdbi().withHandle(Mark::of);
  }

  private boolean here(Mark mark) {
    return database.jdbi().withHandle(mark::isOf);
  }

  private List<String> since(Mark mark) {
    return strings("SELECT id FROM chat_message WHERE " + mark.since("changed") + " ORDER BY id");
  }

  private List<String> addedSince(Mark mark) {
    return strings(
        "SELECT id FROM chat_message WHERE NOT "
            + mark.before("coalesce(added, changed)")
            + " ORDER BY id");
  }

  private List<String> strings(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  private void run(String sql) {
    int _ = database.jdbi().<Integer, RuntimeException>withHandle(handle -> handle.execute(sql));
  }
}
