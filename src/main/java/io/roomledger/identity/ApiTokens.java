package io.roomledger.identity;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * The door of tokens that people make for their programs: named, limited to scopes that their maker
 * has, expiring, kept hashed. Needed is {@code create-personal-access-tokens}.
 */
public final class ApiTokens {
  /** The longest that a token may live. */
  public static final Duration LONGEST_LIFE = Duration.ofDays(366);

  private static final int BYTES = 32;
  private static final int SHOWN = 6;
  private static final int MOST = 100;
  private static final int MOST_SCOPES = 50;
  private static final int LONGEST_NAME = 100;
  private static final Pattern SCOPE = Pattern.compile("[*]|[A-Za-z0-9._:-]{1,100}");

  private final Database database;
  private final Tokens tokens;
  private final Journal journal;
  private final Clock clock;

  public ApiTokens(Database database, Tokens tokens, Journal journal, Clock clock) {
    this.database = database;
    this.tokens = tokens;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Makes a token.
   *
   * @param name what its owner calls it
   * @param scopes what it is limited to; the maker must have each of them
   * @param life how long it is accepted
   * @throws RefusedException forbidden: to a program, without the permission, or a scope that the
   *     maker lacks; invalid: the name, the scopes or the life; conflict: there is one of that
   *     name, or there are a hundred
   */
  public ApiToken.Made make(Caller caller, String name, Set<String> scopes, Duration life) {
    Account owner = owner(caller);
    check(name, scopes, life);
    scopes.forEach(caller::needScope);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(Ids.secret(BYTES));
    ApiToken token =
        new ApiToken(
            Ids.growing(now),
            name,
            scopes,
            text.substring(text.length() - SHOWN),
            now,
            new ApiToken.Life(now.plus(life), Optional.empty()));
    database
        .jdbi()
        .useTransaction(handle -> {
          insert(handle, owner, token, text);
          journal.append(
              handle,
              caller,
              "token.made",
              "account:" + owner.id(),
              Map.of("name", name, "scopes", String.join(" ", new TreeSet<>(scopes))));
        });
    return new ApiToken.Made(token, text);
  }

  /** Two requests at once for one name come one after the other: the account is locked. */
  private static void insert(Handle handle, Account owner, ApiToken token, String text) {
    handle.execute("SELECT id FROM account WHERE id = ? FOR NO KEY UPDATE", owner.id());
    List<ApiToken> there = list(handle, owner);
    boolean named =
        handle
            .createQuery("SELECT count(*) FROM token WHERE account_id = :owner AND name = :name")
            .bind("owner", owner.id())
            .bind("name", token.name())
            .mapTo(Long.class)
            .one()
            .equals(0L);
    if (!named || there.size() >= MOST) {
      String why = named ? "there are " + MOST + " already" : "there is one of that name already";
      throw new RefusedException(new Refusal.Conflict("token " + token.name() + ": " + why));
    }
    new StoredToken(text, Optional.of(owner.id()), Optional.empty(), token.life().expiresAt())
        .insert(handle, "", null, token.scopes(), token.madeAt());
    handle.execute(
        "UPDATE token SET number = ?, name = ?, last_part = ? WHERE hash = ?",
        token.number(),
        token.name(),
        token.lastPart(),
        ServerKey.sha256(text));
  }

  /**
   * The caller's tokens, the oldest first, without their texts.
   *
   * @throws RefusedException forbidden, as {@link #make}
   */
  public List<ApiToken> list(Caller caller) {
    Account owner = owner(caller);
    return database.jdbi().withHandle(handle -> list(handle, owner));
  }

  /**
   * The tokens of somebody of the caller's organisation, as {@link #list}.
   *
   * @throws RefusedException forbidden, as {@link IssuedTokens#list}; not found
   */
  public List<ApiToken> list(Caller caller, Account owner) {
    needManaged(caller, owner);
    return database.jdbi().withHandle(handle -> list(handle, owner));
  }

  /**
   * Ends a token of somebody of the caller's organisation at once.
   *
   * @throws RefusedException forbidden, as {@link IssuedTokens#list}; not found
   */
  public void end(Caller caller, Account owner, long number) {
    needManaged(caller, owner);
    database.jdbi().useTransaction(handle -> end(handle, caller, owner, number));
  }

  private static void needManaged(Caller caller, Account owner) {
    IssuedTokens.need(caller);
    if (!owner.organisation().equals(caller.organisation())) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, owner.id()));
    }
  }

  private static List<ApiToken> list(Handle handle, Account owner) {
    return handle
        .createQuery(
            """
            SELECT number, name, scopes, last_part, issued_at, expires_at, last_used_at FROM token
             WHERE account_id = :owner AND number IS NOT NULL ORDER BY number
            """)
        .bind("owner", owner.id())
        .map((row, context) -> token(row))
        .list();
  }

  /**
   * Ends a token at once.
   *
   * @throws RefusedException forbidden, as {@link #make}; not found
   */
  public void end(Caller caller, long number) {
    Account owner = owner(caller);
    database.jdbi().useTransaction(handle -> end(handle, caller, owner, number));
  }

  private void end(Handle handle, Caller caller, Account owner, long number) {
    String name =
        handle
            .createQuery(
                "DELETE FROM token WHERE account_id = :owner AND number = :number RETURNING name")
            .bind("owner", owner.id())
            .bind("number", number)
            .mapTo(String.class)
            .findOne()
            .orElseThrow(() ->
                new RefusedException(
                    new Refusal.NotFound(Refusal.Thing.TOKEN, Long.toString(number))));
    tokens.forgetAll(handle);
    journal.append(handle, caller, "token.ended", "account:" + owner.id(), Map.of("name", name));
  }

  /** A person by a token of their own: what was given to an app ends with that app. */
  private static Account owner(Caller caller) {
    if (!(caller instanceof Caller.Person person) || person.app().isPresent()) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "person"));
    }
    caller.needPermission(Administration.CREATE_PERSONAL_TOKENS);
    return person.account();
  }

  private static void check(String name, Set<String> scopes, Duration life) {
    boolean odd = name.codePoints().anyMatch(Character::isISOControl);
    if (name.isBlank() || name.length() > LONGEST_NAME || odd) {
      throw invalid("name", name, "1 to " + LONGEST_NAME + " characters");
    }
    if (scopes.isEmpty() || scopes.size() > MOST_SCOPES) {
      throw invalid("scopes", scopes.size() + " of them", "1 to " + MOST_SCOPES);
    }
    for (String scope : scopes) {
      if (!SCOPE.matcher(scope).matches()) {
        throw invalid("scopes", scope, "a scope such as recordings:read");
      }
    }
    if (life.compareTo(Duration.ofMinutes(1)) < 0 || life.compareTo(LONGEST_LIFE) > 0) {
      throw invalid("life", life.toString(), "PT1M to " + LONGEST_LIFE);
    }
  }

  private static ApiToken token(ResultSet row) throws SQLException {
    OffsetDateTime used = row.getObject("last_used_at", OffsetDateTime.class);
    return new ApiToken(
        row.getLong("number"),
        row.getString("name"),
        Set.of((String[]) row.getArray("scopes").getArray()),
        row.getString("last_part"),
        row.getObject("issued_at", OffsetDateTime.class).toInstant(),
        new ApiToken.Life(
            row.getObject("expires_at", OffsetDateTime.class).toInstant(),
            used == null ? Optional.empty() : Optional.of(used.toInstant())));
  }

  private static RefusedException invalid(String field, String value, String expected) {
    String shown = value.length() > 60 ? value.substring(0, 60) + "..." : value;
    return new RefusedException(new Refusal.Invalid(field, shown, expected));
  }
}
