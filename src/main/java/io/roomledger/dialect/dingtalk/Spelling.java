package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import io.roomledger.http.Call;
import java.util.List;

/**
 * Spells refusals: those of the gateway the same for every API, all others by the {@link Family} of
 * the address.
 */
final class Spelling {
  private final String language;

  Spelling(String language) {
    this.language = language;
  }

  Failure of(Call call, Refusal refusal) {
    return switch (refusal) {
      case Refusal.Unauthenticated(Refusal.Credential why) -> unauthenticated(why);
      case Refusal.Forbidden(Refusal.Right kind, String what) when kind == Refusal.Right.SCOPE ->
          new Failure(
              403,
              "Forbidden.AccessDenied.AccessTokenPermissionDenied",
              Wording.SCOPE_MISSING.in(language).formatted(what),
              List.of(what));
      case Refusal.Throttled throttled -> Failure.TOO_FAST;
      case Refusal.NotFound(Refusal.Thing what, String id) when what == Refusal.Thing.ENDPOINT ->
          Failure.noSuchApi();
      default -> Family.of(call.method(), call.path()).failure(refusal);
    };
  }

  /** A fault of ours; the log has the request id. */
  static Failure fault(Call call) {
    return Family.of(call.method(), call.path()).fault(call.requestId());
  }

  private Failure unauthenticated(Refusal.Credential why) {
    return switch (why) {
      case MISSING -> gateway("AuthenticationFailed.MissingParameter", Wording.TOKEN_MISSING);
      case UNKNOWN, EXPIRED -> gateway("InvalidAuthentication", Wording.TOKEN_INVALID);
      case WRONG_SECRET, ONE_TIME, SECOND_FACTOR ->
          gateway("invalidClientIdOrSecret", Wording.WRONG_SECRET);
    };
  }

  private Failure gateway(String code, Wording wording) {
    return new Failure(400, code, wording.in(language));
  }
}
