package io.roomledger.identity;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * The door of departments. Whoever belongs to the organisation may look; {@link
 * Permissions#MANAGE_DEPARTMENTS} may change. What belongs to another organisation is not found.
 */
public final class Departments {
  /** The most entries on one page. */
  public static final int LARGEST_PAGE = 1_000;

  private static final Pattern CUSTOM_ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_@.-]{0,63}");
  private static final int LONGEST_NAME = 200;

  private final Database database;
  private final Journal journal;

  public Departments(Database database, Journal journal) {
    this.database = database;
    this.journal = journal;
  }

  /**
   * Adds a department.
   *
   * @param customId the organisation's own id for it; without one it gets one
   * @throws RefusedException forbidden; not found, if there is no such parent; invalid; a conflict,
   *     if the name under that parent or the custom id is taken
   */
  public Department add(
      Caller caller, String name, Optional<UUID> parent, Optional<String> customId) {
    caller.needPermission(Permissions.MANAGE_DEPARTMENTS);
    check(name, customId);
    parent.ifPresent(above -> get(caller, above));
    return database
        .jdbi()
        .inTransaction(handle -> {
          Department added =
              DepartmentRows.insertIfAbsent(handle, caller.organisation(), name, parent, customId)
                  .orElseThrow(() ->
                      new RefusedException(
                          new Refusal.Conflict(
                              "department "
                                  + name
                                  + ": taken (expected: a new custom id, and a name that is new"
                                  + " under its parent)")));
          journal.append(
              handle, caller, "department.added", "department:" + added.id(), Map.of("name", name));
          return added;
        });
  }

  private static void check(String name, Optional<String> customId) {
    if (name.isBlank() || name.length() > LONGEST_NAME || Accounts.unstorable(name)) {
      throw new RefusedException(
          new Refusal.Invalid("name", name, "1 to " + LONGEST_NAME + " characters"));
    }
    if (customId.isPresent() && !CUSTOM_ID.matcher(customId.get()).matches()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "custom id", customId.get(), "1 to 64 letters, digits, _, -, @ and dots"));
    }
  }

  /**
   * Puts a person into these departments and no others; the first one's name is what reservations
   * show.
   *
   * @throws RefusedException forbidden; not found, if there is no such account or department
   */
  public void assign(Caller caller, String accountId, List<UUID> departments) {
    caller.needPermission(Permissions.MANAGE_DEPARTMENTS);
    String first = departments.isEmpty() ? "" : get(caller, departments.getFirst()).name();
    departments.forEach(department -> get(caller, department));
    database
        .jdbi()
        .useTransaction(handle -> {
          if (!DepartmentRows.name(handle, caller.organisation(), accountId, first)) {
            throw new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, accountId));
          }
          DepartmentRows.assign(handle, accountId, departments);
          journal.append(
              handle,
              caller,
              "department.assigned",
              "account:" + accountId,
              Map.of(
                  "departments",
                  String.join(" ", departments.stream().map(UUID::toString).toList())));
        });
  }

  /**
   * The department of that id.
   *
   * @throws RefusedException not found
   */
  public Department get(Caller caller, UUID id) {
    return read(handle -> DepartmentRows.byId(handle, caller.organisation(), id))
        .orElseThrow(() -> notFound(id.toString()));
  }

  /**
   * The department that the organisation calls so.
   *
   * @throws RefusedException not found
   */
  public Department getByCustomId(Caller caller, String customId) {
    return Optional.of(customId)
        .filter(id -> CUSTOM_ID.matcher(id).matches())
        .flatMap(id -> read(handle -> DepartmentRows.byCustomId(handle, caller.organisation(), id)))
        .orElseThrow(() -> notFound(customId));
  }

  /**
   * The departments right below {@code parent}, or all below it.
   *
   * @param parent none for the organisation itself
   * @param deep whether those below these come too
   * @param after the key that the page before gave
   * @throws RefusedException invalid
   */
  public Page<Department> below(
      Caller caller, Optional<UUID> parent, boolean deep, Optional<String> after, int size) {
    UUID last = after.map(Departments::key).orElse(new UUID(0, 0));
    return page(
        read(handle ->
            DepartmentRows.below(
                handle, caller.organisation(), parent, deep, last, checked(size) + 1)),
        size,
        department -> department.id().toString());
  }

  /**
   * The people right in {@code department} who may log in; in none, those who belong to no
   * department.
   *
   * @param after the key that the page before gave
   * @throws RefusedException invalid
   */
  public Page<Account> members(
      Caller caller, Optional<UUID> department, Optional<String> after, int size) {
    return page(
        read(handle ->
            DepartmentRows.members(
                handle, caller.organisation(), department, after.orElse(""), checked(size) + 1)),
        size,
        Account::id);
  }

  /** The departments of each of these people, the first one first. */
  public Map<String, List<Department>> of(Caller caller, Collection<String> accountIds) {
    return read(handle -> DepartmentRows.of(handle, caller.organisation(), accountIds));
  }

  /** How many people who may log in each of these departments has, with all below it. */
  public Map<UUID, Integer> sizes(Caller caller, Collection<UUID> departments) {
    Map<UUID, Integer> sizes = new HashMap<>();
    departments.forEach(department -> sizes.put(department, 0));
    sizes.putAll(read(handle -> DepartmentRows.sizes(handle, caller.organisation(), departments)));
    return sizes;
  }

  private <T> T read(Function<Handle, T> query) {
    return database.jdbi().withHandle(query::apply);
  }

  private static <T> Page<T> page(List<T> more, int size, Function<T, String> key) {
    boolean end = more.size() <= size;
    List<T> items = end ? more : more.subList(0, size);
    return new Page<>(items, end ? Optional.empty() : Optional.of(key.apply(items.getLast())));
  }

  private static int checked(int size) {
    if (size < 1 || size > LARGEST_PAGE) {
      throw new RefusedException(
          new Refusal.Invalid("size", String.valueOf(size), "from 1 to " + LARGEST_PAGE));
    }
    return size;
  }

  private static UUID key(String after) {
    try {
      return UUID.fromString(after);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(new Refusal.Invalid("after", after, "the key that a page gave"));
    }
  }

  private static RefusedException notFound(String id) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.DEPARTMENT, id));
  }
}
