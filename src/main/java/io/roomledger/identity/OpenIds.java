package io.roomledger.identity;

import io.roomledger.db.Database;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Who of another server's people (OpenID Connect) is whom here, and which browsers are on their way
 * to it. An account is linked to somebody once, by their mail address, and told by the other
 * server's name for them afterwards. Nobody is added, and nobody's roles change.
 */
public final class OpenIds {
  private static final Duration TRIP = Duration.ofMinutes(10);

  private final Database database;
  private final Clock clock;
  private final Accounts accounts;
  private final FailedLogIns failures;

  /** Those of {@code database}; acts are written down where {@code accounts} writes its own. */
  public OpenIds(Database database, Accounts accounts, Clock clock) {
    this.database = database;
    this.accounts = accounts;
    this.clock = clock;
    this.failures = new FailedLogIns(database, accounts.journal(), clock);
  }

  /**
   * A browser on its way to the other server.
   *
   * @param state what it brings back
   * @param nonce what the other server's word must repeat
   * @param verifier what proves that whoever asks for that word has sent the browser
   * @param to where it goes afterwards
   */
  public record Trip(String state, String nonce, String verifier, String to) {}

  /**
   * Somebody as the other server knows them.
   *
   * @param issuer the other server
   * @param subject its name for them, which it gives to nobody else
   * @param email their mail address, if it has verified it
   */
  public record Claimed(String issuer, String subject, Optional<String> email) {}

  /** Whom somebody turned out to be. */
  public sealed interface Met {}

  /**
   * An account that may log in.
   *
   * @param proven what else is needed; that the password is for one time plays no part
   */
  public record Known(Proven proven) implements Met {}

  /** Nobody who may log in, and why. */
  public enum Unknown implements Met {
    /** The other server has no mail address of theirs, or has not verified it. */
    NO_EMAIL,
    /** No account has their mail address. */
    NOBODY,
    /** Several accounts have their mail address. */
    SEVERAL,
    /** Their account is switched off. */
    SWITCHED_OFF,
    /** The account of their mail address is linked to another of the other server's people. */
    ANOTHER
  }

  /** Remembers a trip for ten minutes, for that browser alone. */
  public void begin(Trip trip, String browser) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute("DELETE FROM open_id_trip WHERE expires_at < ?", now);
          handle.execute(
              "INSERT INTO open_id_trip VALUES (?, ?, ?, ?, ?, ?)",
              ServerKey.sha256(trip.state()),
              ServerKey.sha256(browser),
              trip.nonce(),
              trip.verifier(),
              trip.to(),
              now.plus(TRIP));
        });
  }

  /** The trip that ends, if that browser began it; it ends once, whoever says so. */
  public Optional<Trip> end(String state, String browser) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    DELETE FROM open_id_trip WHERE state = :state
                    RETURNING browser, nonce, verifier, leads_to, expires_at > :now AS fresh
                    """)
                .bind("state", ServerKey.sha256(state))
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .map((row, context) ->
                    row.getBoolean("fresh")
                            && MessageDigest.isEqual(
                                row.getBytes("browser"), ServerKey.sha256(browser))
                        ? Optional.of(
                            new Trip(
                                state,
                                row.getString("nonce"),
                                row.getString("verifier"),
                                row.getString("leads_to")))
                        : Optional.<Trip>empty())
                .findOne()
                .flatMap(trip -> trip));
  }

  /**
   * Whom the other server vouches for. Whoever calls this has checked that it does. Who is met for
   * the first time is linked to the one active account of their mail address; that, and who may not
   * log in, is written down.
   *
   * @param address where from
   */
  public Met meet(String organisation, Claimed claimed, String address) {
    if (Accounts.unstorable(claimed.issuer() + claimed.subject() + claimed.email().orElse(""))) {
      return Unknown.NOBODY;
    }
    Met met = database.jdbi().inTransaction(handle -> meet(handle, organisation, claimed, address));
    if (met instanceof Unknown unknown) {
      failed(organisation, address, unknown.name().toLowerCase(Locale.ROOT));
    }
    return met;
  }

  /** Writes down that the other server's word did not let somebody in, and why. */
  public void failed(String organisation, String address, String why) {
    failures.note(organisation, address, "account:unknown", "openid: " + why);
  }

  private Met meet(Handle handle, String organisation, Claimed claimed, String address) {
    Optional<Found> linked = linked(handle, organisation, claimed);
    if (linked.isPresent()) {
      return known(linked.get().id());
    }
    if (claimed.email().isEmpty()) {
      return Unknown.NO_EMAIL;
    }
    List<Found> found = byEmail(handle, organisation, claimed.email().get());
    List<Found> active = found.stream().filter(Found::active).toList();
    if (active.size() != 1) {
      return found.isEmpty()
          ? Unknown.NOBODY
          : active.isEmpty() ? Unknown.SWITCHED_OFF : Unknown.SEVERAL;
    }
    return link(handle, active.getFirst().id(), claimed, address);
  }

  private record Found(String id, boolean active) {}

  private static Optional<Found> linked(Handle handle, String organisation, Claimed claimed) {
    return handle
        .createQuery(
            """
            SELECT a.id, a.active FROM open_id o JOIN account a ON a.id = o.account_id
             WHERE o.issuer = :issuer AND o.subject = :subject
               AND a.organisation = :organisation AND a.deleted_at IS NULL
            """)
        .bind("issuer", claimed.issuer())
        .bind("subject", claimed.subject())
        .bind("organisation", organisation)
        .map((row, context) -> new Found(row.getString(1), row.getBoolean(2)))
        .findOne();
  }

  /** Locked, so that two who come at once are not both linked. */
  private static List<Found> byEmail(Handle handle, String organisation, String email) {
    return handle
        .createQuery(
            """
            SELECT id, active FROM account
             WHERE organisation = :organisation AND lower(email) = lower(:email)
               AND deleted_at IS NULL
             ORDER BY id FOR UPDATE
            """)
        .bind("organisation", organisation)
        .bind("email", email)
        .map((row, context) -> new Found(row.getString(1), row.getBoolean(2)))
        .list();
  }

  private Met link(Handle handle, String account, Claimed claimed, String address) {
    Optional<String> before =
        handle
            .createQuery(
                "SELECT subject FROM open_id WHERE account_id = :account AND issuer = :issuer")
            .bind("account", account)
            .bind("issuer", claimed.issuer())
            .mapTo(String.class)
            .findOne();
    if (before.isPresent()) {
      // the same person, who came twice at once, was linked meanwhile
      return before.get().equals(claimed.subject()) ? known(account) : Unknown.ANOTHER;
    }
    handle.execute(
        """
        INSERT INTO open_id (issuer, subject, account_id, linked_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (issuer, subject)
        DO UPDATE SET account_id = excluded.account_id, linked_at = excluded.linked_at
        """,
        claimed.issuer(),
        claimed.subject(),
        account,
        clock.instant().atOffset(ZoneOffset.UTC));
    Met met = known(account);
    if (met instanceof Known it) {
      accounts
          .journal()
          .append(
              handle,
              accounts.caller(it.proven().account(), Set.of(), address),
              "open-id.linked",
              "account:" + account,
              Map.of("issuer", claimed.issuer(), "subject", claimed.subject()));
    }
    return met;
  }

  private Met known(String account) {
    return accounts
        .proven(account)
        .<Met>map(proven -> new Known(proven.otherwise()))
        .orElse(Unknown.SWITCHED_OFF);
  }

  /** The servers that vouch for an account. */
  public List<String> issuers(String accountId) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT issuer FROM open_id WHERE account_id = :id ORDER BY issuer")
                .bind("id", accountId)
                .mapTo(String.class)
                .list());
  }

  /** Ends the links of an account; who does that has checked the right, and writes it down. */
  public static boolean remove(Handle handle, String accountId) {
    return handle.execute("DELETE FROM open_id WHERE account_id = ?", accountId) > 0;
  }
}
