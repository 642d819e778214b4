// https://open.feishu.cn/document/server-docs/api-call-guide/calling-process/get-
package io.roomledger.dialect.feishu;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Caller;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import java.util.List;
import java.util.Optional;

/**
 * What every call passes before its parameters are looked at: the token, the limit, the scope, in
 * this order.
 */
final class Gateway {
  private static final String BEARER = "Bearer ";

  private final Tokens tokens;
  private final RateLimits limits;
  private final int exportsPerMinute;
  private final Spelling spelling;

  Gateway(Tokens tokens, RateLimits limits, int exportsPerMinute, Spelling spelling) {
    this.tokens = tokens;
    this.limits = limits;
    this.exportsPerMinute = exportsPerMinute;
    this.spelling = spelling;
  }

  /** The route's address, behind the gate. */
  Endpoint endpoint(Route route) {
    return new Endpoint(route.method(), route.path(), call -> answer(route, call));
  }

  /** An address that gives tokens, and so needs none; each peer has its own limit. */
  Endpoint open(String path, Endpoint.Handler handler) {
    return Endpoint.post(
        path,
        call -> {
          count(call.address(), "POST " + path, Tier.OFTEN);
          return handler.answer(call);
        });
  }

  private Answer answer(Route route, Call call) throws Exception {
    try {
      Caller caller = caller(call, route.terms().bearer());
      count(route, caller);
      Optional<Answer> refused = scope(route.terms().scopes(), call, caller);
      return refused.isPresent() ? refused.get() : route.handler().answer(call, caller);
    } catch (FailureException e) {
      return spelling.failure(call, e);
    }
  }

  private Caller caller(Call call, Terms.Bearer bearer) {
    String token =
        token(call)
            .orElseThrow(() ->
                new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.MISSING)));
    boolean user = isUserToken(token);
    if (!user && !token.startsWith("t-")) {
      // another vendor's token is none of this one's, even if it is good there
      throw new FailureException(Failure.NEITHER_KIND);
    }
    if (user && bearer == Terms.Bearer.TENANT) {
      throw new FailureException(Failure.NO_USER_TOKENS);
    }
    if (!user && bearer == Terms.Bearer.USER) {
      throw new FailureException(Failure.INVALID_TENANT_TOKEN);
    }
    Caller caller = tokens.caller(token, call.address());
    call.by(caller.key());
    return caller;
  }

  /** One window for each address, app and organisation; an app belongs to one organisation. */
  private void count(Route route, Caller caller) {
    String who =
        caller instanceof Caller.Person person && person.app().isPresent()
            ? "app:" + person.app().get().id()
            : caller.key();
    count(who, route.method() + " " + route.path(), route.terms().tier());
  }

  private void count(String who, String api, Tier tier) {
    for (Tier.Limit limit : tier.limits(exportsPerMinute)) {
      limits.take(who, "feishu:" + api, limit.calls(), limit.window());
    }
  }

  /** The refusal, if the caller has none of the scopes. */
  private Optional<Answer> scope(List<String> scopes, Call call, Caller caller) {
    if (scopes.isEmpty() || scopes.stream().anyMatch(caller::hasScope)) {
      return Optional.empty();
    }
    Optional<String> app =
        switch (caller) {
          case Caller.Program program -> Optional.of(program.app().id());
          case Caller.Person person -> person.app().map(to -> to.id());
          case Caller.Operator operator -> Optional.empty();
          case Caller.Stranger stranger -> Optional.empty();
        };
    return Optional.of(
        personLacks(scopes, caller)
            ? spelling.userLacksScope(call, scopes, app)
            : spelling.appLacksScope(call, scopes, app));
  }

  /** Whether it is the person who has not granted it, to an app that has it. */
  private static boolean personLacks(List<String> scopes, Caller caller) {
    return caller instanceof Caller.Person person
        && person.app().map(app -> scopes.stream().anyMatch(app.scopes()::contains)).orElse(true);
  }

  /** The token of the call, if it has one in the form that is asked for. */
  static Optional<String> token(Call call) {
    return call.header("Authorization")
        .filter(value -> value.startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()).strip())
        .filter(token -> !token.isEmpty());
  }

  /** Whether it has the form of a person's token, rather than an app's. */
  static boolean isUserToken(String token) {
    return token.startsWith("u-") || token.startsWith("eyJ");
  }
}
