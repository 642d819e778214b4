package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * The door of who administers apps: {@link Permissions#MANAGE_APPS} may, and only those of their
 * own organisation. All of it is written down.
 */
public final class Registrations {
  private final Database database;
  private final Apps apps;
  private final Journal journal;

  public Registrations(Database database, Apps apps, Journal journal) {
    this.database = database;
    this.apps = apps;
    this.journal = journal;
  }

  /**
   * Adds an app to the caller's organisation.
   *
   * @throws RefusedException forbidden; a conflict, if the id is taken; invalid, if people could
   *     not be sent back to an address
   */
  public void add(Caller caller, App app, String secret) {
    caller.needPermission(Permissions.MANAGE_APPS);
    if (!app.organisation().equals(caller.organisation())) {
      throw new RefusedException(
          new Refusal.Forbidden(Refusal.Right.ORGANISATION, app.organisation()));
    }
    database
        .jdbi()
        .useTransaction(handle -> {
          apps.add(handle, app, secret);
          Map<String, String> details = new LinkedHashMap<>();
          details.put("name", app.name());
          details.put("scopes", listed(app.scopes()));
          if (!app.redirectUris().isEmpty()) {
            details.put("redirectUris", listed(app.redirectUris()));
          }
          journal.append(handle, caller, "app.added", "app:" + app.id(), details);
        });
  }

  /**
   * Changes an app of the caller's organisation.
   *
   * @throws RefusedException forbidden, not found, or invalid
   */
  public App change(Caller caller, String id, AppChange change) {
    find(caller, id);
    if (!change.isEmpty()) {
      database.jdbi().useTransaction(handle -> change(handle, caller, id, change));
    }
    return find(caller, id);
  }

  private void change(Handle handle, Caller caller, String id, AppChange change) {
    Map<String, String> details = new LinkedHashMap<>();
    change
        .scopes()
        .ifPresent(scopes -> {
          apps.setScopes(handle, id, scopes);
          details.put("scopes", listed(scopes));
        });
    change
        .redirectUris()
        .ifPresent(uris -> {
          apps.setRedirectUris(handle, id, uris);
          details.put("redirectUris", listed(uris));
        });
    change
        .secret()
        .ifPresent(secret -> {
          apps.setSecret(handle, id, secret);
          details.put("secret", "another one; all tokens ended");
        });
    change
        .active()
        .ifPresent(active -> {
          apps.setActive(handle, id, active);
          details.put("active", active.toString());
        });
    journal.append(handle, caller, "app.changed", "app:" + id, details);
  }

  /**
   * The app of that id.
   *
   * @throws RefusedException forbidden, or not found
   */
  public App find(Caller caller, String id) {
    caller.needPermission(Permissions.MANAGE_APPS);
    return apps.find(id)
        .filter(app -> app.organisation().equals(caller.organisation()))
        .orElseThrow(() -> new RefusedException(new Refusal.NotFound(Refusal.Thing.APP, id)));
  }

  /** All apps of the caller's organisation, by id. */
  public List<App> list(Caller caller) {
    caller.needPermission(Permissions.MANAGE_APPS);
    return apps.list(caller.organisation());
  }

  private static String listed(Set<String> texts) {
    return String.join(" ", new TreeSet<>(texts));
  }
}
