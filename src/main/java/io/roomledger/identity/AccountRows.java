package io.roomledger.identity;

import io.roomledger.db.Database;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/** The statements that find accounts and their roles. */
final class AccountRows {
  private final Database database;

  AccountRows(Database database) {
    this.database = database;
  }

  Optional<Account> findBy(String condition, String organisation, String it) {
    if (Accounts.unstorable(it)) {
      return Optional.empty();
    }
    String sql =
        "SELECT "
            + Accounts.COLUMNS
            + " FROM account WHERE "
            + condition
            + " AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1";
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(sql)
                .configure(
                    SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true))
                .bind("organisation", organisation)
                .bind("it", it)
                .mapTo(Account.class)
                .findOne());
  }

  Set<String> rolesOf(String accountId) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT role FROM account_role WHERE account_id = :account")
                .bind("account", accountId)
                .mapTo(String.class)
                .set());
  }

  static void addRoles(Handle handle, String accountId, Set<String> roles) {
    Roles.need(handle, roles);
    handle
        .createUpdate(
            """
            INSERT INTO account_role (account_id, role)
            SELECT :account, role FROM unnest(:roles) AS role
            """)
        .bind("account", accountId)
        .bindArray("roles", String.class, roles)
        .execute();
  }

  /** Whether nobody has a password. */
  boolean nobodyLogsIn() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT NOT EXISTS (SELECT FROM account WHERE password_hash IS NOT NULL)")
                .mapTo(boolean.class)
                .one());
  }
}
