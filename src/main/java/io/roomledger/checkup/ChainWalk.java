package io.roomledger.checkup;

import io.roomledger.audit.Audit;
import io.roomledger.audit.Verdict;
import io.roomledger.db.Database;
import io.roomledger.job.Round;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks along the chain of the audit log once a day and writes down what it found, so that a broken
 * one is noticed without anybody asking. It also remembers how many rows there were: fewer than at
 * the last walk means that somebody cut the end off, which the chain by itself does not show.
 */
public final class ChainWalk {
  private static final Logger LOG = LoggerFactory.getLogger(ChainWalk.class);

  private final Database database;
  private final Audit audit;
  private final Clock clock;

  public ChainWalk(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What a walk found.
   *
   * @param at when
   * @param rows how many rows hold
   * @param broken the first row that does not hold, if one does not
   * @param why what is wrong with it; empty if all hold
   */
  public record Walk(Instant at, long rows, Optional<Long> broken, String why) {}

  /** Repeated by the server. */
  public Round round() {
    return new Round("audit.walk", Duration.ofDays(1), this::walk);
  }

  /** Walks, and writes down what it found. */
  public Walk walk() {
    return database
        .jdbi()
        .withHandle(handle -> {
          long before = last(database).map(Walk::rows).orElse(0L);
          Walk found = judged(audit.verify(handle), before);
          if (found.broken().isPresent()) {
            LOG.error(
                "the audit log does not hold from row {} on: {}; see docs/operations.md",
                found.broken().get(),
                found.why());
          }
          handle.execute(
              """
              INSERT INTO audit_walk (one, at, rows, broken, why) VALUES (true, ?, ?, ?, ?)
              ON CONFLICT (one) DO UPDATE
                SET at = excluded.at, rows = greatest(audit_walk.rows, excluded.rows),
                    broken = excluded.broken, why = excluded.why
              """,
              found.at(),
              found.rows(),
              found.broken().orElse(null),
              found.why());
          return found;
        });
  }

  private Walk judged(Verdict verdict, long before) {
    Instant now = clock.instant();
    return switch (verdict) {
      case Verdict.Broken broken ->
          new Walk(now, broken.id() - 1, Optional.of(broken.id()), broken.why());
      case Verdict.Whole whole when whole.rows() < before ->
          new Walk(
              now,
              whole.rows(),
              Optional.of(whole.rows() + 1),
              "it is missing with all behind it, " + before + " rows were there before");
      case Verdict.Whole whole -> new Walk(now, whole.rows(), Optional.empty(), "");
    };
  }

  /** What the last walk found, if there was one. */
  static Optional<Walk> last(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT at, rows, broken, why FROM audit_walk")
                .mapTo(Walk.class)
                .findOne());
  }
}
