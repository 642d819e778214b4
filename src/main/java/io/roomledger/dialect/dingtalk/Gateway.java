package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Caller;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import java.time.Duration;

/**
 * What the vendor's gateway checks before a call reaches an API, in its order: token, permission,
 * rate.
 */
final class Gateway {
  private static final String TOKEN = "x-acs-dingtalk-access-token";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Tokens tokens;
  private final RateLimits limits;
  private final DingTalkSettings settings;

  Gateway(Tokens tokens, RateLimits limits, DingTalkSettings settings) {
    this.tokens = tokens;
    this.limits = limits;
    this.settings = settings;
  }

  /** The route's address, behind the gate. */
  Endpoint endpoint(Route route) {
    String rate = "dingtalk " + route.method() + " " + route.path();
    return new Endpoint(
        route.method(),
        route.path(),
        call -> {
          Caller caller = caller(call);
          caller.needScope(route.scope());
          take(payer(caller), rate);
          return route.handler().answer(call, caller);
        });
  }

  private Caller caller(Call call) {
    String token = call.header(TOKEN).map(String::strip).filter(t -> !t.isEmpty()).orElse(null);
    if (token == null) {
      throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.MISSING));
    }
    Caller caller = UserTokens.caller(tokens, token, call.address());
    call.by(caller.key());
    return caller;
  }

  /** What a person's app calls counts as the app's. */
  private static String payer(Caller caller) {
    return caller instanceof Caller.Person person && person.app().isPresent()
        ? "app:" + person.app().get().id()
        : caller.key();
  }

  /**
   * Counts a call of an app, and among those of all apps.
   *
   * @throws FailureException with the code of the rate that was too high
   */
  void take(String who, String api) {
    take(who, api, settings.callsPerSecond(), Failure.TOO_FAST);
    take("everybody", api, settings.allCallsPerSecond(), Failure.ALL_TOO_FAST);
  }

  private void take(String who, String api, int limit, Failure tooFast) {
    if (limit == 0) {
      return;
    }
    try {
      limits.take(who, api, limit, SECOND);
    } catch (RefusedException refused) {
      throw new FailureException(tooFast);
    }
  }
}
