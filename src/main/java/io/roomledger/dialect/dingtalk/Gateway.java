package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Call;
import io.roomledger.identity.Caller;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What the vendor's gateway checks before a call reaches an API, in its order: token, permission,
 * rate, parameters.
 */
final class Gateway {
  private static final String TOKEN = "x-acs-dingtalk-access-token";
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Ids of this vendor are opaque, and always visible characters. */
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

  private final Tokens tokens;
  private final RateLimits limits;
  private final DingTalkSettings settings;

  Gateway(Tokens tokens, RateLimits limits, DingTalkSettings settings) {
    this.tokens = tokens;
    this.limits = limits;
    this.settings = settings;
  }

  /**
   * Who calls.
   *
   * @param api the name of what is called, for its own rate
   * @param scope the permission that the app needs
   */
  Caller enter(Call call, String api, String scope) {
    String token = call.header(TOKEN).map(String::strip).filter(t -> !t.isEmpty()).orElse(null);
    if (token == null) {
      throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.MISSING));
    }
    Caller caller = tokens.caller(token, call.address());
    caller.needScope(scope);
    take(caller.key(), api);
    return caller;
  }

  /** Counts a call. */
  void take(String who, String api) {
    if (settings.callsPerSecond() > 0) {
      limits.take(who, "dingtalk." + api, settings.callsPerSecond(), SECOND);
    }
  }

  /** An id in the query, which must be there. */
  static String query(Call call, String name) {
    String value = call.query(name).orElseThrow(() -> new FailureException(Failure.missing(name)));
    return id(name, value);
  }

  /** An id in the path. */
  static String path(Call call, String name) {
    return id(name, call.pathParameter(name));
  }

  private static String id(String name, String value) {
    if (!ID.matcher(value).matches()) {
      throw new FailureException(
          Failure.params(name + " (expected: an id of 1 to 128 visible characters)"));
    }
    return value;
  }
}
