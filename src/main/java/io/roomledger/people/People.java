package io.roomledger.people;

import io.roomledger.audit.Audit;
import io.roomledger.base.Counted;
import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import io.roomledger.identity.PasswordRules;
import io.roomledger.identity.Permissions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * The door of people: who has an account, and what is told of them. Every change is audited in its
 * own transaction, without passwords.
 */
public final class People {
  /** What a token must carry to see who there is; a log-in carries every scope. */
  public static final String READ = "people:read";

  /** What a token must carry to manage people, what roles carry, and preferences. */
  public static final String MANAGE = "people:manage";

  private static final String ADMIN = "admin";

  /** What it works with. */
  public record House(
      Database database, Accounts accounts, Preferences preferences, Audit audit, Clock clock) {}

  private final House house;

  public People(House house) {
    this.house = house;
  }

  /**
   * The person of that account.
   *
   * @throws RefusedException not found
   */
  public Person get(Caller caller, String accountId) {
    caller.needScope(READ);
    return house.database().jdbi().withHandle(handle -> known(handle, caller, accountId));
  }

  /**
   * The people of the organisation. Needs {@code view-d-room}.
   *
   * @throws RefusedException forbidden permission
   */
  public Counted<Person> list(Caller caller, PersonQuery query) {
    caller.needScope(READ);
    caller.needPermission(Permissions.VIEW_DIRECT_ROOMS);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> PersonRows.list(handle, caller.organisation(), query));
  }

  /**
   * Adds an account. Needs {@code create-user}, and {@code assign-admin-role} to make an
   * administrator.
   *
   * @throws RefusedException forbidden permission; invalid: a name, the address, the password or a
   *     role; conflict, if the user name or the address is taken
   */
  public Person add(Caller caller, PersonDraft draft) {
    caller.needScope(MANAGE);
    caller.needPermission(Administration.CREATE_USERS);
    needAdminRight(house.accounts(), caller, draft.roles());
    return house
        .database()
        .jdbi()
        .inTransaction(handle -> {
          Person added = insert(handle, caller.organisation(), draft);
          audit(handle, caller, "account.added", added.account(), told(draft));
          return added;
        });
  }

  /**
   * Lets somebody make their own account, if {@link Preference#REGISTRATION} says so. Roles they
   * wish for are not looked at.
   *
   * @param address where from
   * @throws RefusedException forbidden permission {@code register}; otherwise as {@link #add}
   */
  public Person register(String organisation, PersonDraft draft, String address) {
    if (!house.preferences().text(organisation, Preference.REGISTRATION).equals("Public")) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.PERMISSION, "register"));
    }
    PersonDraft plain =
        new PersonDraft(draft.username(), draft.name(), draft.email(), draft.password(), Set.of());
    return house
        .database()
        .jdbi()
        .inTransaction(handle -> {
          Person added = insert(handle, organisation, plain);
          Caller self =
              new Caller.Person(added.account(), added.roles(), Set.of(), Set.of(), address);
          audit(handle, self, "account.registered", added.account(), told(plain));
          return added;
        });
  }

  private Person insert(Handle handle, String organisation, PersonDraft draft) {
    PersonCheck.check(draft.name(), draft.email());
    Account account =
        new Account(
            Ids.random(),
            organisation,
            draft.username(),
            draft.name(),
            Optional.of(draft.email()),
            "",
            true);
    house.accounts().passwordRules().checkByCall(draft.password(), PasswordRules.about(account));
    needAllowed(organisation, draft.username());
    needFreeEmail(account);
    Set<String> roles = draft.roles().isEmpty() ? newcomers(organisation) : draft.roles();
    house.accounts().add(handle, account, Optional.of(draft.password()), roles);
    return PersonRows.find(handle, account.id()).orElseThrow();
  }

  private Set<String> newcomers(String organisation) {
    Set<String> roles = new TreeSet<>();
    String named = house.preferences().text(organisation, Preference.NEWCOMERS_ROLES);
    for (String role : named.split(",", -1)) {
      if (!role.isBlank()) {
        roles.add(role.strip());
      }
    }
    return roles;
  }

  /**
   * Changes what is told of somebody. Everybody may change their own name, address and password;
   * the rest and others need {@code edit-other-user-info}, others' passwords {@code
   * edit-other-user-password}, roles {@code assign-roles}.
   *
   * @throws RefusedException not found; forbidden permission; invalid; conflict: a user name or an
   *     address that is taken, or the last administrator
   */
  public Person change(Caller caller, String accountId, PersonChange change) {
    caller.needScope(MANAGE);
    boolean self = isSelf(caller, accountId);
    if (!self || change.username().isPresent()) {
      caller.needPermission(Administration.EDIT_USERS);
    }
    if (change.password().isPresent()) {
      needMaySetPassword(caller, self);
    }
    if (change.roles().isPresent()) {
      caller.needPermission(Administration.ASSIGN_ROLES);
    }
    return house
        .database()
        .jdbi()
        .inTransaction(handle -> {
          Person before = locked(handle, caller, accountId);
          needPower(house.accounts(), caller, before);
          Account wished = wished(before.account(), change);
          PersonCheck.check(wished.name(), wished.email().orElse("a@b"));
          if (change.email().isPresent()) {
            needFreeEmail(wished);
          }
          change.username().ifPresent(name -> needAllowed(caller.organisation(), name));
          house.accounts().rename(handle, wished);
          change
              .password()
              .ifPresent(password -> {
                house.accounts().passwordRules().checkByCall(password, PasswordRules.about(wished));
                house.accounts().setPassword(handle, accountId, password);
              });
          change.roles().ifPresent(roles -> setRoles(handle, caller, before, roles));
          audit(handle, caller, "account.changed", wished, told(change));
          return PersonRows.find(handle, accountId).orElseThrow();
        });
  }

  /**
   * Lets somebody log in, or not. Needs {@code edit-other-user-active-status}.
   *
   * @throws RefusedException not found; forbidden permission; conflict, if they are the last
   *     administrator
   */
  public void setActive(Caller caller, String accountId, boolean active) {
    caller.needScope(MANAGE);
    caller.needPermission(Administration.EDIT_ACTIVE);
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          Person person = locked(handle, caller, accountId);
          needPower(house.accounts(), caller, person);
          if (!active) {
            needOtherAdmin(handle, person);
          }
          house.accounts().setActive(handle, accountId, active);
          audit(handle, caller, "account.active", person.account(), Map.of("active", "" + active));
        });
  }

  /**
   * Deletes an account. What it said and did stays and keeps its author; it is in no room any more,
   * its tokens end, its user name is free. Needs {@code delete-user}.
   *
   * @throws RefusedException not found; forbidden permission; conflict, if they are the last
   *     administrator
   */
  public void delete(Caller caller, String accountId) {
    caller.needScope(MANAGE);
    caller.needPermission(Administration.DELETE_USERS);
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          Person person = locked(handle, caller, accountId);
          needPower(house.accounts(), caller, person);
          needOtherAdmin(handle, person);
          house.accounts().delete(handle, accountId, house.clock().instant());
          audit(handle, caller, "account.deleted", person.account(), Map.of());
        });
  }

  /**
   * Gives somebody a role in the organisation, or takes it. Needs {@code assign-roles}, and {@code
   * assign-admin-role} for administrators.
   *
   * @throws RefusedException not found; forbidden permission; invalid: the role; conflict: they
   *     have it already, do not have it, or are the last administrator
   */
  public Person setRole(Caller caller, String accountId, String role, boolean given) {
    caller.needScope(MANAGE);
    caller.needPermission(Administration.ASSIGN_ROLES);
    return house
        .database()
        .jdbi()
        .inTransaction(handle -> {
          Person person = locked(handle, caller, accountId);
          Set<String> roles = new TreeSet<>(person.roles());
          boolean changed = given ? roles.add(role) : roles.remove(role);
          if (!changed) {
            throw conflict(
                person.account().username() + (given ? " is already " : " is not ") + role);
          }
          setRoles(handle, caller, person, roles);
          audit(
              handle,
              caller,
              given ? "account.role-given" : "account.role-taken",
              person.account(),
              Map.of("role", role));
          return PersonRows.find(handle, accountId).orElseThrow();
        });
  }

  /** A password opens everything, so a token that does not may not set one's own. */
  private static void needMaySetPassword(Caller caller, boolean self) {
    if (self) {
      caller.needScope("*");
    } else {
      caller.needPermission(Administration.EDIT_PASSWORDS);
    }
  }

  private void setRoles(Handle handle, Caller caller, Person person, Set<String> roles) {
    if (person.roles().contains(ADMIN) != roles.contains(ADMIN)) {
      caller.needPermission(Administration.ASSIGN_ADMIN);
      if (!roles.contains(ADMIN)) {
        needOtherAdmin(handle, person);
      }
    }
    Set<String> given = new TreeSet<>(roles);
    given.removeAll(person.roles());
    needAdminRight(house.accounts(), caller, given);
    house.accounts().setRoles(handle, person.account().id(), roles);
  }

  private static Account wished(Account account, PersonChange change) {
    return new Account(
        account.id(),
        account.organisation(),
        change.username().orElse(account.username()),
        change.name().orElse(account.name()),
        change.email().or(account::email),
        account.department(),
        account.active());
  }

  private static Person known(Handle handle, Caller caller, String accountId) {
    return PersonRows.find(handle, accountId)
        .filter(person -> person.account().organisation().equals(caller.organisation()))
        .orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, accountId)));
  }

  /** One change of administrators after the other, so that the last one stays. */
  static Person locked(Handle handle, Caller caller, String accountId) {
    handle.execute(
        "SELECT FROM organisation WHERE id = ? FOR NO KEY UPDATE", caller.organisation());
    return known(handle, caller, accountId);
  }

  /** Whoever says what roles may is an administrator by another name. */
  private static void needAdminRight(Accounts accounts, Caller caller, Set<String> roles) {
    if (roles.contains(ADMIN)
        || accounts.permissionsOf(roles).contains(Administration.ACCESS_PERMISSIONS)) {
      caller.needPermission(Administration.ASSIGN_ADMIN);
    }
  }

  /** Who may not make administrators does not manage them either. */
  static void needPower(Accounts accounts, Caller caller, Person person) {
    if (!isSelf(caller, person.account().id())) {
      needAdminRight(accounts, caller, person.roles());
    }
  }

  private static void needOtherAdmin(Handle handle, Person person) {
    boolean last =
        person.roles().contains(ADMIN)
            && person.account().active()
            && PersonRows.active(handle, person.account().organisation(), ADMIN) == 1;
    if (last) {
      throw conflict(
          person.account().username()
              + " is the last administrator (expected: another administrator first)");
    }
  }

  /** Names that would be taken for the system's. Whoever runs the server may use them. */
  private void needAllowed(String organisation, String username) {
    String blocked = house.preferences().text(organisation, Preference.BLOCKED_NAMES);
    for (String name : blocked.split(",", -1)) {
      if (name.strip().equalsIgnoreCase(username)) {
        throw PersonCheck.invalid("blocked username", username, "one that is not blocked");
      }
    }
  }

  private void needFreeEmail(Account account) {
    boolean taken =
        account
            .email()
            .flatMap(email -> house.accounts().findByEmail(account.organisation(), email))
            .filter(other -> !other.id().equals(account.id()))
            .isPresent();
    if (taken) {
      throw conflict(
          "email " + account.email().orElse("") + ": another account has it (expected: one's own)");
    }
  }

  private static boolean isSelf(Caller caller, String accountId) {
    return caller instanceof Caller.Person person && person.account().id().equals(accountId);
  }

  private static Map<String, String> told(PersonDraft draft) {
    return Map.of(
        "username", draft.username(), "roles", String.join(" ", new TreeSet<>(draft.roles())));
  }

  private static Map<String, String> told(PersonChange change) {
    Map<String, String> told = new LinkedHashMap<>();
    change.username().ifPresent(username -> told.put("username", username));
    change.name().ifPresent(name -> told.put("name", name));
    change.email().ifPresent(email -> told.put("email", email));
    change.password().ifPresent(password -> told.put("password", "changed"));
    change.roles().ifPresent(roles -> told.put("roles", String.join(" ", new TreeSet<>(roles))));
    return told;
  }

  private void audit(
      Handle handle, Caller caller, String action, Account account, Map<String, String> details) {
    house.audit().append(handle, caller, action, "account:" + account.id(), details);
  }

  private static RefusedException conflict(String what) {
    return new RefusedException(new Refusal.Conflict(what));
  }
}
