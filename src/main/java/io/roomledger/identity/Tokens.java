package io.roomledger.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens: random, stored hashed, expiring, valid across restarts. Who a token belongs to is
 * remembered for a second. What ends here counts at once, what ends elsewhere as soon as it is
 * heard of, which is some milliseconds, and that second while nothing can be heard.
 */
public final class Tokens {
  private static final String KEY = "app-token";
  private static final int BYTES = 32;
  private static final int LONGEST = 1024;
  private static final int SHOWN = 6;

  /** The last moment that every clock and calendar can tell. */
  private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

  /** An ended token is known as expired for that long. */
  private static final Duration KEPT = Duration.ofDays(1);

  private final Database database;
  private final Clock clock;
  private final Accounts accounts;
  private final Apps apps;
  private final ServerKey key;
  private final RememberedHolders holders;
  private final AtomicLong swept = new AtomicLong();

  /** The tokens in {@code database}. */
  public Tokens(Database database, Clock clock, Accounts accounts, Apps apps) {
    this(database, clock, accounts, apps, Ticker.systemTicker());
  }

  Tokens(Database database, Clock clock, Accounts accounts, Apps apps, Ticker ticker) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
    this.apps = apps;
    this.key = new ServerKey(database, KEY);
    this.holders = new RememberedHolders(database.news(), ticker);
  }

  /**
   * A token and when it ends.
   *
   * @param token the text; shown once, never stored
   * @param expiresAt when it stops to be accepted
   */
  public record Issued(String token, Instant expiresAt) {
    /** How many whole seconds it lives on at {@code now}. */
    public long secondsFrom(Instant now) {
      return Duration.between(now, expiresAt).toSeconds();
    }
  }

  /**
   * A token of an app. While the newest one has at least {@code renewBefore} left, the same text is
   * given again, by every server (it is derived from the server's key, so it need not be stored);
   * after that a new one, and both are valid.
   *
   * @throws RefusedException not found, if there is no such app any more
   */
  public Issued issue(App app, String prefix, Duration life, Duration renewBefore) {
    return issue(new Caller.Program(app, ""), prefix, life, renewBefore);
  }

  /** The same, asked for from the address of the caller. A new one is written down. */
  public Issued issue(Caller.Program who, String prefix, Duration life, Duration renewBefore) {
    return database.jdbi().inTransaction(handle -> issue(handle, who, prefix, life, renewBefore));
  }

  private Issued issue(
      Handle handle, Caller.Program who, String prefix, Duration life, Duration renewBefore) {
    App app = who.app();
    lock(handle, app);
    sweep(handle);
    Optional<NewestToken> newest = NewestToken.of(handle, app.id(), prefix);
    Instant now = now();
    if (newest.isPresent() && !newest.get().expiresAt().isBefore(now.plus(renewBefore))) {
      String again = derive(app, prefix, newest.get().nonce());
      // not the same if the server's key was lost
      if (MessageDigest.isEqual(ServerKey.sha256(again), newest.get().hash())) {
        return new Issued(again, newest.get().expiresAt());
      }
    }
    byte[] nonce = Ids.secret(BYTES);
    StoredToken token =
        new StoredToken(
            derive(app, prefix, nonce), Optional.empty(), Optional.of(app.id()), now.plus(life));
    token.insert(handle, prefix, nonce, Set.of(), now);
    note(handle, who, "token.issued");
    return new Issued(token.text(), token.expiresAt());
  }

  private void note(Handle handle, Caller who, String action) {
    accounts.journal().append(handle, who, action, who.key(), Map.of());
  }

  /** A token of a person, limited to {@code scopes}, where {@code *} is all. */
  public Issued issue(Account account, String prefix, Duration life, Set<String> scopes) {
    return issue(account, Optional.empty(), prefix, life, scopes);
  }

  /** A token of a person that is given to an app, which may then act in the person's name. */
  public Issued issue(
      Account account, Optional<App> to, String prefix, Duration life, Set<String> scopes) {
    return issue(new Caller.Person(account, Set.of(), Set.of(), scopes, "", to), prefix, life);
  }

  /** A token with the scopes of somebody who has just logged in. It is written down. */
  public Issued issue(Caller.Person who, String prefix, Duration life) {
    String text = prefix + text(Ids.secret(BYTES));
    Instant now = now();
    StoredToken token =
        new StoredToken(
            text, Optional.of(who.account().id()), who.app().map(App::id), now.plus(life));
    database
        .jdbi()
        .useTransaction(handle -> {
          sweep(handle);
          token.insert(handle, prefix, null, who.scopes(), now);
          note(handle, who, "token.issued");
        });
    return new Issued(text, token.expiresAt());
  }

  /**
   * Whom a token of a consent is for.
   *
   * @param account in whose name
   * @param app who has it
   * @param grant the consent; when it is revoked, its tokens end
   */
  record Grantee(Account account, App app, UUID grant) {}

  /** A token of a consent. */
  Issued issue(Handle handle, Grantee grantee, String prefix, Duration life, Set<String> scopes) {
    Instant now = now();
    StoredToken token =
        new StoredToken(
            prefix + text(Ids.secret(BYTES)),
            Optional.of(grantee.account().id()),
            Optional.of(grantee.app().id()),
            now.plus(life));
    sweep(handle);
    token.insert(handle, prefix, null, scopes, now);
    handle.execute("UPDATE token SET grant_id = ? WHERE hash = ?", grantee.grant(), token.hash());
    return new Issued(token.text(), token.expiresAt());
  }

  /** Ends a consent and all tokens that came of it. */
  void withdraw(Handle handle, UUID grant, Instant at) {
    handle.execute("UPDATE app_grant SET revoked_at = ? WHERE id = ?", at, grant);
    handle.execute("DELETE FROM token WHERE grant_id = ?", grant);
    forgetAll(handle);
  }

  /**
   * A token that its owner made and named.
   *
   * @param name its name
   * @param madeAt when it was made
   * @param lastPart the end of its text, to tell it from others
   * @param bypass whether it needs no second factor
   */
  public record Named(String name, Instant madeAt, String lastPart, boolean bypass) {}

  /**
   * A token with a name, which carries every scope and does not end by itself.
   *
   * @throws RefusedException conflict, if the account has one of that name
   */
  public String issueNamed(Handle handle, Account account, String name, boolean bypass) {
    String text = text(Ids.secret(BYTES));
    StoredToken token = new StoredToken(text, Optional.of(account.id()), Optional.empty(), NEVER);
    token.insert(handle, "", null, Set.of("*"), now());
    int named =
        handle.execute(
            """
            UPDATE token SET name = ?, last_part = ?, bypass_second_factor = ?
             WHERE hash = ? AND NOT EXISTS (
               SELECT FROM token WHERE account_id = ? AND name = ?)
            """,
            name,
            text.substring(text.length() - SHOWN),
            bypass,
            token.hash(),
            account.id(),
            name);
    if (named == 0) {
      throw new RefusedException(
          new Refusal.Conflict("token " + name + ": there is one of that name already"));
    }
    return text;
  }

  /**
   * Ends a token by its name.
   *
   * @return what it was
   * @throws RefusedException not found
   */
  public Named endNamed(Handle handle, Account account, String name) {
    Named known =
        named(handle, account).stream()
            .filter(token -> token.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.TOKEN, name)));
    handle.execute("DELETE FROM token WHERE account_id = ? AND name = ?", account.id(), name);
    forgetAll(handle);
    return known;
  }

  /** The tokens of an account that have names, the oldest first. */
  public List<Named> named(Handle handle, Account account) {
    return handle
        .createQuery(
            """
            SELECT name, issued_at, last_part, bypass_second_factor FROM token
             WHERE account_id = :account AND name IS NOT NULL AND number IS NULL
             ORDER BY issued_at, name
            """)
        .bind("account", account.id())
        .map((row, context) ->
            new Named(
                row.getString(1),
                row.getTimestamp(2).toInstant(),
                row.getString(3),
                row.getBoolean(4)))
        .list();
  }

  /** Accepts {@code token} as a token of the account, as the sample and tests need known ones. */
  public void accept(Account account, String token, Instant expiresAt, Set<String> scopes) {
    StoredToken known =
        new StoredToken(token, Optional.of(account.id()), Optional.empty(), expiresAt);
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute("DELETE FROM token WHERE hash = ?", known.hash());
          known.insert(handle, "", null, scopes, now());
        });
    holders.forget(known.hash());
  }

  /** Accepts {@code token} as a token of the app, as the sample and tests need known ones. */
  public void accept(App app, String token, Instant expiresAt) {
    StoredToken known = new StoredToken(token, Optional.empty(), Optional.of(app.id()), expiresAt);
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute("DELETE FROM token WHERE hash = ?", known.hash());
          known.insert(handle, "", null, Set.of(), now());
        });
    holders.forget(known.hash());
  }

  /**
   * Who calls with {@code token}: the roles, permissions and scopes are those of now.
   *
   * @throws RefusedException unauthenticated: missing, unknown or expired
   */
  public Caller caller(String token, String address) {
    if (token.isEmpty()) {
      throw refused(Refusal.Credential.MISSING);
    }
    if (token.length() > LONGEST) {
      throw refused(Refusal.Credential.UNKNOWN);
    }
    byte[] hash = ServerKey.sha256(token);
    long changes = changes();
    TokenHolder holder =
        holders.find(
            hash, changes, () -> TokenHolder.load(database, accounts, hash, changes, now()));
    if (holder == null) {
      throw refused(Refusal.Credential.UNKNOWN);
    }
    if (!clock.instant().isBefore(holder.expiresAt())) {
      throw refused(Refusal.Credential.EXPIRED);
    }
    return holder.caller(address);
  }

  /** Ends a token and writes it down; nothing happens when it is not known. */
  public void revoke(Caller who, String token) {
    byte[] hash = ServerKey.sha256(token);
    database
        .jdbi()
        .useTransaction(handle -> {
          if (handle.execute("DELETE FROM token WHERE hash = ?", hash) > 0) {
            note(handle, who, "token.ended");
          }
        });
    holders.forget(hash);
  }

  /** Ends all tokens of a person. */
  public void revokeAll(Account account) {
    String sql = "DELETE FROM token WHERE account_id = ?";
    database.jdbi().useHandle(handle -> handle.execute(sql, account.id()));
    holders.forgetAll();
  }

  /** Looks up every token anew once the transaction has committed. */
  void forgetAll(Handle handle) {
    handle.afterCommit(holders::forgetAll);
  }

  private long changes() {
    return accounts.changes() + apps.changes();
  }

  /** Two servers that are asked at once answer one after the other, and so the same. */
  private static void lock(Handle handle, App app) {
    boolean there =
        handle
            .createQuery("SELECT id FROM app WHERE id = :id FOR NO KEY UPDATE")
            .bind("id", app.id())
            .mapTo(String.class)
            .findOne()
            .isPresent();
    if (!there) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.APP, app.id()));
    }
  }

  private void sweep(Handle handle) {
    Instant now = now();
    long last = swept.get();
    if (last + SWEEP_EVERY.toMillis() < now.toEpochMilli()
        && swept.compareAndSet(last, now.toEpochMilli())) {
      handle
          .createUpdate("DELETE FROM token WHERE expires_at < :end")
          .bind("end", now.minus(KEPT))
          .execute();
    }
  }

  private String derive(App app, String prefix, byte @Nullable [] nonce) {
    byte[] random = nonce == null ? new byte[0] : nonce;
    return prefix
        + text(
            key.sign(
                app.id().getBytes(StandardCharsets.UTF_8),
                prefix.getBytes(StandardCharsets.UTF_8),
                random));
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static RefusedException refused(Refusal.Credential why) {
    return new RefusedException(new Refusal.Unauthenticated(why));
  }

  /** As exact as PostgreSQL keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
