package io.roomledger.identity;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The door of whoever looks after everybody's tokens: {@code edit-other-user-active-status} may,
 * and only in their own organisation. Texts of tokens are known to nobody.
 */
public final class IssuedTokens {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private final Database database;
  private final Tokens tokens;
  private final Journal journal;
  private final Clock clock;

  public IssuedTokens(Database database, Tokens tokens, Journal journal, Clock clock) {
    this.database = database;
    this.tokens = tokens;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * A token that is accepted now.
   *
   * @param id tells it from others; nobody gets in with it
   * @param person in whose name, if in anybody's
   * @param app which app has it, if one has
   * @param name what its maker calls it; empty for those of log-ins and apps
   * @param lastPart the end of its text, where it is known
   * @param scopes what it is limited to; empty for all that its app may
   * @param issuedAt when it was made
   * @param expiresAt when it ends
   * @param usedAt when somebody last called with it, to the minute
   */
  public record Issued(
      String id,
      Optional<String> person,
      Optional<String> app,
      String name,
      String lastPart,
      Set<String> scopes,
      Instant issuedAt,
      Instant expiresAt,
      Optional<Instant> usedAt) {}

  /**
   * The tokens of the organisation, the newest first.
   *
   * @param account only those in the name of that account; empty for all
   * @param after the key of the page, as the one before named it
   * @throws RefusedException forbidden permission; invalid {@code after}
   */
  public Page<Issued> list(
      Caller caller, Optional<String> account, Optional<String> after, int limit) {
    need(caller);
    String key = after.orElse("f".repeat(64));
    if (!ID.matcher(key).matches()) {
      throw new RefusedException(
          new Refusal.Invalid("after", key, "what the page before named as next"));
    }
    List<Issued> found =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        SELECT encode(t.hash, 'hex') AS id, a.name AS person, p.name AS app,
                               coalesce(t.name, '') AS called, coalesce(t.last_part, '') AS last_part,
                               t.scopes, t.issued_at, t.expires_at, t.last_used_at
                          FROM token t
                          LEFT JOIN account a ON a.id = t.account_id
                          LEFT JOIN app p ON p.id = t.app_id
                         WHERE coalesce(a.organisation, p.organisation) = :organisation
                           AND t.expires_at > :now
                           AND (:account = '' OR t.account_id = :account)
                           AND (t.issued_at, t.hash) < (
                             SELECT coalesce(max(b.issued_at), 'infinity'),
                                    decode(:after, 'hex')
                               FROM token b WHERE b.hash = decode(:after, 'hex'))
                         ORDER BY t.issued_at DESC, t.hash DESC LIMIT :limit
                        """)
                    .bind("organisation", caller.organisation())
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .bind("account", account.orElse(""))
                    .bind("after", key)
                    .bind("limit", limit + 1)
                    .map((row, context) -> issued(row))
                    .list());
    List<Issued> page = found.stream().limit(limit).toList();
    return new Page<>(
        page, found.size() > limit ? Optional.of(page.getLast().id()) : Optional.empty());
  }

  /**
   * Ends a token at once, and what a person's consent gave its app: that could be refreshed.
   *
   * @throws RefusedException forbidden permission; not found
   */
  public void end(Caller caller, String id) {
    need(caller);
    if (!ID.matcher(id).matches()) {
      throw missing(id);
    }
    database
        .jdbi()
        .useTransaction(handle -> {
          Ended ended =
              handle
                  .createQuery(
                      """
                      DELETE FROM token t WHERE hash = decode(:id, 'hex') AND :organisation = coalesce(
                        (SELECT organisation FROM account a WHERE a.id = t.account_id),
                        (SELECT organisation FROM app p WHERE p.id = t.app_id))
                      RETURNING coalesce('account:' || account_id, 'app:' || app_id) AS owner, grant_id
                      """)
                  .bind("id", id)
                  .bind("organisation", caller.organisation())
                  .map((row, context) ->
                      new Ended(
                          row.getString("owner"),
                          Optional.ofNullable(row.getObject("grant_id", UUID.class))))
                  .findOne()
                  .orElseThrow(() -> missing(id));
          ended.consent().ifPresent(consent -> tokens.withdraw(handle, consent, clock.instant()));
          tokens.forgetAll(handle);
          journal.append(
              handle, caller, "token.ended", ended.owner(), Map.of("token", id.substring(0, 12)));
        });
  }

  /** What a token was, now that it is gone. */
  private record Ended(String owner, Optional<UUID> consent) {}

  private static RefusedException missing(String id) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.TOKEN, id));
  }

  /** Who sees to the tokens of others: one rule for the console and the own API. */
  static void need(Caller caller) {
    caller.needScope("people:manage");
    caller.needPermission(Administration.EDIT_ACTIVE);
  }

  private static Issued issued(ResultSet row) throws SQLException {
    Timestamp used = row.getTimestamp("last_used_at");
    return new Issued(
        row.getString("id"),
        Optional.ofNullable(row.getString("person")),
        Optional.ofNullable(row.getString("app")),
        row.getString("called"),
        row.getString("last_part"),
        Set.of((String[]) row.getArray("scopes").getArray()),
        row.getTimestamp("issued_at").toInstant(),
        row.getTimestamp("expires_at").toInstant(),
        used == null ? Optional.empty() : Optional.of(used.toInstant()));
  }
}
