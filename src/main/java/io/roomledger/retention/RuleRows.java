package io.roomledger.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table retention_rule. Nothing is removed from it. */
final class RuleRows {
  private static final int MOST_CALLED_SO = 2;

  private RuleRows() {}

  /** Whoever changes rules does so alone. */
  static void lock(Handle handle) {
    handle.execute("LOCK TABLE retention_rule IN SHARE ROW EXCLUSIVE MODE");
  }

  /** What is called so, two at most. */
  static List<Target> targets(Handle handle, String organisation, Scope scope, String wanted) {
    return handle
        .createQuery(scope.search() + " ORDER BY (id::text = :wanted) DESC LIMIT :most")
        .bind("organisation", organisation)
        .bind("wanted", wanted)
        .bind("most", MOST_CALLED_SO)
        .map((row, context) -> new Target(scope, row.getString("id"), row.getString("name")))
        .list();
  }

  /**
   * The rules that count at a moment, one for each target at most; {@code keep} may say nothing.
   */
  static List<Rule> inForce(Handle handle, String organisation, Instant at) {
    return handle
        .createQuery(
            """
            SELECT DISTINCT ON (kind, scope, subject) *, false AS pending FROM retention_rule
             WHERE organisation = :organisation AND withdrawn_at IS NULL AND effective_at <= :at
             ORDER BY kind, scope, subject, effective_at DESC, id DESC
            """)
        .bind("organisation", organisation)
        .bind("at", at)
        .map((row, context) -> read(row))
        .list();
  }

  /** The rules that will count after a moment, in the order in which they begin to. */
  static List<Rule> pending(Handle handle, String organisation, Instant at) {
    return handle
        .createQuery(
            """
            SELECT *, true AS pending FROM retention_rule
             WHERE organisation = :organisation AND withdrawn_at IS NULL AND effective_at > :at
             ORDER BY effective_at, id
            """)
        .bind("organisation", organisation)
        .bind("at", at)
        .map((row, context) -> read(row))
        .list();
  }

  static Optional<Rule> find(Handle handle, String organisation, long id, Instant now) {
    return handle
        .createQuery(
            """
            SELECT *, withdrawn_at IS NULL AND effective_at > :now AS pending FROM retention_rule
             WHERE organisation = :organisation AND id = :id
            """)
        .bind("organisation", organisation)
        .bind("id", id)
        .bind("now", now)
        .map((row, context) -> read(row))
        .findOne();
  }

  static long insert(
      Handle handle,
      String organisation,
      RuleWish wish,
      Target target,
      Rule.Act act,
      Instant effectiveAt) {
    return handle
        .createUpdate(
            """
            INSERT INTO retention_rule (organisation, kind, scope, subject, name, keep, days,
                                        placed_by, placed_at, effective_at)
            VALUES (:organisation, :kind, :scope, :subject, :name, :keep, :days, :by, :at,
                    :effectiveAt)
            """)
        .bind("organisation", organisation)
        .bind("kind", wish.kind().name())
        .bind("scope", target.scope().name())
        .bind("subject", target.id())
        .bind("name", target.name())
        .bind("keep", word(wish.keep()))
        .bind("days", wish.keep() instanceof Keep.Days(int days) ? days : null)
        .bind("by", act.by())
        .bind("at", act.at())
        .bind("effectiveAt", effectiveAt)
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  static void withdraw(Handle handle, long id, Rule.Act act) {
    handle.execute(
        "UPDATE retention_rule SET withdrawn_by = ?, withdrawn_at = ? WHERE id = ?",
        act.by(),
        act.at(),
        id);
  }

  /** The organisations that have rules. */
  static List<String> organisations(Handle handle) {
    return handle
        .createQuery("SELECT DISTINCT organisation FROM retention_rule ORDER BY organisation")
        .mapTo(String.class)
        .list();
  }

  private static String word(Keep keep) {
    return switch (keep) {
      case Keep.Days _ -> "DAYS";
      case Keep.ForEver _ -> "FOR_EVER";
      case Keep.AsAbove _ -> "AS_ABOVE";
    };
  }

  private static Keep keep(String word, int days) {
    return switch (word) {
      case "DAYS" -> new Keep.Days(days);
      case "FOR_EVER" -> new Keep.ForEver();
      default -> new Keep.AsAbove();
    };
  }

  private static Rule read(ResultSet row) throws SQLException {
    return new Rule(
        row.getLong("id"),
        KeptKind.valueOf(row.getString("kind")),
        new Target(
            Scope.valueOf(row.getString("scope")), row.getString("subject"), row.getString("name")),
        keep(row.getString("keep"), row.getInt("days")),
        new Rule.Act(row.getString("placed_by"), row.getTimestamp("placed_at").toInstant()),
        row.getTimestamp("effective_at").toInstant(),
        row.getBoolean("pending"));
  }
}
