package io.roomledger;

import io.roomledger.audit.Audit;
import io.roomledger.db.Database;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.FirstStart;
import io.roomledger.identity.PasswordRules;
import io.roomledger.identity.Tokens;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the command line does to accounts, each act audited. */
record AccountDesk(
    Database database, Accounts accounts, Tokens tokens, Audit audit, Caller.Operator operator) {

  /**
   * Looks at a password that somebody typed.
   *
   * @throws io.roomledger.base.RefusedException invalid, if it is too short or guessed soon
   */
  void check(Account account, String password) {
    accounts.passwordRules().check(password, PasswordRules.about(account));
  }

  /** Sets a password and ends every log-in of that account. */
  void setPassword(Account account, String password) {
    database
        .jdbi()
        .useTransaction(handle -> {
          accounts.setPassword(handle, account.id(), password);
          audit.append(handle, operator, "account.password", "account:" + account.id(), Map.of());
        });
    tokens.revokeAll(account);
  }

  /** Adds an account. */
  void add(Account account, String password, Set<String> roles) {
    database
        .jdbi()
        .useTransaction(handle -> {
          accounts.add(handle, account, Optional.of(password), roles);
          audit.append(
              handle,
              operator,
              "account.added",
              "account:" + account.id(),
              Map.of(
                  "username", account.username(), "roles", String.join(" ", new TreeSet<>(roles))));
        });
  }

  /** Adds the first account, whose password is for one time. */
  void addFirst(Account account, String password, Set<String> roles) {
    add(account, password, roles);
    new FirstStart(database, accounts, audit::append).begin(account);
  }
}
