package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.conference.Uploads;
import io.roomledger.http.Answer;
import io.roomledger.http.Json;
import java.util.Locale;

/**
 * A no, as RFC 9457 writes it.
 *
 * @param status the HTTP status
 * @param code what programs branch on
 * @param detail what people read
 */
record Problem(int status, String code, String detail) {
  static final String TYPE = "application/problem+json";

  /** What tus answers where a digest is not right. */
  private static final int CHECKSUM_MISMATCH = 460;

  static Problem of(Refusal refusal) {
    return new Problem(status(refusal), code(refusal), refusal.message());
  }

  private static int status(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound missing -> 404;
      case Refusal.Forbidden forbidden -> 403;
      case Refusal.Unauthenticated unknown -> 401;
      case Refusal.Invalid(String field, String value, String expected) ->
          field.equals(Uploads.CHECKSUM) ? CHECKSUM_MISMATCH : 400;
      case Refusal.Conflict conflict -> 409;
      case Refusal.Throttled throttled -> 429;
      case Refusal.TooLarge large -> 413;
      case Refusal.Unavailable unavailable -> 503;
    };
  }

  private static String code(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound(Refusal.Thing what, String id) -> word(what) + "-not-found";
      case Refusal.Forbidden(Refusal.Right kind, String what) -> "lacks-" + word(kind);
      case Refusal.Unauthenticated(Refusal.Credential why) -> "token-" + word(why);
      case Refusal.Invalid invalid -> "invalid";
      case Refusal.Conflict conflict -> "conflict";
      case Refusal.Throttled throttled -> "too-many-calls";
      case Refusal.TooLarge large -> "too-large";
      case Refusal.Unavailable unavailable -> "unavailable";
    };
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it looks like. */
  record ProblemView(
      @Means("Always about:blank; the title tells one from another.") String type,
      @Means("What programs branch on.") String title,
      @Means("The HTTP status.") int status,
      @Means("What people read.") String detail,
      @Means("What stands in the server's log.") String requestId) {}

  Answer answer(String requestId) {
    ProblemView view = new ProblemView("about:blank", code, status, detail, requestId);
    return Json.answer(status, TYPE, RecordShape.of(ProblemView.class).write(view));
  }
}
