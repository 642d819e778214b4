package io.roomledger.http;

import io.roomledger.base.Refusal;
import java.util.List;
import java.util.Map;

/** A site that speaks no vendor's language. */
record PlainSite(String name, List<String> roots, List<Endpoint> endpoints) implements Site {
  private static final String JSON = "application/json";

  PlainSite {
    roots = List.copyOf(roots);
    endpoints = List.copyOf(endpoints);
  }

  @Override
  public Answer refuse(Call call, Refusal refusal) {
    Answer answer = Json.answer(status(refusal), JSON, Map.of("error", refusal.message()));
    return refusal instanceof Refusal.Throttled throttled
        ? answer.with("Retry-After", Long.toString(seconds(throttled)))
        : answer;
  }

  @Override
  public Answer fail(Call call) {
    String error = "a fault of this server; its log has more under " + call.requestId();
    return Json.answer(500, JSON, Map.of("error", error));
  }

  private static int status(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound missing -> 404;
      case Refusal.Forbidden forbidden -> 403;
      case Refusal.Unauthenticated unknown -> 401;
      case Refusal.Invalid invalid -> 400;
      case Refusal.Conflict conflict -> 409;
      case Refusal.Throttled throttled -> 429;
      case Refusal.TooLarge large -> 413;
      case Refusal.Unavailable unavailable -> 503;
    };
  }

  private static long seconds(Refusal.Throttled throttled) {
    return Math.max(1, throttled.retryAfter().plusMillis(999).toSeconds());
  }
}
