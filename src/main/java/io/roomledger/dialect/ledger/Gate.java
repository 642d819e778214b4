package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Call;
import io.roomledger.identity.Caller;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.regex.Pattern;

/** Who calls, with which scope, how often; and how what they say is understood. */
final class Gate {
  /** See recordings and conferences. */
  static final String READ = "recordings:read";

  /** Bring recordings in. */
  static final String WRITE = "recordings:write";

  /** Hold, release and delete recordings. */
  static final String MANAGE = "recordings:manage";

  /** See exports and fetch their files. */
  static final String EXPORTS_READ = "exports:read";

  /** Order and cancel exports, and make links to them. */
  static final String EXPORTS_WRITE = "exports:write";

  /** See chat rooms and what is said there. */
  static final String CHAT_READ = "chat:read";

  /** Make, list and end tokens of one's own. */
  static final String TOKENS = "tokens:manage";

  /** Register, try and delete webhooks. */
  static final String WEBHOOKS = "webhooks:manage";

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String SCHEME = "bearer ";
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Tokens tokens;
  private final RateLimits limits;
  private final LedgerSettings settings;

  Gate(Tokens tokens, RateLimits limits, LedgerSettings settings) {
    this.tokens = tokens;
    this.limits = limits;
    this.settings = settings;
  }

  /** Who calls, with a token that carries {@code scope}. */
  Caller enter(Call call, String scope) {
    Caller caller = caller(tokens, call);
    take(caller.key());
    caller.needScope(scope);
    return caller;
  }

  /** Whose token a call has, whatever it may and however often it came. */
  static Caller caller(Tokens tokens, Call call) {
    String header = call.header("Authorization").map(String::strip).orElse("");
    boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    if (!bearer) {
      throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.MISSING));
    }
    Caller caller = tokens.caller(header.substring(SCHEME.length()).strip(), call.address());
    call.by(caller.key());
    return caller;
  }

  /** Counts a call. */
  void take(String who) {
    if (settings.callsPerSecond() > 0) {
      limits.take(who, "ledger", settings.callsPerSecond(), SECOND);
    }
  }

  /** An id; what is none names nothing. */
  static UUID id(String text, Refusal.Thing thing) {
    if (!UUID_FORM.matcher(text).matches()) {
      throw new RefusedException(new Refusal.NotFound(thing, shown(text)));
    }
    return UUID.fromString(text);
  }

  /** A moment. */
  static Instant moment(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException wrong) {
      throw invalid(name, text, "an instant such as 2026-03-01T09:00:00Z");
    }
  }

  static RefusedException invalid(String field, String value, String expected) {
    return new RefusedException(new Refusal.Invalid(field, shown(value), expected));
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}
