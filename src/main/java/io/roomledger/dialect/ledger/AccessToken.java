// docs/ledger-api.md#a-token
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives a token for a name and a password, or for an app and its secret. */
final class AccessToken {
  private static final Duration RENEW_BEFORE = Duration.ofMinutes(1);

  private final Accounts accounts;
  private final Apps apps;
  private final Tokens tokens;
  private final LedgerSettings settings;

  AccessToken(Accounts accounts, Apps apps, Tokens tokens, LedgerSettings settings) {
    this.accounts = accounts;
    this.apps = apps;
    this.tokens = tokens;
    this.settings = settings;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/token", "Tokens", "Gives a token for a name and a password, or for an app.")
            .takes(Credentials.class)
            .refuses(401)
            .gives(Given.class, this::answer));
  }

  /** Who wants one. */
  record Credentials(
      @Means("The user name of a person.") Optional<String> username,
      @Means("Their password.") Optional<String> password,
      @Means("The code of their second factor, if they have one.") Optional<String> code,
      @Means("Or else the id of an app.") Optional<String> app,
      @Means("Its secret.") Optional<String> secret) {}

  /** A token. */
  record Given(
      @Means("The token; it is sent as Authorization: Bearer TOKEN.") String token,
      @Means("When it ends.") Instant expiresAt) {}

  private Given answer(Ask ask) {
    Credentials said = ask.body(Credentials.class);
    Tokens.Issued issued =
        said.app().isPresent()
            ? ofApp(ask, said.app().get(), needed("secret", said.secret()))
            : ofPerson(ask, said);
    ask.tell("Cache-Control", "no-store");
    return new Given(issued.token(), issued.expiresAt());
  }

  private static String needed(String name, Optional<String> value) {
    return value
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> Gate.invalid(name, "missing", "a text"));
  }

  private Tokens.Issued ofPerson(Ask ask, Credentials said) {
    String address = ask.call().address();
    Account account =
        accounts.logIn(
            Accounts.MAIN,
            needed("username", said.username()),
            needed("password", said.password()),
            said.code(),
            address);
    return tokens.issue(accounts.caller(account, Set.of("*"), address), "", settings.tokenLife());
  }

  /** An unknown app and a wrong secret look the same. */
  private Tokens.Issued ofApp(Ask ask, String id, String secret) {
    String address = ask.call().address();
    try {
      Caller.Program who = new Caller.Program(apps.logIn(id, secret, address), address);
      return tokens.issue(who, "", settings.tokenLife(), RENEW_BEFORE);
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.NotFound) {
        throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.WRONG_SECRET));
      }
      throw refused;
    }
  }
}
