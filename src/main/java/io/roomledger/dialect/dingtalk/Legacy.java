package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;

/**
 * The manners of the vendor's old API: always HTTP 200, what went wrong is a number in the body.
 *
 * @param language {@code zh} or {@code en}
 */
record Legacy(String language) {
  static final String TOKEN_ROOT = "/gettoken";
  static final String ROOT = "/topapi";

  /** Whether an address is one of the old API. */
  static boolean owns(String path) {
    return path.equals(TOKEN_ROOT)
        || path.startsWith(TOKEN_ROOT + "/")
        || path.equals(ROOT)
        || path.startsWith(ROOT + "/");
  }

  /** An answer that says yes, to be filled. */
  static ObjectNode fine() {
    return Json.object().put("errcode", 0).put("errmsg", "ok");
  }

  Answer refuse(Call call, Refusal refusal) {
    return switch (refusal) {
      case Refusal.Unauthenticated(Refusal.Credential why) -> unauthenticated(call, why);
      case Refusal.Forbidden(Refusal.Right kind, String what) when kind == Refusal.Right.SCOPE ->
          denied(call, "60011", Wording.SCOPE_MISSING.in(language).formatted(what));
      case Refusal.Forbidden denied -> failure(call, 60121, Wording.NO_SUCH_USER);
      case Refusal.NotFound(Refusal.Thing what, String id) when what == Refusal.Thing.ENDPOINT ->
          failure(call, 22, Wording.NO_SUCH_METHOD);
      case Refusal.NotFound missing -> failure(call, 60121, Wording.NO_SUCH_USER);
      case Refusal.Throttled throttled -> tooFast(call, Failure.TOO_FAST);
      case Refusal.Unavailable busy -> fail(call);
      case Refusal.Invalid invalid -> badParameter(call, invalid.message());
      case Refusal.TooLarge large -> badParameter(call, large.message());
      case Refusal.Conflict conflict -> badParameter(call, conflict.message());
    };
  }

  Answer fail(Call call) {
    return failure(call, -1, Wording.BUSY);
  }

  /** What the gateway says no to. */
  Answer refuse(Call call, Failure failure) {
    if (failure.equals(Failure.TOO_FAST) || failure.equals(Failure.ALL_TOO_FAST)) {
      return tooFast(call, failure);
    }
    return badParameter(call, failure.message());
  }

  /** Any failure of the old API. */
  Answer failure(Call call, int code, Wording wording) {
    return answer(call, code, wording.in(language));
  }

  private Answer badParameter(Call call, String why) {
    return answer(call, 400002, Wording.BAD_PARAMETER.in(language) + ": " + why);
  }

  private static Answer tooFast(Call call, Failure failure) {
    return answer(call, failure.equals(Failure.TOO_FAST) ? 90018 : 90002, failure.message());
  }

  private Answer unauthenticated(Call call, Refusal.Credential why) {
    return switch (why) {
      case MISSING -> denied(call, "40000", Wording.TOKEN_BLANK.in(language));
      case UNKNOWN, EXPIRED -> denied(call, "40014", Wording.TOKEN_INVALID.in(language));
      case WRONG_SECRET, ONE_TIME, SECOND_FACTOR -> failure(call, 40096, Wording.WRONG_PAIR);
    };
  }

  private static Answer denied(Call call, String subCode, String subMessage) {
    ObjectNode body = Json.object();
    body.put("errcode", 88);
    body.put("sub_code", subCode).put("sub_msg", subMessage);
    body.put("errmsg", "ding talk error[subcode=" + subCode + ",submsg=" + subMessage + "]");
    body.put("request_id", call.requestId());
    return Print.answer(200, body);
  }

  private static Answer answer(Call call, int code, String message) {
    ObjectNode body = Json.object().put("errcode", code).put("errmsg", message);
    body.put("request_id", call.requestId());
    return Print.answer(200, body);
  }
}
