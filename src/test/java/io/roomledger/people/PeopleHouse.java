package io.roomledger.people;

import io.roomledger.audit.Audit;
import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The doors of people on a fresh database, with an administrator and Ann who is none. */
final class PeopleHouse implements AutoCloseable {
  final Database database = TestDatabase.fresh();
  final SettableClock clock = SettableClock.at("2026-03-10T12:00:00Z");
  final Accounts accounts = new Accounts(database, clock);
  final Tokens tokens = new Tokens(database, clock, accounts, new Apps(database, clock));
  final Audit audit = new Audit(clock);
  final Preferences preferences = new Preferences(database, audit, clock);
  private final People.House doors =
      new People.House(database, accounts, preferences, audit, clock);
  final People people = new People(doors);
  final LogIns logIns = new LogIns(doors);
  final Rights rights = new Rights(database, accounts, audit);
  final PersonalTokens personalTokens = new PersonalTokens(database, tokens, audit);
  final Account root = account("root", "admin", "user");
  final Account ann = account("ann", "user");

  Account account(String username, String... roles) {
    Account account =
        new Account(
            Ids.random(),
            Accounts.MAIN,
            username,
            username,
            Optional.of(username + "@example.org"),
            "",
            true);
    accounts.add(account, Optional.of("secret"), Set.of(roles));
    return account;
  }

  Caller.Person as(Account account) {
    return accounts.caller(account, Set.of("*"), "127.0.0.1");
  }

  /** What was audited: action, subject. */
  List<String> audited() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT action || ' ' || subject FROM audit ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  /** Why the act is refused; fails when it is not. */
  static Refusal refusal(Runnable act) {
    try {
      act.run();
    } catch (RefusedException e) {
      return e.refusal();
    }
    throw new AssertionError("not refused");
  }

  static Refusal permission(String name) {
    return new Refusal.Forbidden(Refusal.Right.PERMISSION, name);
  }

  @Override
  public void close() {
    database.close();
  }
}
