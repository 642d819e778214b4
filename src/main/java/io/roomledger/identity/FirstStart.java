package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The first start of a server: its first account has a one-time password, until somebody takes it,
 * says who they are and what the organisation is called.
 */
public final class FirstStart {
  private static final int LONGEST = 200;

  private final Database database;
  private final Accounts accounts;
  private final Journal journal;

  /**
   * The first start of the server on {@code database}.
   *
   * @param journal where it is written down
   */
  public FirstStart(Database database, Accounts accounts, Journal journal) {
    this.database = database;
    this.accounts = accounts;
    this.journal = journal;
  }

  /** Says that the account's password is for one time. */
  public void begin(Account account) {
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute(
              "INSERT INTO first_start (account_id) VALUES (?) ON CONFLICT DO NOTHING",
              account.id());
          accounts.setPasswordOnce(handle, account.id());
        });
  }

  /** The account with the one-time password, while nobody has taken it. */
  public Optional<Account> waiting() {
    return database.jdbi().withHandle(FirstStart::waiting);
  }

  private static Optional<Account> waiting(Handle handle) {
    return handle
        .createQuery(
            "SELECT "
                + Accounts.COLUMNS
                + " FROM account WHERE id IN (SELECT account_id FROM first_start)")
        .mapTo(Account.class)
        .findOne();
  }

  /**
   * Who the first person is.
   *
   * @param organisation what the organisation is called
   * @param username the user name they want
   * @param name their name for people
   * @param email their address, if they say it
   * @param password the password they want
   */
  public record Newcomer(
      String organisation, String username, String name, Optional<String> email, String password) {
    /** What others know of them. */
    public List<String> known() {
      return List.of(organisation, username, name, email.orElse(""));
    }
  }

  /**
   * Takes the place of the first account.
   *
   * @param oneTime its one-time password
   * @param address where from
   * @return the first person, an administrator
   * @throws RefusedException unauthenticated or throttled, as {@link Accounts#logIn}; invalid
   *     {@code organisation}, {@code name}, {@code username} or {@code password}; conflict, if
   *     somebody has done it before
   */
  public Account finish(String oneTime, Newcomer newcomer, String address) {
    Account first = waiting().orElseThrow(FirstStart::over);
    Proven _ = accounts.prove(first.organisation(), first.username(), oneTime, address);
    check(newcomer);
    accounts.passwordRules().check(newcomer.password(), newcomer.known());
    Account person =
        new Account(
            first.id(),
            first.organisation(),
            newcomer.username().strip(),
            newcomer.name().strip(),
            newcomer.email().map(String::strip),
            first.department(),
            true);
    database
        .jdbi()
        .useTransaction(handle -> {
          if (handle.execute("DELETE FROM first_start WHERE account_id = ?", first.id()) == 0) {
            throw over();
          }
          accounts.rename(handle, person);
          accounts.setPassword(handle, person.id(), newcomer.password());
          String name = newcomer.organisation().strip();
          Organisations.name(handle, new Organisation(person.organisation(), name));
          journal.append(
              handle,
              accounts.caller(person, Set.of("*"), address),
              "organisation.named",
              "organisation:" + person.organisation(),
              Map.of("name", name, "username", person.username()));
        });
    return person;
  }

  private static void check(Newcomer newcomer) {
    needName("organisation", newcomer.organisation());
    needName("name", newcomer.name());
  }

  private static void needName(String field, String text) {
    if (text.isBlank() || text.length() > LONGEST || Accounts.unstorable(text)) {
      throw new RefusedException(
          new Refusal.Invalid(field, text.strip(), "a name of 1 to 200 characters"));
    }
  }

  private static RefusedException over() {
    return new RefusedException(
        new Refusal.Conflict("the first start is over (expected: a log-in as usual)"));
  }
}
