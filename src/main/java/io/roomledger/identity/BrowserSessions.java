package io.roomledger.identity;

import io.roomledger.base.Ids;
import io.roomledger.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who is logged in by which browser. What the browser keeps is random, and only its hash is stored;
 * a session ends when the person logs out, when it was not used for a while, after its whole life,
 * and with the password. Whoever may not log in any more has none.
 */
public final class BrowserSessions {
  private static final int BYTES = 32;
  private static final int ID = 24;
  private static final int LONGEST = 100;
  private static final int LONGEST_AGENT = 300;

  /** How exactly it is known when a session was last used. */
  private static final Duration USED = Duration.ofMinutes(1);

  private final Database database;
  private final Clock clock;
  private final Journal journal;
  private final Duration life;
  private final Duration idle;

  /**
   * The sessions in {@code database}.
   *
   * @param journal where log-ins and log-outs are written down
   * @param life how long a session lives at most
   * @param idle how long it lives without being used
   */
  public BrowserSessions(
      Database database, Clock clock, Journal journal, Duration life, Duration idle) {
    this.database = database;
    this.clock = clock;
    this.journal = journal;
    this.life = life;
    this.idle = idle;
  }

  /**
   * Who is logged in.
   *
   * @param account who
   * @param factorMissing whether a role of theirs needs a second factor that they do not have
   */
  public record Standing(Account account, boolean factorMissing) {}

  /**
   * A session.
   *
   * @param id tells it from the others of the same person; nobody gets in with it
   * @param address where it was begun
   * @param agent what the browser calls itself
   * @param openedAt when it was begun
   * @param usedAt when it was last used, to the minute
   */
  public record Session(
      String id, String address, String agent, Instant openedAt, Instant usedAt) {}

  /** How somebody proved who they are. */
  public enum Proof {
    /** Here, by a password and what else was needed. */
    HERE,
    /** By another server's word; a second factor was asked for here if it is needed. */
    ELSEWHERE,
    /** By another server's word, which says that it asked for a second factor. */
    ELSEWHERE_WITH_FACTOR
  }

  /**
   * Begins a session of somebody who has just proved who they are.
   *
   * @param agent what the browser calls itself
   * @return what the browser is to keep; shown once, never stored
   */
  public String open(Caller.Person caller, String agent, Proof proof) {
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(Ids.secret(BYTES));
    Instant now = now();
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute(
              "DELETE FROM browser_session WHERE expires_at < ? OR used_at < ?",
              now.atOffset(ZoneOffset.UTC),
              now.minus(idle).atOffset(ZoneOffset.UTC));
          handle.execute(
              """
              INSERT INTO browser_session
                (hash, account_id, address, opened_at, used_at, expires_at, agent, factor_elsewhere)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?)
              """,
              ServerKey.sha256(token),
              caller.account().id(),
              caller.address(),
              now.atOffset(ZoneOffset.UTC),
              now.atOffset(ZoneOffset.UTC),
              now.plus(life).atOffset(ZoneOffset.UTC),
              agent.replace('\0', ' ').substring(0, Math.min(agent.length(), LONGEST_AGENT)),
              proof == Proof.ELSEWHERE_WITH_FACTOR);
          note(handle, caller, "session.opened", by(proof));
        });
    return token;
  }

  /** Who is logged in with {@code token}, if anybody is. */
  public Optional<Standing> find(String token) {
    if (token.isEmpty() || token.length() > LONGEST) {
      return Optional.empty();
    }
    byte[] hash = ServerKey.sha256(token);
    Instant now = now();
    return database
        .jdbi()
        .withHandle(handle -> {
          Optional<Found> found = find(handle, hash, now);
          if (found.isPresent() && found.get().usedAt().isBefore(now.minus(USED))) {
            handle.execute(
                "UPDATE browser_session SET used_at = ? WHERE hash = ?",
                now.atOffset(ZoneOffset.UTC),
                hash);
          }
          return found.map(it -> new Standing(it.account(), it.factorMissing()));
        });
  }

  private record Found(Account account, Instant usedAt, boolean factorMissing) {}

  private Optional<Found> find(Handle handle, byte[] hash, Instant now) {
    return handle
        .createQuery(
            """
            SELECT s.used_at, a.id, a.organisation, a.username, a.name, a.email, a.department,
                   a.active,
                   NOT s.factor_elsewhere AND EXISTS (SELECT FROM account_role r JOIN role ON role.name = r.role
                            WHERE r.account_id = a.id AND role.second_factor)
                   AND NOT EXISTS (SELECT FROM second_factor f
                                    WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL)
                   AS factor_missing
              FROM browser_session s JOIN account a ON a.id = s.account_id
             WHERE s.hash = :hash AND a.active AND s.expires_at > :now AND s.used_at > :idle
            """)
        .bind("hash", hash)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .bind("idle", now.minus(idle).atOffset(ZoneOffset.UTC))
        .map((row, context) ->
            new Found(
                new Account(
                    row.getString("id"),
                    row.getString("organisation"),
                    row.getString("username"),
                    row.getString("name"),
                    Optional.ofNullable(row.getString("email")),
                    row.getString("department"),
                    row.getBoolean("active")),
                row.getTimestamp("used_at").toInstant(),
                row.getBoolean("factor_missing")))
        .findOne();
  }

  /** Ends a session, and nothing happens when it has ended. */
  public void end(Caller.Person caller, String token) {
    database
        .jdbi()
        .useTransaction(handle -> {
          int ended =
              handle.execute(
                  "DELETE FROM browser_session WHERE hash = ? AND account_id = ?",
                  ServerKey.sha256(token),
                  caller.account().id());
          if (ended > 0) {
            note(handle, caller, "session.ended", Map.of());
          }
        });
  }

  /** The caller's sessions, the one used last first. */
  public List<Session> list(Caller.Person caller) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT encode(hash, 'hex') AS id, address, agent, opened_at, used_at
                      FROM browser_session
                     WHERE account_id = :account AND expires_at > :now AND used_at > :idle
                     ORDER BY used_at DESC, opened_at DESC
                    """)
                .bind("account", caller.account().id())
                .bind("now", now().atOffset(ZoneOffset.UTC))
                .bind("idle", now().minus(idle).atOffset(ZoneOffset.UTC))
                .map((row, context) ->
                    new Session(
                        row.getString("id").substring(0, ID),
                        row.getString("address"),
                        row.getString("agent"),
                        row.getTimestamp("opened_at").toInstant(),
                        row.getTimestamp("used_at").toInstant()))
                .list());
  }

  /** The id of the session of that token. */
  public static String id(String token) {
    return HexFormat.of().formatHex(ServerKey.sha256(token)).substring(0, ID);
  }

  /** Ends a session of the caller by its id, and nothing happens when it has ended. */
  public void endOne(Caller.Person caller, String id) {
    end(caller, "left(encode(hash, 'hex'), " + ID + ") = ?", id);
  }

  /** Ends every session of the caller but that of {@code token}. */
  public void endOthers(Caller.Person caller, String token) {
    end(caller, "hash <> ?", ServerKey.sha256(token));
  }

  private void end(Caller.Person caller, String which, Object value) {
    database
        .jdbi()
        .useTransaction(handle -> {
          int ended =
              handle.execute(
                  "DELETE FROM browser_session WHERE account_id = ? AND " + which,
                  caller.account().id(),
                  value);
          if (ended > 0) {
            note(handle, caller, "session.ended", Map.of());
          }
        });
  }

  private static Map<String, String> by(Proof proof) {
    return switch (proof) {
      case HERE -> Map.of();
      case ELSEWHERE -> Map.of("by", "openid");
      case ELSEWHERE_WITH_FACTOR -> Map.of("by", "openid with a second factor");
    };
  }

  private void note(
      Handle handle, Caller.Person caller, String action, Map<String, String> details) {
    journal.append(handle, caller, action, "account:" + caller.account().id(), details);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
