package io.roomledger.identity;

import io.roomledger.base.Ids;
import io.roomledger.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What people allow apps to do in their name, by the authorization code flow of OAuth 2: a consent
 * gives a code, the code gives an access token and perhaps a refresh token, and that gives the next
 * ones. Codes and refresh tokens work once; the second use of one ends everything that came from
 * the consent.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1">RFC 6749, 4.1</a>
 */
public final class Grants {
  /** The scope by which an app may act while the person is away. */
  public static final String OFFLINE = "offline_access";

  private static final Duration CODE_LIFE = Duration.ofMinutes(5);

  /** After that the person is asked again. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final int BYTES = 48;
  private static final int LONGEST_TICKET = 512;

  private final Database database;
  private final Accounts accounts;
  private final Tokens tokens;
  private final Journal journal;
  private final Clock clock;

  /**
   * The grants in {@code database}.
   *
   * @param journal where consents and their misuse are written down
   */
  public Grants(Database database, Accounts accounts, Tokens tokens, Journal journal, Clock clock) {
    this.database = database;
    this.accounts = accounts;
    this.tokens = tokens;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * What an app asks a person for.
   *
   * @param app which
   * @param redirectUri where the code goes to
   * @param scopes what it wants to do; what it was not given itself it does not get
   * @param challenge what it will answer when it brings the code
   */
  public record Ask(
      App app, String redirectUri, Set<String> scopes, Optional<Challenge> challenge) {
    public Ask {
      scopes = Set.copyOf(scopes);
    }
  }

  /**
   * What an app shows beside a code.
   *
   * @param redirectUri where it says that the code went to, if it does
   * @param verifier what answers the challenge
   * @param scopes what it is content with; all, if it does not say
   */
  public record Proof(
      Optional<String> redirectUri, Optional<String> verifier, Optional<List<String>> scopes) {}

  /**
   * How tokens are made.
   *
   * @param prefix of access tokens
   * @param refreshPrefix of refresh tokens
   * @param access how long an access token lives
   * @param refresh how long a refresh token does
   * @param refreshAlways whether there is a refresh token without {@link #OFFLINE} too
   */
  public record Making(
      String prefix,
      String refreshPrefix,
      Duration access,
      Duration refresh,
      boolean refreshAlways) {}

  /**
   * A person allows what an app asks for, beside what they allowed it earlier.
   *
   * @return the code, which works once and for five minutes
   */
  public String allow(Caller.Person person, Ask ask) {
    Instant now = now();
    UUID grant = UUID.randomUUID();
    Tokens.Issued code = new Tokens.Issued(random(""), now.plus(CODE_LIFE));
    database
        .jdbi()
        .useTransaction(handle -> {
          Set<String> scopes = earlier(handle, ask.app(), person.account(), now);
          scopes.addAll(ask.scopes());
          scopes.retainAll(ask.app().scopes());
          insert(handle, grant, ask.app(), person.account(), scopes, now);
          GrantTicket.insert(
              handle,
              grant,
              GrantTicket.Kind.CODE,
              code,
              now,
              Optional.of(ask.redirectUri()),
              ask.challenge());
          journal.append(
              handle,
              person,
              "grant.given",
              "app:" + ask.app().id(),
              Map.of("grant", grant.toString(), "scopes", listed(scopes)));
        });
    return code.token();
  }

  /** The tokens for a code that {@code app} brings. */
  public GrantOutcome exchange(App app, String code, Proof proof, Making making) {
    return take(app, GrantTicket.Kind.CODE, code, proof, making);
  }

  /**
   * The next tokens for a refresh token that {@code app} brings.
   *
   * @param scopes what it is content with; all, if it does not say
   */
  public GrantOutcome refresh(
      App app, String refreshToken, Optional<List<String>> scopes, Making making) {
    Proof proof = new Proof(Optional.empty(), Optional.empty(), scopes);
    return take(app, GrantTicket.Kind.REFRESH, refreshToken, proof, making);
  }

  private GrantOutcome take(
      App app, GrantTicket.Kind kind, String text, Proof proof, Making making) {
    if (text.length() > LONGEST_TICKET) {
      return new GrantOutcome.Denied(GrantOutcome.Why.UNKNOWN);
    }
    Instant now = now();
    return database
        .jdbi()
        .inTransaction(handle -> {
          Optional<GrantTicket> ticket = GrantTicket.find(handle, kind, text);
          Optional<GrantOutcome.Why> denied =
              ticket
                  .map(found -> denied(app, found, proof, now))
                  .orElse(Optional.of(GrantOutcome.Why.UNKNOWN));
          if (denied.isPresent()) {
            if (denied.get() == GrantOutcome.Why.USED) {
              revoke(handle, app, ticket.orElseThrow(), kind, now);
            }
            return new GrantOutcome.Denied(denied.get());
          }
          GrantTicket.use(handle, text, now);
          return give(handle, app, ticket.orElseThrow(), proof, making);
        });
  }

  private static Optional<GrantOutcome.Why> denied(
      App app, GrantTicket ticket, Proof proof, Instant now) {
    boolean wrongPlace =
        proof.redirectUri().isPresent() && !ticket.redirectUri().equals(proof.redirectUri());
    boolean answered =
        ticket
            .asked()
            .map(asked -> proof.verifier().map(asked::answeredBy).orElse(false))
            .orElse(proof.verifier().isEmpty());
    if (!ticket.appId().equals(app.id())) {
      return Optional.of(GrantOutcome.Why.OTHER_APP);
    }
    if (ticket.used()) {
      return Optional.of(GrantOutcome.Why.USED);
    }
    if (ticket.revoked()) {
      // switching somebody off revokes, too: then that is the reason
      return Optional.of(
          ticket.personActive() ? GrantOutcome.Why.REVOKED : GrantOutcome.Why.PERSON);
    }
    if (!now.isBefore(ticket.expiresAt()) || !now.isBefore(ticket.endsAt())) {
      return Optional.of(GrantOutcome.Why.EXPIRED);
    }
    if (wrongPlace) {
      return Optional.of(GrantOutcome.Why.REDIRECT);
    }
    if (!answered) {
      return Optional.of(GrantOutcome.Why.VERIFIER);
    }
    if (!ticket.personActive()) {
      return Optional.of(GrantOutcome.Why.PERSON);
    }
    boolean tooMuch = !ticket.scopes().containsAll(proof.scopes().orElse(List.of()));
    return tooMuch ? Optional.of(GrantOutcome.Why.SCOPES) : Optional.empty();
  }

  private GrantOutcome give(
      Handle handle, App app, GrantTicket ticket, Proof proof, Making making) {
    Set<String> scopes =
        proof
            .scopes()
            .<Set<String>>map(HashSet::new)
            .orElseGet(() -> new HashSet<>(ticket.scopes()));
    scopes.retainAll(app.scopes());
    Account person = accounts.find(ticket.accountId()).orElseThrow();
    Tokens.Grantee grantee = new Tokens.Grantee(person, app, ticket.grant());
    Tokens.Issued access = tokens.issue(handle, grantee, making.prefix(), making.access(), scopes);
    boolean lasting = making.refreshAlways() || scopes.contains(OFFLINE);
    Optional<Tokens.Issued> refresh =
        lasting ? Optional.of(nextRefresh(handle, ticket, making)) : Optional.empty();
    journal.append(
        handle,
        new Caller.Program(app, ""),
        "token.issued",
        "account:" + person.id(),
        Map.of("grant", ticket.grant().toString(), "scopes", listed(scopes)));
    return new GrantOutcome.Given(access, refresh, scopes);
  }

  private Tokens.Issued nextRefresh(Handle handle, GrantTicket ticket, Making making) {
    Instant now = now();
    Instant end = now.plus(making.refresh());
    Tokens.Issued refresh =
        new Tokens.Issued(
            random(making.refreshPrefix()), end.isBefore(ticket.endsAt()) ? end : ticket.endsAt());
    GrantTicket.insert(handle, ticket.grant(), GrantTicket.Kind.REFRESH, refresh, now);
    return refresh;
  }

  /** Somebody has what another has used already: nobody can tell which of them is the thief. */
  private void revoke(
      Handle handle, App app, GrantTicket ticket, GrantTicket.Kind kind, Instant now) {
    if (ticket.revoked()) {
      return;
    }
    tokens.withdraw(handle, ticket.grant(), now);
    journal.append(
        handle,
        new Caller.Program(app, ""),
        "grant.revoked",
        "app:" + app.id(),
        Map.of("grant", ticket.grant().toString(), "why", kind.name() + " used twice"));
  }

  /** What the person allowed that app before, as far as it still holds. */
  private static Set<String> earlier(Handle handle, App app, Account person, Instant now) {
    return new HashSet<>(
        handle
            .createQuery(
                """
                SELECT DISTINCT unnest(scopes) FROM app_grant
                WHERE app_id = :app AND account_id = :person
                  AND revoked_at IS NULL AND ends_at > :now
                """)
            .bind("app", app.id())
            .bind("person", person.id())
            .bind("now", now)
            .mapTo(String.class)
            .list());
  }

  private static void insert(
      Handle handle, UUID grant, App app, Account person, Set<String> scopes, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO app_grant (id, app_id, account_id, scopes, granted_at, ends_at)
            VALUES (:id, :app, :person, :granted, :now, :end)
            """)
        .bind("id", grant)
        .bind("app", app.id())
        .bind("person", person.id())
        .bindArray("granted", String.class, scopes)
        .bind("now", now)
        .bind("end", now.plus(LONGEST))
        .execute();
  }

  private static String random(String prefix) {
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(Ids.secret(BYTES));
  }

  private static String listed(Set<String> scopes) {
    return String.join(" ", new TreeSet<>(scopes));
  }

  /** As exact as PostgreSQL keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
