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
import java.time.Duration;
import java.util.Optional;

/**
 * What every call passes before its parameters are looked at: the token, the limit, the scope, in
 * this order.
 */
final class Gateway {
  private static final String BEARER = "Bearer ";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Tokens tokens;
  private final RateLimits limits;
  private final int perMinute;

  Gateway(Tokens tokens, RateLimits limits, int perMinute) {
    this.tokens = tokens;
    this.limits = limits;
    this.perMinute = perMinute;
  }

  /** Answers a call of somebody known. */
  @FunctionalInterface
  interface Handler {
    Answer answer(Call call, Caller caller) throws Exception;
  }

  /**
   * An endpoint's handler behind the gate.
   *
   * @param api what the limit counts
   * @param scope what the token must carry
   */
  Endpoint.Handler gate(String api, String scope, Handler handler) {
    return call -> {
      Caller caller = caller(call);
      limits.take(caller.key(), "feishu:" + api, perMinute, MINUTE);
      caller.needScope(scope);
      return handler.answer(call, caller);
    };
  }

  private Caller caller(Call call) {
    String token = token(call).orElseThrow(() -> refused(Refusal.Credential.MISSING));
    if (!token.startsWith("t-") && !isUserToken(token)) {
      // another vendor's token is none of this one's, even if it is good there
      throw refused(Refusal.Credential.UNKNOWN);
    }
    return tokens.caller(token, call.address());
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

  private static RefusedException refused(Refusal.Credential why) {
    return new RefusedException(new Refusal.Unauthenticated(why));
  }
}
