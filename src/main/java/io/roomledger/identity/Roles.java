package io.roomledger.identity;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;

/**
 * What each role carries. A change made here counts at once, one made elsewhere as soon as it is
 * heard of, and in a second at the latest.
 */
final class Roles {
  private static final Duration REMEMBERED = Duration.ofSeconds(1);

  private final Database database;
  private final LoadingCache<Boolean, Map<String, Set<String>>> carried;

  Roles(Database database) {
    this.database = database;
    this.carried = Caffeine.newBuilder().expireAfterWrite(REMEMBERED).build(all -> load());
    database.jdbi().useTransaction(Roles::giveDefaults);
  }

  Set<String> permissionsOf(Collection<String> roles) {
    Map<String, Set<String>> all = carried.get(true);
    Set<String> permissions = new HashSet<>();
    for (String role : roles) {
      permissions.addAll(all.getOrDefault(role, Set.of()));
    }
    return permissions;
  }

  void grant(String role, String permission) {
    change(handle -> {
      need(handle, Set.of(role));
      add(handle, role, Set.of(permission));
    });
  }

  void revoke(String role, String permission) {
    change(handle ->
        handle.execute(
            "DELETE FROM role_permission WHERE role = ? AND permission = ?", role, permission));
  }

  /** Refuses unless all these roles are there. */
  static void need(Handle handle, Collection<String> roles) {
    List<String> known = handle.createQuery("SELECT name FROM role").mapTo(String.class).list();
    for (String role : roles) {
      if (!known.contains(role)) {
        String expected = "one of " + String.join(", ", new TreeSet<>(known));
        throw new RefusedException(new Refusal.Invalid("role", role, expected));
      }
    }
  }

  void forget() {
    carried.invalidateAll();
  }

  private void change(HandleConsumer<RuntimeException> change) {
    database
        .jdbi()
        .useTransaction(handle -> {
          change.useHandle(handle);
          // what is read between now and the commit is the old, and must not be remembered
          handle.afterCommit(this::forget);
        });
    forget();
  }

  private static void add(Handle handle, String role, Collection<String> permissions) {
    handle
        .createUpdate(
            """
            INSERT INTO role_permission (role, permission)
            SELECT :role, permission FROM unnest(:permissions) AS permission
            ON CONFLICT DO NOTHING
            """)
        .bind("role", role)
        .bindArray("permissions", String.class, permissions)
        .execute();
  }

  /** A permission that this database has never seen goes to the roles that have it by default. */
  private static void giveDefaults(Handle handle) {
    List<String> permissions = new ArrayList<>();
    List<String> roles = new ArrayList<>();
    Map<String, Set<String>> defaults = new HashMap<>(Permissions.DEFAULTS);
    defaults.putAll(Administration.DEFAULTS);
    defaults.forEach((permission, by) ->
        by.forEach(role -> {
          permissions.add(permission);
          roles.add(role);
        }));
    handle
        .createUpdate(
            """
            WITH fresh AS (
              INSERT INTO permission (name)
              SELECT DISTINCT name FROM unnest(:permissions) AS name
              ON CONFLICT DO NOTHING
              RETURNING name
            )
            INSERT INTO role_permission (role, permission)
            SELECT given.role, given.permission
            FROM unnest(:roles, :permissions) AS given (role, permission)
            JOIN fresh ON fresh.name = given.permission
            ON CONFLICT DO NOTHING
            """)
        .bindArray("permissions", String.class, permissions)
        .bindArray("roles", String.class, roles)
        .execute();
  }

  private Map<String, Set<String>> load() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT role, permission FROM role_permission")
                .map(
                    (row, context) -> Map.entry(row.getString("role"), row.getString("permission")))
                .stream()
                .collect(
                    Collectors.groupingBy(
                        Map.Entry::getKey,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toSet()))));
  }
}
