package io.roomledger.dialect.rocketchat;

import io.roomledger.base.AddressBlock;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import io.roomledger.people.Preference;
import io.roomledger.people.Preferences;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Who calls, and whether not too often. */
final class Gate {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Tokens tokens;
  private final RateLimits limits;
  private final Preferences preferences;
  private final Spelling spelling;
  private final RocketChatSettings settings;
  private final Clock clock;

  Gate(
      Tokens tokens,
      RateLimits limits,
      Preferences preferences,
      Spelling spelling,
      RocketChatSettings settings,
      Clock clock) {
    this.tokens = tokens;
    this.limits = limits;
    this.preferences = preferences;
    this.spelling = spelling;
    this.settings = settings;
    this.clock = clock;
  }

  /** Who calls by the two headers. */
  Caller.Person caller(Call call) {
    return caller(
        call.header("X-User-Id").orElse(""), call.header("X-Auth-Token").orElse(""), call);
  }

  /** Who fetches a file: by query, cookies or the two headers, whichever is there first. */
  Caller.Person visitor(Call call) {
    return caller(
        credential(call, "rc_uid", "X-User-Id"),
        credential(call, "rc_token", "X-Auth-Token"),
        call);
  }

  private static String credential(Call call, String name, String header) {
    return call.query(name).or(() -> call.cookie(name)).or(() -> call.header(header)).orElse("");
  }

  /** Who has that token, if that is their id. */
  Caller.Person caller(String userId, String token, Call call) {
    if (userId.isEmpty() || token.isEmpty()) {
      throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.MISSING));
    }
    if (tokens.caller(token, call.address()) instanceof Caller.Person person
        && person.account().id().equals(userId)) {
      call.by(person.key());
      return person;
    }
    throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.UNKNOWN));
  }

  /** Who calls, where nobody need be logged in. */
  Optional<Caller.Person> guest(Call call) {
    try {
      return Optional.of(caller(call));
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  /** Refuses where administrators have switched something off. */
  void needOn(Caller caller, Preference preference) {
    if (!preferences.truth(caller.organisation(), preference)) {
      throw new RefusedException(
          new Refusal.Forbidden(Refusal.Right.PERMISSION, preference.vendorName()));
    }
  }

  /** What answers a call that came through. */
  interface Act {
    Answer answer() throws Exception;
  }

  /**
   * Counts the call and then does it; every answer, a no too, says how much is left. One address
   * has one window for each route, whoever calls.
   */
  Answer limited(Call call, Optional<Caller.Person> caller, String route, Act act)
      throws Exception {
    return limited(call, caller, route, settings.callsPerMinute(), act);
  }

  /** {@link #limited(Call, Optional, String, Act)} where another number of calls is allowed. */
  Answer limited(Call call, Optional<Caller.Person> caller, String route, int limit, Act act)
      throws Exception {
    boolean bypass = caller.map(c -> c.may(Permissions.BYPASS_RATE_LIMIT)).orElse(false);
    String organisation = caller.map(Caller.Person::organisation).orElse(Accounts.MAIN);
    boolean off =
        settings.callsPerMinute() == 0 || !preferences.truth(organisation, Preference.RATE_LIMIT);
    if (bypass || off) {
      return spelled(act);
    }
    RateLimits.Allowance allowance;
    try {
      allowance =
          limits.take(AddressBlock.of(call.address()), call.method() + " " + route, limit, MINUTE);
    } catch (RefusedException e) {
      Duration wait =
          e.refusal() instanceof Refusal.Throttled throttled ? throttled.retryAfter() : MINUTE;
      return told(spelling.of(e.refusal()), new RateLimits.Allowance(limit, 0, wait));
    }
    return told(spelled(act), allowance);
  }

  private Answer spelled(Act act) throws Exception {
    try {
      return act.answer();
    } catch (RefusedException e) {
      return spelling.of(e.refusal());
    } catch (FailureException e) {
      return e.failure().answer();
    }
  }

  private Answer told(Answer answer, RateLimits.Allowance allowance) {
    return answer
        .with("X-RateLimit-Limit", "" + allowance.limit())
        .with("X-RateLimit-Remaining", "" + allowance.remaining())
        .with("X-RateLimit-Reset", "" + clock.instant().plus(allowance.reset()).toEpochMilli());
  }
}
