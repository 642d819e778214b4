package io.roomledger.people;

import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The door of what roles carry. Roles are the same for every organisation of a server. */
public final class Rights {
  private final Database database;
  private final Accounts accounts;
  private final Audit audit;

  public Rights(Database database, Accounts accounts, Audit audit) {
    this.database = database;
    this.accounts = accounts;
    this.audit = audit;
  }

  /**
   * A role.
   *
   * @param name its name
   * @param inRoom whether it is had in one room only
   */
  public record Role(String name, boolean inRoom) {}

  /** Every role by name; everybody may know them. */
  public List<Role> roles() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT name, in_room FROM role ORDER BY name")
                .map((row, context) -> new Role(row.getString(1), row.getBoolean(2)))
                .list());
  }

  /** Every permission and which roles carry it, by name; everybody may know it. */
  public SortedMap<String, SortedSet<String>> permissions() {
    return database.jdbi().withHandle(Rights::load);
  }

  private static SortedMap<String, SortedSet<String>> load(Handle handle) {
    SortedMap<String, SortedSet<String>> carried = new TreeMap<>();
    handle
        .createQuery("SELECT name FROM permission")
        .mapTo(String.class)
        .forEach(name -> carried.put(name, new TreeSet<>()));
    handle
        .createQuery("SELECT permission, role FROM role_permission")
        .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(entry ->
            carried.computeIfAbsent(entry.getKey(), key -> new TreeSet<>()).add(entry.getValue()));
    return carried;
  }

  /**
   * Lets these permissions be carried by these roles and no others, all or none. Needs {@code
   * access-permissions} in the main organisation.
   *
   * @throws RefusedException forbidden permission; invalid, if a permission or a role is not known
   */
  public void set(Caller caller, Map<String, Set<String>> wished) {
    caller.needScope(People.MANAGE);
    // roles are everybody's, so only the organisation that is always there decides
    if (!caller.organisation().equals(Accounts.MAIN)) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.ORGANISATION, Accounts.MAIN));
    }
    caller.needPermission(Administration.ACCESS_PERMISSIONS);
    database
        .jdbi()
        .useTransaction(handle -> {
          Map<String, SortedSet<String>> before = load(handle);
          check(before.keySet(), wished);
          wished.forEach((permission, roles) -> {
            SortedSet<String> had = before.getOrDefault(permission, new TreeSet<>());
            minus(roles, had).forEach(role -> accounts.grant(role, permission));
            minus(had, roles).forEach(role -> accounts.revoke(role, permission));
          });
          Map<String, String> details = new TreeMap<>();
          wished.forEach(
              (name, roles) -> details.put(name, String.join(" ", new TreeSet<>(roles))));
          audit.append(handle, caller, "permissions.set", "permissions", details);
        });
  }

  private static Set<String> minus(Set<String> some, Set<String> others) {
    Set<String> rest = new HashSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  private void check(Set<String> permissions, Map<String, Set<String>> wished) {
    Set<String> roles = Set.copyOf(roles().stream().map(Role::name).toList());
    wished.forEach((permission, by) -> {
      if (!permissions.contains(permission)) {
        throw new RefusedException(
            new Refusal.Invalid("permission", permission, "one that this server knows"));
      }
      for (String role : by) {
        if (!roles.contains(role)) {
          throw new RefusedException(
              new Refusal.Invalid("role", role, "one of " + new TreeSet<>(roles)));
        }
      }
    });
  }
}
