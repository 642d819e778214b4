package io.roomledger.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A stored code or refresh token, with the grant it belongs to.
 *
 * @param grant the family
 * @param scopes what the person granted
 * @param endsAt when the person has to be asked again
 * @param expiresAt when this ticket ends
 * @param personActive whether the person may log in
 */
record GrantTicket(
    UUID grant,
    String appId,
    String accountId,
    Set<String> scopes,
    Instant endsAt,
    boolean revoked,
    Optional<String> redirectUri,
    @Nullable String challenge,
    Challenge.@Nullable Method challengeMethod,
    Instant expiresAt,
    boolean used,
    boolean personActive) {

  /** What it is good for. */
  enum Kind {
    CODE,
    REFRESH
  }

  private static final String FIND =
      """
      SELECT g.id AS "grant", g.app_id, g.account_id, g.scopes, g.ends_at,
        g.revoked_at IS NOT NULL AS revoked,
        t.redirect_uri, t.challenge, t.challenge_method, t.expires_at,
        t.used_at IS NOT NULL AS used, a.active AS person_active
      FROM grant_ticket t
      JOIN app_grant g ON g.id = t.grant_id
      JOIN account a ON a.id = g.account_id
      WHERE t.hash = :hash AND t.kind = :kind
      FOR UPDATE OF t, g
      """;

  /** The ticket of that text, which nobody else can use until the transaction ends. */
  static Optional<GrantTicket> find(Handle handle, Kind kind, String text) {
    return handle
        .createQuery(FIND)
        .bind("hash", ServerKey.sha256(text))
        .bind("kind", kind.name())
        .mapTo(GrantTicket.class)
        .findOne();
  }

  /** Stores a new one. */
  static void insert(Handle handle, UUID grant, Kind kind, Tokens.Issued issued, Instant now) {
    insert(handle, grant, kind, issued, now, Optional.empty(), Optional.empty());
  }

  /** Stores a code for an app that is answered at {@code redirectUri}. */
  static void insert(
      Handle handle,
      UUID grant,
      Kind kind,
      Tokens.Issued issued,
      Instant now,
      Optional<String> redirectUri,
      Optional<Challenge> challenge) {
    handle
        .createUpdate(
            """
            INSERT INTO grant_ticket
              (hash, grant_id, kind, redirect_uri, challenge, challenge_method, issued_at,
               expires_at)
            VALUES (:hash, :grant, :kind, :redirect, :challenge, :method, :now, :expires)
            """)
        .bind("hash", ServerKey.sha256(issued.token()))
        .bind("grant", grant)
        .bind("kind", kind.name())
        .bind("redirect", redirectUri)
        .bind("challenge", challenge.map(Challenge::text))
        .bind("method", challenge.map(it -> it.method().name()))
        .bind("now", now)
        .bind("expires", issued.expiresAt())
        .execute();
  }

  /** Marks it as used. */
  static void use(Handle handle, String text, Instant now) {
    handle.execute(
        "UPDATE grant_ticket SET used_at = ? WHERE hash = ?", now, ServerKey.sha256(text));
  }

  Optional<Challenge> asked() {
    return challenge == null || challengeMethod == null
        ? Optional.empty()
        : Optional.of(new Challenge(challenge, challengeMethod));
  }
}
