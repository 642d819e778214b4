package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.SettableClock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That there always is a piece for what comes next. */
class PartitionsTest {
  private final Database database = TestDatabase.fresh();
  private final SettableClock clock = SettableClock.atNoon();
  private final Partitions partitions = new Partitions(database, clock);

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void theAuditLogHasItsNextPartitionHalfAMillionRowsAhead() {
    partitions.prepare();
    assertThat(parts("audit")).containsExactly("audit_earlier -1000001", "audit_later 1000001-");
    auditRow(500_001);
    partitions.prepare();
    partitions.prepare();
    assertThat(parts("audit"))
        .containsExactly(
            "audit_earlier -1000001", "audit_1000001 1000001-2000001", "audit_later 2000001-");
    // nobody looked for long
    auditRow(3_999_999);
    partitions.prepare();
    assertThat(parts("audit"))
        .endsWith(
            "audit_2000001 2000001-4000001",
            "audit_4000001 4000001-5000001",
            "audit_later 5000001-");
    assertThat(count("audit_2000001")).isEqualTo(1);
    assertThat(count("audit")).isEqualTo(2);
  }

  @Test
  void messagesHaveTheirPartitionOfNextYearAndWhatCameBeforeItMovesThere() {
    int year = Integer.parseInt(parts("chat_message").getLast().replaceAll(".* (\\d{4})-.*", "$1"));
    clock.set(Instant.parse((year - 2) + "-06-01T00:00:00Z"));
    List<String> before = parts("chat_message");
    partitions.prepare();
    assertThat(parts("chat_message")).isEqualTo(before);
    for (int at : new int[] {year, year + 1, year + 30}) {
      message("m" + at, at + "-05-05Z");
    }
    clock.set(Instant.parse((year - 1) + "-01-01T00:00:00Z"));
    partitions.prepare();
    assertThat(parts("chat_message")).hasSize(before.size() + 1);
    assertThat(count("chat_message_" + year)).isEqualTo(1);
    assertThat(count("chat_message_later")).isEqualTo(2);
    clock.set(Instant.parse((year + 1) + "-01-01T00:00:00Z"));
    partitions.prepare();
    assertThat(count("chat_message_" + (year + 1))).isEqualTo(1);
    assertThat(count("chat_message_later")).isEqualTo(1);
    assertThat(count("chat_message")).isEqualTo(3);
    assertThat(count("gone")).isZero();
  }

  private void message(String id, String sentAt) {
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute(
              """
              INSERT INTO chat_room (id, organisation, kind, name, created_at)
              VALUES ('r', 'main', 'c', 'r', now()) ON CONFLICT DO NOTHING
              """);
          handle.execute(
              """
              INSERT INTO chat_message (id, room_id, sent_at, text)
              VALUES (?, 'r', CAST(? AS timestamptz), 'x')
              """,
              id,
              sentAt);
        });
  }

  /**
   * The plan has no sort: the order is that of the index of each partition, one after the other.
   */
  @Test
  void aRoomIsReadInOrderWithoutSorting() {
    message("a", "2020-05-05Z");
    message("b", "2026-05-05Z");
    String all = plan("");
    assertThat(all).contains("Append").doesNotContain("Sort").doesNotContain("Merge");
    assertThat(all.lines().filter(line -> line.contains(" Scan ")))
        .hasSize(parts("chat_message").size());
    String one = plan("AND sent_at >= '2026-02-01Z' AND sent_at < '2026-03-01Z'");
    assertThat(one)
        .doesNotContain("Append")
        .doesNotContain("Sort")
        .contains("room_id_sent_at_id_idx");
  }

  private String plan(String narrowed) {
    return database
        .jdbi()
        .inTransaction(handle -> {
          handle.execute("SET LOCAL enable_sort = off");
          handle.execute("SET LOCAL enable_seqscan = off");
          return String.join(
              "\n",
              handle
                  .createQuery(
                      "EXPLAIN SELECT id FROM chat_message WHERE room_id = 'r' AND deleted_at IS"
                          + " NULL "
                          + narrowed
                          + " ORDER BY sent_at, id")
                  .mapTo(String.class)
                  .list());
        });
  }

  @Test
  void aTableThatSomebodyReadsIsLeftUntilTheNextTime() {
    auditRow(500_001);
    try (Handle reader = database.jdbi().open()) {
      reader.begin();
      reader.execute("LOCK TABLE audit IN ACCESS SHARE MODE");
      partitions.prepare();
      assertThat(parts("audit")).hasSize(2);
      reader.commit();
    }
    partitions.prepare();
    assertThat(parts("audit")).hasSize(3);
  }

  private void auditRow(long id) {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                INSERT INTO audit SELECT ?, now(), 'main', 'operator', 'local', 'a', 'b', '{}',
                                         sha256('x'), sha256('y')
                """,
                id));
  }

  private List<String> parts(String table) {
    return database
        .jdbi()
        .withHandle(handle ->
            Partitions.of(handle, table).stream()
                .map(it -> it.name() + " " + it.from().orElse("") + "-" + it.to().orElse(""))
                .toList());
  }

  private long count(String table) {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }
}
