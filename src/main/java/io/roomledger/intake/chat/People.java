package io.roomledger.intake.chat;

import io.roomledger.base.Ids;
import io.roomledger.db.Database;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The people of an export: what they are called there, and who they are here. */
public final class People {
  private final String organisation;
  private final String origin;
  private final List<Account> wanted = new ArrayList<>();
  private final Map<String, Account> byKey = new HashMap<>();

  /**
   * Nobody yet.
   *
   * @param origin what the ids are made of besides, such as {@code zulip account}
   */
  public People(String organisation, String origin) {
    this.organisation = organisation;
    this.origin = origin;
  }

  /**
   * Somebody as an export tells of them.
   *
   * @param key by which messages name them
   * @param username the name they would have here
   * @param name their name for people
   * @param email their address, perhaps nothing or nonsense
   * @param active whether they may still log in there
   */
  public record Person(String key, String username, String name, String email, boolean active) {}

  /** Adds somebody; who is there already under that key stays. */
  public void add(Person person) {
    String id = Ids.derived(17, origin, organisation, person.key());
    add(person, id);
  }

  /** Adds somebody whose id is to be kept. */
  public void add(Person person, String id) {
    if (byKey.containsKey(person.key())) {
      return;
    }
    String username = clean(person.username(), 100).replaceAll("\\s+", "_");
    String own = username.isEmpty() ? clean(person.key(), 100).replaceAll("\\s+", "_") : username;
    String name = clean(person.name(), 200);
    Account account =
        new Account(
            id,
            organisation,
            own.isEmpty() ? id : own,
            name.isEmpty() ? own : name,
            email(person.email()),
            "",
            person.active());
    byKey.put(person.key(), account);
    wanted.add(account);
  }

  /** Takes them in, and knows from then on who they are here. */
  public void takeIn(Database database, Accounts accounts) {
    Map<String, Account> known =
        database.jdbi().inTransaction(handle -> accounts.takeIn(handle, wanted, Set.of("user")));
    byKey.replaceAll((key, account) -> known.getOrDefault(account.id(), account));
  }

  /** The same where a user name is all that is known: whoever has that name here is meant. */
  public void takeInByName(Database database, Accounts accounts) {
    List<String> names = wanted.stream().map(Account::username).toList();
    List<Account> there = accounts.findByUsernames(organisation, names);
    Map<String, Account> byName = new HashMap<>();
    there.forEach(a -> byName.put(a.username().toLowerCase(Locale.ROOT), a));
    byKey.replaceAll((key, account) ->
        byName.getOrDefault(account.username().toLowerCase(Locale.ROOT), account));
    wanted.removeIf(account -> byName.containsKey(account.username().toLowerCase(Locale.ROOT)));
    takeIn(database, accounts);
  }

  /** Who has that key. */
  public Optional<Account> find(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** The id here of whoever has that key. */
  public Optional<String> id(String key) {
    return find(key).map(Account::id);
  }

  /** The user name here of whoever has that key, or else the key. */
  public String username(String key) {
    return find(key).map(Account::username).orElse(key);
  }

  /** How many there are. */
  public long count() {
    return byKey.size();
  }

  /** One line of at most that many characters. */
  public static String clean(String text, int longest) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > longest ? line.substring(0, longest).strip() : line;
  }

  private static Optional<String> email(String email) {
    boolean usable = email.matches("[^@\\s\\p{Cntrl}]{1,200}@[^@\\s\\p{Cntrl}]{1,200}");
    return usable ? Optional.of(email) : Optional.empty();
  }
}
