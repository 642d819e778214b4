// docs/ledger-api.md#a-token
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.ApiToken;
import io.roomledger.identity.ApiTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tokens that people make for their programs. */
final class TokenPages {
  private static final String TAG = "Tokens";
  private static final Duration USUAL = Duration.ofDays(90);

  private static final String OF_ONE = "/people/{person}/tokens";

  private final ApiTokens tokens;
  private final Accounts accounts;

  TokenPages(ApiTokens tokens, Accounts accounts) {
    this.tokens = tokens;
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/tokens", TAG, "The caller's tokens, without their texts.")
            .needs(Gate.TOKENS)
            .gives(TokenList.class, this::list),
        Route.post("/tokens", TAG, "Makes a token with scopes that the caller has.")
            .needs(Gate.TOKENS)
            .takes(TokenWish.class)
            .refuses(409)
            .gives(201, "The token; its text is told only now.", NewToken.class, this::make),
        Route.delete("/tokens/{token}", TAG, "Ends a token at once.")
            .needs(Gate.TOKENS)
            .givesNothing("It is ended.", this::end),
        Route.get(
                OF_ONE,
                TAG,
                "Somebody's tokens, for who may switch people off; asks for people:manage, too.")
            .needs(Gate.TOKENS)
            .gives(TokenList.class, this::listOfOne),
        Route.delete(OF_ONE + "/{token}", TAG, "Ends somebody's token at once, for the same.")
            .needs(Gate.TOKENS)
            .givesNothing("It is ended.", this::endOfOne));
  }

  /** What token is wanted. */
  record TokenWish(
      @Means(value = "What its owner calls it.", most = 100) String name,
      @Means(value = "What it is limited to, such as exports:read; * for all.", most = 50)
          List<String> scopes,
      @Means("How long it is accepted, in milliseconds: at most 366 days, else 90.")
          Optional<Duration> life) {}

  /** A token that was made just now. */
  record NewToken(@Means("Its text.") String text, TokenView token) {}

  /** Tokens. */
  record TokenList(@Means("The oldest first.") List<TokenView> tokens) {}

  /** A token. */
  record TokenView(
      String id,
      String name,
      @Means("What it is limited to.") List<String> scopes,
      @Means("The end of its text.") String lastPart,
      Instant madeAt,
      Instant expiresAt,
      @Means("When somebody last called with it, to the minute.") Optional<Instant> lastUsedAt) {
    static TokenView of(ApiToken token) {
      return new TokenView(
          Long.toString(token.number()),
          token.name(),
          token.scopes().stream().sorted().toList(),
          token.lastPart(),
          token.madeAt(),
          token.life().expiresAt(),
          token.life().lastUsedAt());
    }
  }

  private TokenList list(Ask ask) {
    return new TokenList(tokens.list(ask.caller()).stream().map(TokenView::of).toList());
  }

  private TokenList listOfOne(Ask ask) {
    return new TokenList(
        tokens.list(ask.caller(), person(ask)).stream().map(TokenView::of).toList());
  }

  private void endOfOne(Ask ask) {
    tokens.end(
        ask.caller(), person(ask), ExportPages.number(ask.need("token"), Refusal.Thing.TOKEN));
  }

  /** By account id or user name. */
  private Account person(Ask ask) {
    String name = ask.need("person");
    return accounts
        .findByUsername(ask.caller().organisation(), name)
        .or(() -> accounts.find(name))
        .orElseThrow(() -> new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, name)));
  }

  private NewToken make(Ask ask) {
    TokenWish wish = ask.body(TokenWish.class);
    ApiToken.Made made =
        tokens.make(
            ask.caller(), wish.name(), Set.copyOf(wish.scopes()), wish.life().orElse(USUAL));
    ask.tell("Cache-Control", "no-store");
    return new NewToken(made.text(), TokenView.of(made.token()));
  }

  private void end(Ask ask) {
    tokens.end(ask.caller(), ExportPages.number(ask.need("token"), Refusal.Thing.TOKEN));
  }
}
