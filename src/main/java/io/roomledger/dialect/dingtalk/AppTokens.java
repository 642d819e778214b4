package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Call;
import io.roomledger.identity.App;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Tokens;
import java.time.Clock;
import java.time.Duration;

/** The tokens of apps, which the vendor hands out at three addresses. */
final class AppTokens {
  /** A token that ends before it can be used is of no use. */
  private static final Duration RENEW_BEFORE = Duration.ofMinutes(1);

  private final Apps apps;
  private final Tokens tokens;
  private final Gateway gateway;
  private final Duration life;
  private final Clock clock;

  AppTokens(Apps apps, Tokens tokens, Gateway gateway, Duration life, Clock clock) {
    this.apps = apps;
    this.tokens = tokens;
    this.gateway = gateway;
    this.life = life;
    this.clock = clock;
  }

  /**
   * A token to be handed out.
   *
   * @param token the text
   * @param secondsLeft how long it is valid
   */
  record Fresh(String token, long secondsLeft) {}

  /** The token of the app with that key and secret. */
  Fresh of(Call call, String key, String secret) {
    return of(call, logIn(call, key, secret));
  }

  /** The token of an app that has logged in. */
  Fresh of(Call call, App app) {
    Caller.Program who = new Caller.Program(app, call.address());
    Tokens.Issued issued = tokens.issue(who, "", life, RENEW_BEFORE);
    return new Fresh(issued.token(), secondsLeft(issued));
  }

  /** The app with that key and secret; an unknown app and a wrong secret look the same. */
  App logIn(Call call, String key, String secret) {
    gateway.take("app:" + key, "dingtalk token");
    try {
      return apps.logIn(key, secret, call.address());
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.NotFound) {
        throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.WRONG_SECRET));
      }
      throw refused;
    }
  }

  /** How long a token is valid, rounded up. */
  long secondsLeft(Tokens.Issued issued) {
    return Math.ceilDiv(Duration.between(clock.instant(), issued.expiresAt()).toMillis(), 1000L);
  }
}
