package io.roomledger.people;

import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * The door of whoever makes and changes roles. Roles are the same for every organisation of a
 * server, so {@code access-permissions} is needed in the main one. Every change is audited.
 */
public final class RoleBook {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,49}");
  private static final int LONGEST = 300;

  private final Database database;
  private final Accounts accounts;
  private final Audit audit;

  public RoleBook(Database database, Accounts accounts, Audit audit) {
    this.database = database;
    this.accounts = accounts;
    this.audit = audit;
  }

  /**
   * A role.
   *
   * @param name its name
   * @param described what it is for, if somebody said so
   * @param inRoom whether it is had in one room only
   * @param madeHere whether somebody made it; only then it can be deleted
   * @param secondFactor whether whoever has it needs a second factor
   * @param people how many of the organisation have it
   * @param permissions what it carries
   */
  public record Entry(
      String name,
      String described,
      boolean inRoom,
      boolean madeHere,
      boolean secondFactor,
      long people,
      SortedSet<String> permissions) {}

  /**
   * Every role, by name.
   *
   * @throws RefusedException forbidden permission
   */
  public List<Entry> list(Caller caller) {
    need(caller);
    return database.jdbi().withHandle(handle -> entries(handle, caller, ""));
  }

  /**
   * The role of that name.
   *
   * @throws RefusedException forbidden permission; invalid, if there is none
   */
  public Entry get(Caller caller, String name) {
    need(caller);
    return database.jdbi().withHandle(handle -> known(handle, caller, name));
  }

  /** Every permission that roles can carry, by name. */
  public SortedSet<String> permissions(Caller caller) {
    need(caller);
    return database
        .jdbi()
        .withHandle(handle ->
            new TreeSet<>(
                handle.createQuery("SELECT name FROM permission").mapTo(String.class).list()));
  }

  /**
   * Makes a role that carries nothing yet.
   *
   * @throws RefusedException forbidden permission; invalid: the name or what is said of it;
   *     conflict, if there is one of that name
   */
  public void add(Caller caller, String name, String described) {
    if (!NAME.matcher(name).matches()) {
      throw new RefusedException(
          new Refusal.Invalid("name", name, "a small letter, then up to 49 of a-z, 0-9 and -"));
    }
    check(described);
    change(
        caller,
        name,
        "role.added",
        Map.of("described", described),
        handle -> {
          int added =
              handle.execute(
                  "INSERT INTO role (name, in_room, described, made_here) VALUES (?, false, ?,"
                      + " true) ON CONFLICT DO NOTHING",
                  name,
                  described);
          if (added == 0) {
            throw conflict("role " + name + ": there is one already (expected: another name)");
          }
        });
  }

  /**
   * Changes what a role is for, whether it needs a second factor, and what it carries: these
   * permissions and no others.
   *
   * @throws RefusedException forbidden permission; invalid: the role, a permission; conflict, if
   *     nobody could change roles any more
   */
  public void change(
      Caller caller, String name, String described, boolean secondFactor, Set<String> wished) {
    check(described);
    SortedSet<String> known = permissions(caller);
    for (String permission : wished) {
      if (!known.contains(permission)) {
        throw new RefusedException(
            new Refusal.Invalid("permission", permission, "one that this server knows"));
      }
    }
    if (name.equals("admin") && !wished.contains(Administration.ACCESS_PERMISSIONS)) {
      throw conflict(
          "role admin: must keep "
              + Administration.ACCESS_PERMISSIONS
              + " (expected: somebody who can change roles)");
    }
    change(
        caller,
        name,
        "role.changed",
        Map.of(
            "described", described,
            "second-factor", Boolean.toString(secondFactor),
            "permissions", String.join(" ", new TreeSet<>(wished))),
        handle -> {
          Set<String> had = known(handle, caller, name).permissions();
          handle.execute(
              "UPDATE role SET described = ?, second_factor = ? WHERE name = ?",
              described,
              secondFactor,
              name);
          wished.stream().filter(it -> !had.contains(it)).forEach(it -> accounts.grant(name, it));
          had.stream().filter(it -> !wished.contains(it)).forEach(it -> accounts.revoke(name, it));
        });
  }

  /**
   * Deletes a role that somebody made and nobody has.
   *
   * @throws RefusedException forbidden permission; invalid: the role; conflict, if somebody has it
   *     or it belongs to the server
   */
  public void delete(Caller caller, String name) {
    change(
        caller,
        name,
        "role.deleted",
        Map.of(),
        handle -> {
          Entry role = known(handle, caller, name);
          boolean had =
              handle
                  .createQuery("SELECT EXISTS (SELECT FROM account_role WHERE role = :name)")
                  .bind("name", name)
                  .mapTo(boolean.class)
                  .one();
          if (!role.madeHere() || had) {
            throw conflict(
                "role "
                    + name
                    + (had ? ": somebody has it" : ": it belongs to the server")
                    + " (expected: one that was made here and that nobody has)");
          }
          role.permissions().forEach(permission -> accounts.revoke(name, permission));
          handle.execute("DELETE FROM role WHERE name = ?", name);
        });
  }

  private void change(
      Caller caller,
      String name,
      String action,
      Map<String, String> details,
      Consumer<Handle> change) {
    caller.needScope(People.MANAGE);
    need(caller);
    database
        .jdbi()
        .useTransaction(handle -> {
          change.accept(handle);
          audit.append(handle, caller, action, "role:" + name, details);
        });
  }

  private static void need(Caller caller) {
    if (!caller.organisation().equals(Accounts.MAIN)) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.ORGANISATION, Accounts.MAIN));
    }
    caller.needPermission(Administration.ACCESS_PERMISSIONS);
  }

  private static void check(String described) {
    if (described.length() > LONGEST || described.indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid("described", described.length() + " characters", "up to " + LONGEST));
    }
  }

  private static Entry known(Handle handle, Caller caller, String name) {
    Optional<Entry> found = entries(handle, caller, name).stream().findFirst();
    return found.orElseThrow(
        () -> new RefusedException(new Refusal.Invalid("role", name, "one that there is")));
  }

  private static List<Entry> entries(Handle handle, Caller caller, String name) {
    return handle
        .createQuery(
            """
            SELECT name, described, in_room, made_here, second_factor,
                   (SELECT count(*) FROM account_role r JOIN account a ON a.id = r.account_id
                     WHERE r.role = role.name AND a.organisation = :organisation
                       AND a.deleted_at IS NULL) AS people,
                   array(SELECT permission FROM role_permission p WHERE p.role = role.name) AS has
              FROM role WHERE :name IN ('', name) ORDER BY in_room, name
            """)
        .bind("organisation", caller.organisation())
        .bind("name", name)
        .map((row, context) ->
            new Entry(
                row.getString("name"),
                row.getString("described"),
                row.getBoolean("in_room"),
                row.getBoolean("made_here"),
                row.getBoolean("second_factor"),
                row.getLong("people"),
                new TreeSet<>(Arrays.asList((String[]) row.getArray("has").getArray()))))
        .list();
  }

  private static RefusedException conflict(String what) {
    return new RefusedException(new Refusal.Conflict(what));
  }
}
