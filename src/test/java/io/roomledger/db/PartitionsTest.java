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

  @Test
  void reservationsHaveTheirPartitionOfNextYearAndKeepTheirSlots() {
    int year = Integer.parseInt(parts("reservation").getLast().replaceAll(".* (\\d{4})-.*", "$1"));
    for (int at : new int[] {year - 1, year, year + 1}) {
      reservation(at + "-05-05 08:00Z");
    }
    assertThat(count("reservation_later")).isEqualTo(2);
    clock.set(Instant.parse((year - 1) + "-01-01T00:00:00Z"));
    partitions.prepare();
    assertThat(count("reservation_" + (year - 1))).isEqualTo(1);
    assertThat(count("reservation_" + year)).isEqualTo(1);
    assertThat(count("reservation_later")).isEqualTo(1);
    assertThat(count("gone")).isZero();
    assertThat(count("reservation v JOIN reservation_slot s USING (id, room, starts_at, held)"))
        .isEqualTo(3);
  }

  private void reservation(String from) {
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute(
              """
              INSERT INTO room_level (id, organisation, depth, name, created_at)
              VALUES (md5('l')::uuid, 'main', 1, 'All', now()) ON CONFLICT DO NOTHING
              """);
          handle.execute(
              """
              INSERT INTO meeting_room (id, organisation, level, name, capacity, display_id,
                                        needs_approval, check_in, created_at)
              VALUES (md5('r')::uuid, 'main', md5('l')::uuid, 'r', 4, 'r', false, 'NONE', now())
              ON CONFLICT DO NOTHING
              """);
          handle.execute(
              """
              INSERT INTO reservation (id, organisation, room, topic, reserver, reserver_name,
                department, guests_number, accepted_number, starts_at, period, held, status,
                check_in_state, created_at)
              SELECT md5(:at)::uuid, 'main', md5('r')::uuid, 'x', 'a', 'A', '', 1, 1, at, span, span,
                     'BOOKED', 'NOT_NEEDED', now()
                FROM CAST(:at AS timestamptz) AS at, tstzrange(at, at + interval '1 hour') AS span
              """
                  .replace(":at", "'" + from + "'"));
        });
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
    String all = plan(MESSAGES, "");
    assertThat(all).contains("Append").doesNotContain("Sort").doesNotContain("Merge");
    assertThat(all.lines().filter(line -> line.contains(" Scan ")))
        .hasSize(parts("chat_message").size());
    String one = plan(MESSAGES, "AND sent_at >= '2026-02-01Z' AND sent_at < '2026-03-01Z'");
    assertThat(one)
        .doesNotContain("Append")
        .doesNotContain("Sort")
        .contains("room_id_sent_at_id_idx");
  }

  @Test
  void reservationsOfARoomOrOfAllAreReadInOrderWithoutSorting() {
    reservation("2020-05-05 08:00Z");
    reservation("2026-05-05 08:00Z");
    for (String whose : List.of("room = md5('r')::uuid", "organisation = 'main'")) {
      String reservations =
          "SELECT id FROM reservation WHERE " + whose + " %s ORDER BY starts_at, id";
      String all = plan(reservations, "");
      assertThat(all).contains("Append").doesNotContain("Sort").doesNotContain("Merge");
      assertThat(all.lines().filter(line -> line.contains(" Scan ")))
          .hasSize(parts("reservation").size());
      String one =
          plan(reservations, "AND starts_at >= '1999-02-01Z' AND starts_at < '1999-03-01Z'");
      assertThat(one).doesNotContain("Append").doesNotContain("Sort").contains("starts_at_id_idx");
    }
  }

  private static final String MESSAGES =
      "SELECT id FROM chat_message WHERE room_id = 'r' AND deleted_at IS NULL %s ORDER BY sent_at,"
          + " id";

  private String plan(String query, String narrowed) {
    return database
        .jdbi()
        .inTransaction(handle -> {
          handle.execute("SET LOCAL enable_sort = off");
          handle.execute("SET LOCAL enable_seqscan = off");
          return String.join(
              "\n",
              handle
                  .createQuery("EXPLAIN " + query.formatted(narrowed))
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
