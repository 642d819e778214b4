package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reservations of several years, as they lay in one table, and what has become of them. */
final class MovedReservations {
  /** Of each reservation everything, however the columns are ordered and wherever they lie. */
  private static final String BEFORE =
      """
      SELECT (to_jsonb(v) || jsonb_build_object('starts_at', lower(period)))::text
        FROM reservation v ORDER BY id
      """;

  private static final String AFTER =
      """
      SELECT (to_jsonb(v)
              || jsonb_build_object('source_key', s.source_key, 'instead_of', s.instead_of))::text
        FROM reservation v JOIN reservation_slot s USING (id, organisation, room, starts_at, held)
       ORDER BY id
      """;

  private static final String STEPS =
      "SELECT concat_ws(' ', reservation, number, step, at) FROM reservation_step ORDER BY 1";

  private final Handle handle;
  private final List<String> rows;
  private final List<String> steps;

  /** In the tables of before. */
  MovedReservations(Handle handle) {
    this.handle = handle;
    handle.execute(
        """
        INSERT INTO room_level (id, organisation, depth, name, created_at)
        VALUES (md5('level')::uuid, 'main', 1, 'All', now())
        """);
    handle.execute(
        """
        INSERT INTO meeting_room (id, organisation, level, name, capacity, display_id,
                                  needs_approval, check_in, created_at)
        SELECT md5(name)::uuid, 'main', md5('level')::uuid, name, 4, name, false, 'NONE', now()
          FROM unnest(ARRAY['oak', 'elm']) AS name
        """);
    // every year one over New Year's Eve, every other one given back at once
    handle.execute(
        """
        INSERT INTO reservation (id, organisation, room, topic, reserver, reserver_name, department,
          guests_number, accepted_number, period, held, status, check_in_state, released_by,
          released_by_name, released_at, source_key, created_at)
        SELECT md5(year || room)::uuid, 'main', md5(room)::uuid, room || year, 'account:ada', 'Ada',
               '', 2, 1, tstzrange(at, at + interval '2 hours'),
               CASE WHEN given THEN 'empty'::tstzrange
                    ELSE tstzrange(at, at + interval '2 hours') END,
               CASE WHEN given THEN 'RELEASED_MANUALLY' ELSE 'BOOKED' END, 'NOT_NEEDED',
               CASE WHEN given THEN 'operator' END, CASE WHEN given THEN 'operator' END,
               CASE WHEN given THEN at - interval '1 day' END,
               CASE WHEN room = 'oak' THEN 'uid ' || year END, now()
          FROM generate_series(2001, 2040) AS year, unnest(ARRAY['oak', 'elm']) AS room,
               make_timestamptz(year, 12, 31, 23, 0, 0, 'UTC') AS at,
               LATERAL (SELECT room = 'elm' AND year % 2 = 0 AS given) AS odd
        """);
    handle.execute(
        """
        UPDATE reservation SET instead_of = md5('2020elm')::uuid WHERE id = md5('2024oak')::uuid
        """);
    handle.execute(
        """
        INSERT INTO reservation_step
        SELECT id, 1, 'BOOKED', lower(period) - interval '1 week', reserver, 'Ada' FROM reservation
        """);
    handle.execute(
        """
        INSERT INTO legal_hold (organisation, kind, subject, name, reason, placed_by, placed_at)
        VALUES ('main', 'MEETING_ROOM', md5('oak')::uuid::text, 'oak', 'case 7', 'operator', now())
        """);
    rows = texts(BEFORE);
    steps = texts(STEPS);
  }

  /** All there, with all that hangs on them, and kept as before. */
  void look() {
    assertThat(rows).hasSize(80);
    assertThat(texts(AFTER)).isEqualTo(rows);
    assertThat(texts(STEPS)).isEqualTo(steps);
    assertThat(texts("SELECT DISTINCT tableoid::regclass::text FROM reservation"))
        .contains("reservation_earlier", "reservation_later")
        .hasSizeGreaterThan(10);
    assertThat(
            texts(
                "SELECT 1 FROM reservation_step s JOIN reservation v USING (room)"
                    + " WHERE v.id = s.reservation"))
        .hasSize(80);
    refused("DELETE FROM reservation WHERE room = md5('elm')::uuid", "reservation_step");
    handle.execute("DELETE FROM reservation_step");
    refused("DELETE FROM reservation", "is held");
    refused(taking("oak", 2027), "reservation_no_double_booking");
    refused(taking("elm", 2027), "reservation_no_double_booking");
    handle.execute(taking("elm", 2028));
    assertThat(handle.execute("DELETE FROM reservation WHERE room = md5('elm')::uuid"))
        .isEqualTo(41);
    assertThat(texts("SELECT id::text FROM reservation_slot")).hasSize(40);
    assertThat(texts("SELECT id FROM gone WHERE kind = 'reservation'")).hasSize(41);
  }

  /** The first hour of the year after. */
  private static String taking(String room, int year) {
    return """
    INSERT INTO reservation (id, organisation, room, topic, reserver, reserver_name, department,
      guests_number, accepted_number, starts_at, period, held, status, check_in_state, created_at)
    SELECT gen_random_uuid(), organisation, room, topic, reserver, reserver_name, department,
           guests_number, accepted_number, at, span, span, 'BOOKED', check_in_state, created_at
      FROM reservation, make_timestamptz(%2$d, 1, 1, 0, 0, 0, 'UTC') AS at,
           tstzrange(at, at + interval '1 hour') AS span
     WHERE id = md5('%3$d%1$s')::uuid
    """
        .formatted(room, year + 1, year);
  }

  private void refused(String sql, String why) {
    assertThatThrownBy(() -> handle.execute(sql)).hasMessageContaining(why);
  }

  private List<String> texts(String sql) {
    return handle.createQuery(sql).mapTo(String.class).list();
  }
}
