package io.roomledger.identity;

import io.roomledger.db.Database;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a token belongs to, as remembered.
 *
 * @param expiresAt when the token ends
 * @param caller who calls with it, from nowhere yet
 * @param changes the state of the rights when this was read
 */
record TokenHolder(Instant expiresAt, Caller caller, long changes) {
  private static final String SQL =
      """
      WITH used AS (
        UPDATE token SET last_used_at = :now
         WHERE hash = :hash AND expires_at > :now
           AND (last_used_at IS NULL OR last_used_at < :now - interval '1 minute'))
      SELECT t.expires_at, t.scopes AS token_scopes,
        a.id, a.organisation, a.username, a.name, a.email, a.department, a.active,
        array(SELECT role FROM account_role WHERE account_id = a.id) AS roles,
        p.id AS app_id, p.organisation AS app_organisation, p.name AS app_name,
        p.scopes AS app_scopes, p.active AS app_active, p.redirect_uris AS app_redirect_uris
      FROM token t
      LEFT JOIN account a ON a.id = t.account_id
      LEFT JOIN app p ON p.id = t.app_id
      WHERE t.hash = :hash AND coalesce(a.active, true) AND coalesce(p.active, true)
      """;

  /**
   * The holder of the token with that hash, or null if it is not known or may not call. When it was
   * last used is noted here, to the minute.
   */
  static @Nullable TokenHolder load(
      Database database, Accounts accounts, byte[] hash, long changes, Instant now) {
    TokenHolder found =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(SQL)
                    .bind("hash", hash)
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .map((row, context) -> of(row, changes))
                    .findOne())
            .orElse(null);
    // only now, as this may need the database again and must not wait for it while holding it
    return found == null ? null : found.withPermissions(accounts);
  }

  private TokenHolder withPermissions(Accounts accounts) {
    if (!(caller instanceof Caller.Person person)) {
      return this;
    }
    Set<String> permissions = accounts.permissionsOf(person.roles());
    Caller complete =
        new Caller.Person(
            person.account(), person.roles(), permissions, person.scopes(), "", person.app());
    return new TokenHolder(expiresAt, complete, changes);
  }

  /** Who calls from {@code address}. */
  Caller caller(String address) {
    return switch (caller) {
      case Caller.Person person ->
          new Caller.Person(
              person.account(),
              person.roles(),
              person.permissions(),
              person.scopes(),
              address,
              person.app());
      case Caller.Program program -> new Caller.Program(program.app(), address);
      case Caller.Operator operator -> operator;
      case Caller.Stranger stranger -> stranger;
    };
  }

  private static TokenHolder of(ResultSet row, long changes) throws SQLException {
    Instant expiresAt = row.getTimestamp("expires_at").toInstant();
    Caller caller = row.getString("id") == null ? new Caller.Program(app(row), "") : person(row);
    return new TokenHolder(expiresAt, caller, changes);
  }

  private static App app(ResultSet row) throws SQLException {
    return new App(
        row.getString("app_id"),
        row.getString("app_organisation"),
        row.getString("app_name"),
        texts(row, "app_scopes"),
        row.getBoolean("app_active"),
        texts(row, "app_redirect_uris"));
  }

  private static Caller person(ResultSet row) throws SQLException {
    Account account =
        new Account(
            row.getString("id"),
            row.getString("organisation"),
            row.getString("username"),
            row.getString("name"),
            Optional.ofNullable(row.getString("email")),
            row.getString("department"),
            row.getBoolean("active"));
    return new Caller.Person(
        account,
        texts(row, "roles"),
        Set.of(),
        texts(row, "token_scopes"),
        "",
        row.getString("app_id") == null ? Optional.empty() : Optional.of(app(row)));
  }

  private static Set<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return Set.of((String[]) array.getArray());
  }
}
