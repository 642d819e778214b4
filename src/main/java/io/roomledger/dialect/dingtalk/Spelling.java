package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import java.util.List;

/**
 * Spells refusals as https://open.dingtalk.com/document/development/query-recording-information and
 * the gateway do. The vendor has no word for an unknown conference: it answers that there is no
 * recording, so that is what it is here.
 */
final class Spelling {
  private final DingTalkSettings settings;

  Spelling(DingTalkSettings settings) {
    this.settings = settings;
  }

  Failure of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound(Refusal.Thing what, String id) -> notFound(what, id);
      case Refusal.Forbidden(Refusal.Right kind, String what) -> forbidden(kind, what);
      case Refusal.Unauthenticated(Refusal.Credential why) -> unauthenticated(why);
      case Refusal.Invalid invalid -> Failure.params(invalid.message());
      case Refusal.TooLarge large -> Failure.params(large.message());
      case Refusal.Conflict conflict -> failure(400, "resourceClose", "The meeting has ended");
      case Refusal.Throttled throttled ->
          failure(
              403,
              "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi",
              "All requests from your Internal app to this DingTalk Open Platform API are"
                  + " temporarily disabled.");
      case Refusal.Unavailable(String what) -> systemError(what);
    };
  }

  static Failure systemError(String what) {
    return failure(500, "systemError", "systemError:" + what);
  }

  private static Failure notFound(Refusal.Thing what, String id) {
    return switch (what) {
      case ACCOUNT -> failure(400, "unknownUserError", "unknownUserError");
      case CONFERENCE, RECORDING -> failure(400, "cloudRecordNotFound", "cloudRecordNotFound");
      case ENDPOINT -> Failure.noSuchApi();
      default -> Failure.params(new Refusal.NotFound(what, id).message());
    };
  }

  private Failure forbidden(Refusal.Right kind, String what) {
    return switch (kind) {
      case SCOPE ->
          new Failure(
              403,
              "Forbidden.AccessDenied.AccessTokenPermissionDenied",
              Wording.SCOPE_MISSING.in(settings.language()).formatted(what),
              List.of(what));
      case ORGANISATION -> failure(400, "orgAccessForbidden", "orgAccessForbidden");
      case RELATION, PERMISSION -> failure(404, "permissionError", "permissionError:" + what);
    };
  }

  private Failure unauthenticated(Refusal.Credential why) {
    return switch (why) {
      case MISSING -> gateway("AuthenticationFailed.MissingParameter", Wording.TOKEN_MISSING);
      case UNKNOWN, EXPIRED -> gateway("InvalidAuthentication", Wording.TOKEN_INVALID);
      case WRONG_SECRET -> gateway("invalidClientIdOrSecret", Wording.WRONG_SECRET);
    };
  }

  private Failure gateway(String code, Wording wording) {
    return failure(400, code, wording.in(settings.language()));
  }

  private static Failure failure(int status, String code, String message) {
    return new Failure(status, code, message);
  }
}
