package io.roomledger.identity;

import io.roomledger.base.AddressBlock;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Checks passwords, counts tries and writes down who did not pass. Of what is typed as a name only
 * the name of an account is written: people type passwords into the wrong field.
 */
final class PasswordDesk {
  static final String ANYWHERE = "log-in from anywhere";
  static final String OF_ACCOUNT = "account ";
  static final String OF_NOBODY = "name ";
  private static final int TRIES = 10;
  private static final Duration TRIES_IN = Duration.ofMinutes(1);

  /** Of one name from everywhere, so that many addresses do not help to guess. */
  static final int TRIES_OF_NAME = 100;

  static final Duration TRIES_OF_NAME_IN = Duration.ofHours(1);

  private static final String SQL =
      "SELECT "
          + Accounts.COLUMNS
          + """
          , password_hash, password_once,
            EXISTS (SELECT FROM second_factor f
                     WHERE f.account_id = account.id AND f.confirmed_at IS NOT NULL) AS has_factor,
            EXISTS (SELECT FROM account_role r JOIN role ON role.name = r.role
                     WHERE r.account_id = account.id AND role.second_factor) AS needs_factor
          FROM account
          WHERE organisation = :organisation AND active
            AND (lower(username) = lower(:name) OR lower(email) = lower(:name))
          ORDER BY lower(username) = lower(:name) DESC, password_hash IS NULL, created_at, id
          LIMIT 1
          """;

  private final Database database;
  private final FailedLogIns failures;
  private final RateLimits tries;

  PasswordDesk(Database database, Journal journal, Clock clock, RateLimits tries) {
    this.database = database;
    this.failures = new FailedLogIns(database, journal, clock);
    this.tries = tries;
  }

  /** Whose password it is; refused as {@link Accounts#prove}. */
  Proven prove(String organisation, String name, String digest, String address) {
    Optional<Credentials> known =
        Accounts.unstorable(name) ? Optional.empty() : credentials(organisation, name);
    String whose = whose(known, name);
    String who = whose + "\n" + AddressBlock.of(address);
    tries.take(who, "log-in", TRIES, TRIES_IN);
    tries.take(whose, ANYWHERE, TRIES_OF_NAME, TRIES_OF_NAME_IN);
    Optional<String> hash = known.flatMap(Credentials::hash);
    if (!Passwords.matches(digest.toLowerCase(Locale.ROOT), hash)) {
      failed(organisation, known.map(it -> it.account().id()), address, "password");
      throw wrong();
    }
    tries.giveBack(who, "log-in", TRIES, TRIES_IN);
    tries.giveBack(whose, ANYWHERE, TRIES_OF_NAME, TRIES_OF_NAME_IN);
    return known.map(Credentials::proven).orElseThrow();
  }

  /**
   * By what tries are counted: a person as one, whether their name or their mail address is tried,
   * and a name that is nobody's by itself.
   */
  private static String whose(Optional<Credentials> known, String name) {
    return known
        .map(it -> OF_ACCOUNT + it.account().id())
        .orElseGet(() -> OF_NOBODY + folded(name));
  }

  /**
   * A name in the one way of writing it in which tries are counted: sign by sign, as databases fold
   * names too. By whole words a Turkish capital I becomes two signs, and each one in a name would
   * be another name that has tries of its own.
   */
  private static String folded(String name) {
    return name.codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Writes down that a log-in failed. */
  void failed(String organisation, Optional<String> account, String address, String what) {
    failures.note(organisation, address, "account:" + account.orElse("unknown"), what);
  }

  static RefusedException wrong() {
    return refused(Refusal.Credential.WRONG_SECRET);
  }

  static RefusedException refused(Refusal.Credential why) {
    return new RefusedException(new Refusal.Unauthenticated(why));
  }

  private record Credentials(
      Account account, Optional<String> hash, boolean once, Proven.Factor factor) {
    static Credentials of(ResultSet row, StatementContext context) throws SQLException {
      Proven.Factor factor =
          row.getBoolean("has_factor")
              ? Proven.Factor.CODE
              : row.getBoolean("needs_factor") ? Proven.Factor.MISSING : Proven.Factor.NONE;
      return new Credentials(
          ConstructorMapper.of(Account.class).map(row, context),
          Optional.ofNullable(row.getString("password_hash")),
          row.getBoolean("password_once"),
          factor);
    }

    Proven proven() {
      byte[] digest = ServerKey.sha256("mark of " + hash.orElse(""));
      return new Proven(account, once, factor, HexFormat.of().formatHex(digest, 0, 8));
    }
  }

  private Optional<Credentials> credentials(String organisation, String name) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(SQL)
                .bind("organisation", organisation)
                .bind("name", name)
                .map(Credentials::of)
                .findOne());
  }

  /** The same of an account that said its password a moment ago. */
  Optional<Proven> again(String accountId) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    SQL.replaceFirst("WHERE organisation[\\s\\S]*", "WHERE id = :id AND active"))
                .bind("id", accountId)
                .map(Credentials::of)
                .findOne())
        .map(Credentials::proven);
  }
}
