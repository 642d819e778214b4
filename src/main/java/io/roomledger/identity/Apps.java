package io.roomledger.identity;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/**
 * The programs that call with an id and a secret. These methods check no rights: whoever calls them
 * has done so, and writes the audit row in the transaction of the {@link Handle} that is given.
 */
public final class Apps {
  private static final String COLUMNS = "id, organisation, name, scopes, active, redirect_uris";
  private static final int SECRET_BYTES = 32;

  private final Database database;
  private final Clock clock;
  private final FailedLogIns failures;
  private final AtomicLong changes = new AtomicLong();

  /** The apps in {@code database}. */
  public Apps(Database database, Clock clock) {
    this(database, clock, Journal.NOWHERE);
  }

  /**
   * The same.
   *
   * @param journal where it is written down that an app came with a wrong secret
   */
  public Apps(Database database, Clock clock, Journal journal) {
    this.database = database;
    this.failures = new FailedLogIns(database, journal, clock);
    this.clock = clock;
  }

  /** A new secret of 256 random bits, in URL-safe characters. */
  public static String randomSecret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Ids.secret(SECRET_BYTES));
  }

  /**
   * Adds an app with that secret, which is stored hashed.
   *
   * @throws RefusedException conflict, if the id is taken
   */
  public void add(App app, String secret) {
    database.jdbi().useTransaction(handle -> add(handle, app, secret));
  }

  /** {@link #add(App, String)} in the transaction of {@code handle}. */
  public void add(Handle handle, App app, String secret) {
    app.redirectUris().forEach(RedirectUris::check);
    int added =
        handle
            .createUpdate(
                """
                INSERT INTO app
                  (id, organisation, name, scopes, redirect_uris, secret_hash, active, created_at)
                VALUES (:id, :organisation, :name, :granted, :redirects, :hash, :active, :now)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", app.id())
            .bind("organisation", app.organisation())
            .bind("name", app.name())
            .bindArray("granted", String.class, app.scopes())
            .bindArray("redirects", String.class, app.redirectUris())
            .bind("hash", ServerKey.sha256(secret))
            .bind("active", app.active())
            .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
            .execute();
    if (added == 0) {
      throw new RefusedException(
          new Refusal.Conflict("app " + app.id() + ": the id is taken (expected: a free one)"));
    }
  }

  /** The app of that id. */
  public Optional<App> find(String id) {
    if (Accounts.unstorable(id)) {
      return Optional.empty();
    }
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT " + COLUMNS + " FROM app WHERE id = :id")
                .bind("id", id)
                .mapTo(App.class)
                .findOne());
  }

  /** All apps of an organisation, by id. */
  public List<App> list(String organisation) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM app WHERE organisation = :organisation ORDER BY id")
                .bind("organisation", organisation)
                .mapTo(App.class)
                .list());
  }

  /**
   * The app, if that is its secret and it is active. A wrong one is written down.
   *
   * @param address where from
   * @throws RefusedException not found, also for an app that is not active; or unauthenticated with
   *     a wrong secret
   */
  public App logIn(String id, String secret, String address) {
    App app =
        find(id)
            .filter(App::active)
            .orElseThrow(() -> new RefusedException(new Refusal.NotFound(Refusal.Thing.APP, id)));
    byte[] hash =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT secret_hash FROM app WHERE id = :id")
                    .bind("id", id)
                    .mapTo(byte[].class)
                    .one());
    if (!MessageDigest.isEqual(hash, ServerKey.sha256(secret))) {
      failures.note(app.organisation(), address, "app:" + id, "secret");
      throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.WRONG_SECRET));
    }
    return app;
  }

  /** Gives an app these scopes and no others; its tokens have them at once. */
  public void setScopes(Handle handle, String id, Set<String> scopes) {
    changed(
        handle,
        id,
        handle
            .createUpdate("UPDATE app SET scopes = :granted WHERE id = :id")
            .bindArray("granted", String.class, scopes)
            .bind("id", id)
            .execute());
  }

  /**
   * Lets people be sent back to these addresses after a log-in for the app, and to no others.
   *
   * @throws RefusedException invalid, if one is not absolute, or has a user, or runs a script
   */
  public void setRedirectUris(Handle handle, String id, Set<String> redirectUris) {
    redirectUris.forEach(RedirectUris::check);
    changed(
        handle,
        id,
        handle
            .createUpdate("UPDATE app SET redirect_uris = :redirects WHERE id = :id")
            .bindArray("redirects", String.class, redirectUris)
            .bind("id", id)
            .execute());
  }

  /** Gives an app another secret and ends all its tokens. */
  public void setSecret(Handle handle, String id, String secret) {
    byte[] hash = ServerKey.sha256(secret);
    changed(handle, id, handle.execute("UPDATE app SET secret_hash = ? WHERE id = ?", hash, id));
    handle.execute("DELETE FROM token WHERE app_id = ?", id);
  }

  /** Lets an app call, or not; its tokens sleep meanwhile. */
  public void setActive(Handle handle, String id, boolean active) {
    changed(handle, id, handle.execute("UPDATE app SET active = ? WHERE id = ?", active, id));
  }

  /** Another number whenever a right changed here, so that what was remembered counts no more. */
  long changes() {
    return changes.get();
  }

  private void changed(Handle handle, String id, int rows) {
    if (rows == 0) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.APP, id));
    }
    changes.incrementAndGet();
    // what is read between now and the commit is the old, and must not be remembered
    handle.afterCommit(changes::incrementAndGet);
  }
}
