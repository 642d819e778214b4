package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Call;
import io.roomledger.identity.Caller;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Who calls, with which scope, how often; and what they say in the address. */
final class Gate {
  /** See recordings and conferences. */
  static final String READ = "recordings:read";

  /** Bring recordings in. */
  static final String WRITE = "recordings:write";

  /** Hold, release and delete recordings. */
  static final String MANAGE = "recordings:manage";

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
    String header = call.header("Authorization").map(String::strip).orElse("");
    boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    if (!bearer) {
      throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.MISSING));
    }
    Caller caller = tokens.caller(header.substring(SCHEME.length()).strip(), call.address());
    take(caller.key());
    caller.needScope(scope);
    return caller;
  }

  /** Counts a call. */
  void take(String who) {
    if (settings.callsPerSecond() > 0) {
      limits.take(who, "ledger", settings.callsPerSecond(), SECOND);
    }
  }

  /** An id in the path; what is none names nothing. */
  static UUID id(Call call, String name, Refusal.Thing thing) {
    return id(call.pathParameter(name), thing);
  }

  static UUID id(String text, Refusal.Thing thing) {
    if (!UUID_FORM.matcher(text).matches()) {
      throw new RefusedException(new Refusal.NotFound(thing, shown(text)));
    }
    return UUID.fromString(text);
  }

  /** A moment in the query. */
  static Optional<Instant> moment(Call call, String name) {
    return call.query(name).map(text -> moment(name, text));
  }

  static Instant moment(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException wrong) {
      throw invalid(name, text, "an instant such as 2026-03-01T09:00:00Z");
    }
  }

  /** A whole number in the query. */
  static int number(Call call, String name, int otherwise, int most) {
    String text = call.query(name).orElse(Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      throw invalid(name, text, "1 to " + most);
    }
    throw invalid(name, text, "1 to " + most);
  }

  /** The body, which must be a JSON object. */
  static JsonNode object(Call call) {
    return call.json()
        .filter(JsonNode::isObject)
        .orElseThrow(() -> invalid("body", "no object", "a JSON object"));
  }

  /** A text in a body, which must be there. */
  static String text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isTextual() || value.asText().isBlank() || value.asText().indexOf('\0') >= 0) {
      throw invalid(name, value.isMissingNode() ? "missing" : "no text", "a text");
    }
    return value.asText();
  }

  static RefusedException invalid(String field, String value, String expected) {
    return new RefusedException(new Refusal.Invalid(field, shown(value), expected));
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}
