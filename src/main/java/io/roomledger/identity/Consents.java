package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The door by which people see what they allowed apps to do in their name, and take it back. Each
 * sees and ends their own, and nobody else's.
 */
public final class Consents {
  private final Database database;
  private final Tokens tokens;
  private final Journal journal;
  private final Clock clock;

  /**
   * The consents in {@code database}.
   *
   * @param journal where their ends are written down
   */
  public Consents(Database database, Tokens tokens, Journal journal, Clock clock) {
    this.database = database;
    this.tokens = tokens;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * What somebody allowed an app, all of their consents together.
   *
   * @param app its id
   * @param name what it is called
   * @param scopes what it may do
   * @param since when it was first allowed
   * @param until when the last of it ends by itself
   */
  public record Consent(
      String app, String name, SortedSet<String> scopes, Instant since, Instant until) {}

  /** What the caller allowed apps that they can still use, by the apps' names. */
  public List<Consent> list(Caller.Person caller) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT p.id, p.name, array_agg(DISTINCT s.scope) AS scopes,
                           min(g.granted_at) AS since, max(g.ends_at) AS until
                      FROM app_grant g
                      JOIN app p ON p.id = g.app_id
                      LEFT JOIN LATERAL unnest(g.scopes) AS s (scope) ON true
                     WHERE g.account_id = :account AND g.revoked_at IS NULL AND g.ends_at > :now
                     GROUP BY p.id, p.name ORDER BY p.name, p.id
                    """)
                .bind("account", caller.account().id())
                .bind("now", now())
                .map((row, context) -> consent(row))
                .list());
  }

  /**
   * Takes back all that the caller allowed an app: its tokens in their name end at once.
   *
   * @throws RefusedException not found, if they allowed it nothing; forbidden, with a token that is
   *     not a log-in
   */
  public void end(Caller.Person caller, String app) {
    caller.needScope("*");
    database
        .jdbi()
        .useTransaction(handle -> {
          List<UUID> grants =
              handle
                  .createQuery(
                      """
                      SELECT id FROM app_grant
                       WHERE account_id = :account AND app_id = :app AND revoked_at IS NULL
                       ORDER BY id FOR UPDATE
                      """)
                  .bind("account", caller.account().id())
                  .bind("app", app)
                  .mapTo(UUID.class)
                  .list();
          if (grants.isEmpty()) {
            throw new RefusedException(new Refusal.NotFound(Refusal.Thing.APP, app));
          }
          grants.forEach(grant -> tokens.withdraw(handle, grant, clock.instant()));
          journal.append(handle, caller, "grant.ended", "app:" + app, Map.of());
        });
  }

  private static Consent consent(ResultSet row) throws SQLException {
    SortedSet<String> scopes = new TreeSet<>();
    for (Object scope : (Object[]) row.getArray("scopes").getArray()) {
      if (scope != null) {
        scopes.add(scope.toString());
      }
    }
    return new Consent(
        row.getString("id"),
        row.getString("name"),
        scopes,
        row.getObject("since", OffsetDateTime.class).toInstant(),
        row.getObject("until", OffsetDateTime.class).toInstant());
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
