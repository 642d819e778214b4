package io.roomledger.retention;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;

/**
 * A rule that somebody wants.
 *
 * @param kind of what
 * @param scope for what it stands
 * @param subject for which of them: its id, or a name that is its alone; empty for the organisation
 * @param keep how long
 */
public record RuleWish(KeptKind kind, Scope scope, String subject, Keep keep) {
  public RuleWish {
    if (!scope.fits(kind)) {
      throw new RefusedException(
          new Refusal.Invalid(
              "scope",
              scope.key(),
              kind == KeptKind.MESSAGES
                  ? "organisation or chat-room"
                  : "organisation, room-level or meeting-room"));
    }
    if (scope == Scope.ORGANISATION && keep instanceof Keep.AsAbove) {
      throw new RefusedException(
          new Refusal.Invalid("keep", "as-above", "days or for-ever: nothing is above it"));
    }
  }
}
