package io.roomledger.console;

import io.roomledger.base.Refusal;

/**
 * What a person is told when the answer is no.
 *
 * @param status the HTTP status
 * @param title in a few words
 * @param text what happened and what to do
 */
record Problem(int status, String title, String text) {
  static Problem of(Visit visit, Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound missing ->
          new Problem(404, visit.say("problem.missing"), visit.say("problem.missingText"));
      case Refusal.Forbidden forbidden when forbidden.what().equals("a form of this page") ->
          new Problem(403, visit.say("problem.stale"), visit.say("problem.staleText"));
      case Refusal.Forbidden forbidden ->
          new Problem(
              403,
              visit.say("problem.forbidden"),
              visit.say("problem.forbiddenText", forbidden.what()));
      case Refusal.Unauthenticated unknown ->
          new Problem(401, visit.say("problem.unknown"), visit.say("problem.unknownText"));
      case Refusal.Invalid invalid ->
          new Problem(400, visit.say("problem.invalid"), invalid.message());
      case Refusal.Conflict conflict ->
          new Problem(409, visit.say("problem.conflict"), conflict.message());
      case Refusal.Throttled throttled ->
          new Problem(
              429,
              visit.say("problem.throttled"),
              visit.count(
                  "problem.throttledText", Math.max(1, throttled.retryAfter().toSeconds())));
      case Refusal.TooLarge large -> new Problem(413, visit.say("problem.large"), large.message());
      case Refusal.Unavailable unavailable ->
          new Problem(503, visit.say("problem.unavailable"), unavailable.message());
    };
  }
}
