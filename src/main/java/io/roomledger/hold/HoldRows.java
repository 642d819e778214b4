package io.roomledger.hold;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table legal_hold. */
final class HoldRows {
  private HoldRows() {}

  /** Those that are called so, two at most. */
  static List<Hold.Subject> subjects(
      Handle handle, String organisation, HeldKind kind, String wanted) {
    return handle
        .createQuery(kind.search() + " ORDER BY (id::text = :wanted) DESC LIMIT 2")
        .bind("organisation", organisation)
        .bind("wanted", wanted)
        .map((row, context) ->
            new Hold.Subject(
                kind,
                row.getString("id"),
                row.getString("name"),
                Optional.ofNullable(row.getString("conference"))))
        .list();
  }

  static long insert(
      Handle handle, String organisation, Hold.Subject subject, String reason, Hold.Act act) {
    return handle
        .createUpdate(
            """
            INSERT INTO legal_hold
              (organisation, kind, subject, name, conference, reason, placed_by, placed_at)
            VALUES (:organisation, :kind, :subject, :name, :conference, :reason, :by, :at)
            """)
        .bind("organisation", organisation)
        .bind("kind", subject.kind().name())
        .bind("subject", subject.id())
        .bind("name", subject.name())
        .bind("conference", subject.conference())
        .bind("reason", reason)
        .bind("by", act.by())
        .bind("at", act.at())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  /** Answers whether it was in force until now. */
  static boolean lift(Handle handle, long id, String reason, Hold.Act act) {
    return handle.execute(
            """
            UPDATE legal_hold SET lifted_by = ?, lifted_at = ?, lifted_reason = ?
             WHERE id = ? AND lifted_at IS NULL
            """,
            act.by(),
            act.at(),
            reason,
            id)
        == 1;
  }

  static Optional<Hold> find(Handle handle, String organisation, long id) {
    return handle
        .createQuery("SELECT * FROM legal_hold WHERE id = :id AND organisation = :organisation")
        .bind("id", id)
        .bind("organisation", organisation)
        .map((row, context) -> read(row))
        .findOne();
  }

  /** The newest first. */
  static List<Hold> list(
      Handle handle,
      String organisation,
      List<HeldKind> kinds,
      HoldFilter filter,
      long below,
      int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM legal_hold
             WHERE organisation = :organisation AND id < :below AND kind IN (<kinds>)
               AND (:subject::text IS NULL OR subject = :subject)
               AND (:lifted OR lifted_at IS NULL)
               AND (:words = '' OR strpos(lower(name || E'\\n' || reason), lower(:words)) > 0)
             ORDER BY id DESC LIMIT :limit
            """)
        .bind("organisation", organisation)
        .bind("below", below)
        .bindList("kinds", kinds.stream().map(HeldKind::name).toList())
        .bind("subject", filter.subject())
        .bind("lifted", filter.lifted())
        .bind("words", filter.words())
        .bind("limit", limit)
        .map((row, context) -> read(row))
        .list();
  }

  /** All about a conference and its recordings, in the order in which they were placed. */
  static List<Hold> ofConference(Handle handle, String organisation, String conference) {
    return handle
        .createQuery(
            """
            SELECT * FROM legal_hold
             WHERE organisation = :organisation
               AND ((kind = 'CONFERENCE' AND subject = :conference)
                    OR (kind = 'RECORDING' AND conference = :conference))
             ORDER BY id
            """)
        .bind("organisation", organisation)
        .bind("conference", conference)
        .map((row, context) -> read(row))
        .list();
  }

  private static Hold read(ResultSet row) throws SQLException {
    Timestamp lifted = row.getTimestamp("lifted_at");
    return new Hold(
        row.getLong("id"),
        new Hold.Subject(
            HeldKind.valueOf(row.getString("kind")),
            row.getString("subject"),
            row.getString("name"),
            Optional.ofNullable(row.getString("conference"))),
        row.getString("reason"),
        new Hold.Act(row.getString("placed_by"), at(row.getTimestamp("placed_at"))),
        lifted == null
            ? Optional.empty()
            : Optional.of(
                new Hold.Lift(
                    new Hold.Act(row.getString("lifted_by"), at(lifted)),
                    Optional.ofNullable(row.getString("lifted_reason")))));
  }

  private static Instant at(Timestamp time) {
    return time.toInstant();
  }
}
