package io.roomledger.conference;

import io.roomledger.conference.HeldConference.Attending;
import io.roomledger.db.Sql;
import io.roomledger.export.Base;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The SQL of lists of what was held and who was there. */
final class HeldRows {
  private static final int FETCH = 500;

  /** From the id's random half, so that it stays the same. */
  private static final String NUMBER =
      "(100000000 + (('x' || right(c.id, 15))::bit(60)::bigint % 900000000))::text";

  /** Who was asked to come and did not was not there. */
  private static final String CAME = "(p.joined_at IS NOT NULL OR p.invited_at IS NULL)";

  private static final String HELD =
      """
        FROM conference c JOIN account a ON a.id = c.creator
       WHERE c.organisation = :organisation
         AND c.started_at >= :from AND c.started_at < :to
         AND (c.ended_at IS NOT NULL) = :ended
         AND (:anybody OR EXISTS (SELECT FROM conference_member w
                                   WHERE w.conference = c.id AND w.account = ANY (:people)
                                     AND (w.joined_at IS NOT NULL OR w.invited_at IS NULL)))
         AND NOT EXISTS (SELECT FROM unnest(:words) AS word
                          WHERE strpos(lower(c.title), lower(word)) = 0)
         AND (CAST(:number AS text) IS NULL OR %s = :number)
         AND (CAST(:participant AS text) IS NULL
           OR EXISTS (SELECT FROM conference_member p
                       WHERE p.conference = c.id AND p.account = :participant AND %s))
      """
          .formatted(NUMBER, CAME);

  private static final String CONFERENCES =
      """
      SELECT c.id, %s AS number, c.title, c.started_at, c.ended_at,
             a.id AS account, a.name, a.department, a.email,
             (SELECT count(*) FROM conference_member p WHERE p.conference = c.id AND %s)
               AS participants,
             EXISTS (SELECT FROM recording r WHERE r.conference = c.id) AS recorded
      """
          .formatted(NUMBER, CAME);

  private static final String PEOPLE =
      """
        FROM conference c
        JOIN conference_member p ON p.conference = c.id
        JOIN account a ON a.id = p.account
       WHERE c.organisation = :organisation
         AND c.started_at >= :from AND c.started_at < :to
         AND (c.ended_at IS NOT NULL) = :ended
         AND (:anybody OR EXISTS (SELECT FROM conference_member w
                                   WHERE w.conference = c.id AND w.account = ANY (:people)
                                     AND (w.joined_at IS NOT NULL OR w.invited_at IS NULL)))
         AND NOT EXISTS (SELECT FROM unnest(:words) AS word
                          WHERE strpos(lower(c.title), lower(word)) = 0)
         AND (CAST(:number AS text) IS NULL OR %s = :number)
         AND (CAST(:participant AS text) IS NULL OR p.account = :participant)
         AND %s
      """
          .formatted(NUMBER, CAME);

  private static final String PARTICIPATIONS =
      """
      SELECT c.id, c.started_at, p.joined_at, p.left_at, p.removed_at,
             a.id AS account, a.name, a.department, a.email
      """;

  /** When somebody came, then which; as {@link Participation#at} and {@link Participation#id}. */
  private static final String PERSON_KEY =
      "coalesce(p.joined_at, c.started_at), c.id || ':' || p.account COLLATE \"C\"";

  private HeldRows() {}

  static long countConferences(Handle handle, HeldFilter filter) {
    return query(handle, filter, "SELECT count(*)" + HELD).mapTo(Long.class).one();
  }

  static ResultIterator<HeldConference> conferences(Handle handle, HeldFilter filter) {
    return query(handle, filter, CONFERENCES + HELD + " ORDER BY c.started_at, c.id")
        .setFetchSize(FETCH)
        .map((row, context) -> conference(row))
        .iterator();
  }

  /** One that changed since an earlier export, and whether it is new to it or edited. */
  record Altered(HeldConference held, String word) {}

  static long countAltered(Handle handle, HeldFilter filter, Base base) {
    return query(handle, filter, "SELECT count(*)" + HELD + altered(base)).mapTo(Long.class).one();
  }

  static ResultIterator<Altered> altered(Handle handle, HeldFilter filter, Base base) {
    String word =
        "CASE WHEN c.id IN (%s) THEN 'new' ELSE %s END AS word"
            .formatted(Sql.listed(base.scope()), base.word("c", "conference"));
    return query(
            handle,
            filter,
            CONFERENCES + ", " + word + HELD + altered(base) + " ORDER BY c.started_at, c.id")
        .setFetchSize(FETCH)
        .map((row, context) -> new Altered(conference(row), row.getString("word")))
        .iterator();
  }

  private static String altered(Base base) {
    return " AND " + base.mark().since("c.changed");
  }

  /** Those that were deleted since, but for those that went on then. */
  static List<Base.Gone> gone(Handle handle, HeldFilter filter, Base base) {
    String which = "scope = " + Sql.coded(filter.organisation());
    String met = base.scope().isEmpty() ? "" : " AND id NOT IN (" + Sql.listed(base.scope()) + ")";
    return base.gone(handle, "conference", filter.began(), which + met);
  }

  /** The ids of those of that period that go on. */
  static List<String> goingOn(Handle handle, HeldFilter filter) {
    return handle
        .createQuery(
            """
            SELECT id FROM conference
             WHERE organisation = :organisation AND ended_at IS NULL
               AND started_at >= :from AND started_at < :to
            """)
        .bind("organisation", filter.organisation())
        .bind("from", filter.began().from())
        .bind("to", filter.began().to())
        .mapTo(String.class)
        .list();
  }

  /** Those after that one. */
  static List<HeldConference> conferences(
      Handle handle, HeldFilter filter, Optional<String> after, int size) {
    return query(
            handle,
            filter,
            CONFERENCES
                + HELD
                + """
                  AND (CAST(:after AS text) IS NULL
                    OR (c.started_at, c.id) > (SELECT o.started_at, o.id FROM conference o
                                                WHERE o.id = :after))
                ORDER BY c.started_at, c.id LIMIT :size
                """)
        .bindByType("after", after.orElse(null), String.class)
        .bind("size", size)
        .map((row, context) -> conference(row))
        .list();
  }

  static long countPeople(Handle handle, HeldFilter filter) {
    return query(handle, filter, "SELECT count(*)" + PEOPLE).mapTo(Long.class).one();
  }

  static ResultIterator<Participation> people(Handle handle, HeldFilter filter) {
    return query(handle, filter, PARTICIPATIONS + PEOPLE + " ORDER BY " + PERSON_KEY)
        .setFetchSize(FETCH)
        .map((row, context) -> participation(row))
        .iterator();
  }

  /** Those after the one of that id. */
  static List<Participation> people(
      Handle handle, HeldFilter filter, Optional<String> after, int size) {
    return query(
            handle,
            filter,
            PARTICIPATIONS
                + PEOPLE
                + """
                  AND (CAST(:after AS text) IS NULL
                    OR (%s) > (SELECT coalesce(q.joined_at, d.started_at), CAST(:after AS text)
                                 FROM conference_member q JOIN conference d ON d.id = q.conference
                                WHERE d.id || ':' || q.account = :after))
                ORDER BY %s LIMIT :size
                """
                    .formatted(PERSON_KEY, PERSON_KEY))
        .bindByType("after", after.orElse(null), String.class)
        .bind("size", size)
        .map((row, context) -> participation(row))
        .list();
  }

  private static Query query(Handle handle, HeldFilter filter, String sql) {
    return handle
        .createQuery(sql)
        .bind("organisation", filter.organisation())
        .bind("from", filter.began().from())
        .bind("to", filter.began().to())
        .bind("ended", filter.state() == HeldFilter.State.ENDED)
        .bindByType("number", filter.number().orElse(null), String.class)
        .bindByType("participant", filter.participant().orElse(null), String.class)
        .bind("anybody", filter.people().isEmpty())
        .bindArray("people", String.class, filter.people())
        .bindArray("words", String.class, filter.words());
  }

  private static HeldConference conference(ResultSet row) throws SQLException {
    return new HeldConference(
        row.getString("id"),
        row.getString("number"),
        row.getString("title"),
        attending(row),
        new HeldConference.Held(instant(row, "started_at").orElseThrow(), instant(row, "ended_at")),
        new HeldConference.Share(row.getInt("participants"), row.getBoolean("recorded")));
  }

  private static Participation participation(ResultSet row) throws SQLException {
    return new Participation(
        row.getString("id"),
        attending(row),
        instant(row, "started_at").orElseThrow(),
        instant(row, "joined_at"),
        instant(row, "left_at"),
        row.getString("removed_at") != null);
  }

  private static Attending attending(ResultSet row) throws SQLException {
    return new Attending(
        row.getString("account"),
        row.getString("name"),
        row.getString("department"),
        Optional.ofNullable(row.getString("email")));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
  }
}
