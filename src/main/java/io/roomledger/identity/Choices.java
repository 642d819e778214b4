package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.util.Map;
import java.util.stream.Collectors;

/** What people chose about how things look to them: their language, time zone and the like. */
public final class Choices {
  private static final int LONGEST = 1_000;

  private final Database database;

  public Choices(Database database) {
    this.database = database;
  }

  /** What the caller chose, by name. */
  public Map<String, String> of(Caller.Person caller) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT name, value FROM account_choice WHERE account_id = :account")
                .bind("account", caller.account().id())
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /**
   * Chooses for the caller; an empty value takes a choice back.
   *
   * @throws RefusedException invalid, if the value is longer than 1,000 characters
   */
  public void set(Caller.Person caller, String name, String value) {
    if (value.length() > LONGEST || Accounts.unstorable(value)) {
      throw new RefusedException(
          new Refusal.Invalid(name, value.substring(0, 20) + "...", "at most 1,000 characters"));
    }
    database
        .jdbi()
        .useTransaction(handle -> {
          String account = caller.account().id();
          handle.execute(
              "DELETE FROM account_choice WHERE account_id = ? AND name = ?", account, name);
          if (!value.isEmpty()) {
            handle.execute("INSERT INTO account_choice VALUES (?, ?, ?)", account, name, value);
          }
        });
  }
}
