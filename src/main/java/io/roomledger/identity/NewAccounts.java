package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Adds accounts, one or many. */
final class NewAccounts {
  private static final int AT_ONCE = 5000;
  private static final Pattern USERNAME = Pattern.compile("[^\\s\\p{Cntrl}]{1,200}");

  private final Clock clock;

  NewAccounts(Clock clock) {
    this.clock = clock;
  }

  void add(Handle handle, Account account, Optional<String> passwordHash) {
    check(account);
    int added =
        handle
            .createUpdate(
                """
                INSERT INTO account
                  (id, organisation, username, name, email, department, active, password_hash,
                   created_at)
                VALUES
                  (:id, :organisation, :username, :name, :email, :department, :active, :hash, :now)
                ON CONFLICT DO NOTHING
                """)
            .bindMethods(account)
            .bind("hash", passwordHash)
            .bind("now", now())
            .execute();
    if (added == 0) {
      throw taken(account);
    }
  }

  void rename(Handle handle, Account account) {
    check(account);
    boolean taken =
        handle
            .createQuery(
                """
                SELECT EXISTS (
                  SELECT FROM account
                   WHERE organisation = :organisation AND lower(username) = lower(:username)
                     AND id <> :id AND deleted_at IS NULL)
                """)
            .bindMethods(account)
            .mapTo(boolean.class)
            .one();
    if (taken) {
      throw taken(account);
    }
    int changed =
        handle
            .createUpdate(
                """
                UPDATE account
                   SET username = :username, name = :name, email = :email, department = :department
                 WHERE id = :id AND deleted_at IS NULL
                """)
            .bindMethods(account)
            .execute();
    if (changed == 0) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, account.id()));
    }
  }

  private static RefusedException taken(Account account) {
    return new RefusedException(
        new Refusal.Conflict(
            "account "
                + account.username()
                + ": the user name or the id is taken (expected: one that is free)"));
  }

  Map<String, Account> takeIn(Handle handle, List<Account> accounts, Set<String> roles) {
    Map<String, Account> taken = new HashMap<>();
    for (int from = 0; from < accounts.size(); from += AT_ONCE) {
      List<Account> some = accounts.subList(from, Math.min(from + AT_ONCE, accounts.size()));
      taken.putAll(takeInSome(handle, some, roles));
    }
    return taken;
  }

  static Map<String, Account> byId(Handle handle, Collection<String> ids) {
    return handle
        .createQuery("SELECT " + Accounts.COLUMNS + " FROM account WHERE id = ANY(:ids)")
        .bindArray("ids", String.class, ids)
        .mapTo(Account.class)
        .collectToMap(Account::id, account -> account);
  }

  static List<Account> byUsername(
      Handle handle, String organisation, Collection<String> usernames) {
    if (usernames.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(
            "SELECT "
                + Accounts.COLUMNS
                + " FROM account WHERE organisation = :organisation"
                + " AND lower(username) IN (SELECT lower(n) FROM unnest(:names) AS n)")
        .bind("organisation", organisation)
        .bindArray("names", String.class, usernames)
        .mapTo(Account.class)
        .list();
  }

  private Map<String, Account> takeInSome(
      Handle handle, List<Account> accounts, Set<String> roles) {
    Map<String, Account> taken = byId(handle, accounts.stream().map(Account::id).toList());
    List<Account> rest = accounts.stream().filter(a -> !taken.containsKey(a.id())).toList();
    Map<String, Account> byEmail = byEmail(handle, rest);
    List<Account> fresh = new ArrayList<>();
    for (Account account : rest) {
      Account known =
          account
              .email()
              .map(email -> byEmail.get(key(account.organisation(), email)))
              .orElse(null);
      if (known == null && !taken.containsKey(account.id())) {
        check(account);
        fresh.add(account);
        known = account;
      }
      if (known != null) {
        taken.put(account.id(), known);
        Account person = known;
        account.email().ifPresent(e -> byEmail.put(key(account.organisation(), e), person));
      }
    }
    Map<String, Account> named = named(handle, fresh);
    insert(handle, List.copyOf(named.values()), roles);
    taken.replaceAll((id, account) -> named.getOrDefault(account.id(), account));
    return taken;
  }

  /** The fresh ones with the user names that they get, by id. */
  private static Map<String, Account> named(Handle handle, List<Account> fresh) {
    List<String> usernames = freeNames(handle, fresh);
    Map<String, Account> named = new LinkedHashMap<>();
    for (int i = 0; i < fresh.size(); i++) {
      Account a = fresh.get(i);
      named.put(
          a.id(),
          new Account(
              a.id(),
              a.organisation(),
              usernames.get(i),
              a.name(),
              a.email(),
              a.department(),
              a.active()));
    }
    return named;
  }

  private void insert(Handle handle, List<Account> fresh, Set<String> roles) {
    List<String> ids = fresh.stream().map(Account::id).toList();
    handle
        .createUpdate(
            """
            INSERT INTO account
              (id, organisation, username, name, email, department, active, created_at)
            SELECT id, organisation, username, name, nullif(email, ''), department, active, :now
            FROM unnest(:ids, :organisations, :usernames, :names, :emails, :departments, :actives)
              AS fresh (id, organisation, username, name, email, department, active)
            """)
        .bind("now", now())
        .bindArray("ids", String.class, ids)
        .bindArray("organisations", String.class, column(fresh, Account::organisation))
        .bindArray("usernames", String.class, column(fresh, Account::username))
        .bindArray("names", String.class, column(fresh, Account::name))
        .bindArray("emails", String.class, column(fresh, a -> a.email().orElse("")))
        .bindArray("departments", String.class, column(fresh, Account::department))
        .bindArray("actives", Boolean.class, fresh.stream().map(Account::active).toList())
        .execute();
    handle
        .createUpdate(
            """
            INSERT INTO account_role (account_id, role)
            SELECT id, role FROM unnest(:ids) AS id, unnest(:roles) AS role
            """)
        .bindArray("ids", String.class, ids)
        .bindArray("roles", String.class, roles)
        .execute();
  }

  private static List<String> column(List<Account> accounts, Function<Account, String> of) {
    return accounts.stream().map(of).toList();
  }

  /** Who has the mail addresses of {@code accounts}; the oldest, where several do. */
  private static Map<String, Account> byEmail(Handle handle, List<Account> accounts) {
    List<Account> reachable = accounts.stream().filter(a -> a.email().isPresent()).toList();
    Map<String, Account> found = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT asked.organisation AS asked_organisation, asked.email AS asked_email, account.*
            FROM unnest(:organisations, :emails) AS asked (organisation, email)
            JOIN account ON account.organisation = asked.organisation
              AND lower(account.email) = lower(asked.email) AND account.deleted_at IS NULL
            ORDER BY account.created_at, account.id
            """)
        .bindArray("organisations", String.class, column(reachable, Account::organisation))
        .bindArray("emails", String.class, column(reachable, a -> a.email().orElse("")))
        .map((row, context) ->
            Map.entry(
                key(row.getString("asked_organisation"), row.getString("asked_email")),
                ConstructorMapper.of(Account.class).map(row, context)))
        .forEach(entry -> found.putIfAbsent(entry.getKey(), entry.getValue()));
    return found;
  }

  /** The user names as wished, with a number behind those that somebody has. */
  private static List<String> freeNames(Handle handle, List<Account> accounts) {
    Set<String> taken = new HashSet<>();
    Set<String> asked = new HashSet<>();
    List<String> names = new ArrayList<>(accounts.stream().map(Account::username).toList());
    ask(handle, accounts, names, asked, taken);
    for (int i = 0; i < names.size(); i++) {
      String wished = names.get(i);
      String organisation = accounts.get(i).organisation();
      for (int number = 2; taken.contains(key(organisation, names.get(i))); number++) {
        names.set(i, wished + "-" + number);
        ask(handle, List.of(accounts.get(i)), List.of(names.get(i)), asked, taken);
      }
      taken.add(key(organisation, names.get(i)));
    }
    return names;
  }

  /** Adds to {@code taken} which of the names somebody has, if that was not asked before. */
  private static void ask(
      Handle handle,
      List<Account> accounts,
      List<String> names,
      Set<String> asked,
      Set<String> taken) {
    List<String> organisations = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (asked.add(key(accounts.get(i).organisation(), names.get(i)))) {
        organisations.add(accounts.get(i).organisation());
        unknown.add(names.get(i));
      }
    }
    if (unknown.isEmpty()) {
      return;
    }
    handle
        .createQuery(
            """
            SELECT asked.organisation, asked.username
            FROM unnest(:organisations, :names) AS asked (organisation, username)
            JOIN account ON account.organisation = asked.organisation
              AND lower(account.username) = lower(asked.username)
              AND account.deleted_at IS NULL
            """)
        .bindArray("organisations", String.class, organisations)
        .bindArray("names", String.class, unknown)
        .map((row, context) -> key(row.getString(1), row.getString(2)))
        .forEach(taken::add);
  }

  private static String key(String organisation, String username) {
    return organisation + "\n" + username.toLowerCase(Locale.ROOT);
  }

  private static void check(Account account) {
    if (!USERNAME.matcher(account.username()).matches()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "username", account.username(), "1 to 200 characters without blanks"));
    }
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
