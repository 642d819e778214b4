// https://open.feishu.cn/document/server-docs/api-call-guide/calling-process/get-
// https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN (frequency limits)
// https://open.feishu.cn/document/ukTMukTMukTM/uITNz4iM1MjLyUzM/how-to-fix-the-99991672-error
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Writes answers as the vendor's gateway does: the envelope, its failures, its headers. */
final class Spelling {
  static final String JSON = "application/json; charset=utf-8";
  private static final String LOG_ID = "X-Tt-Logid";
  private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");
  private static final String SCOPES_PAGE =
      "https://open.feishu.cn/document/uAjLw4CM/ugTN1YjL4UTN24CO1UjN/trouble-shooting/how-to-fix-the-99991672-error";

  /** What the doors call by a name of their own. */
  private static final Map<String, String> FIELDS =
      Map.of("level", "room_level_id", "rooms", "room_ids");

  private final Clock clock;
  private final ZoneId zone;

  Spelling(Clock clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
  }

  /** A success with its data. */
  static Answer success(ObjectNode data) {
    ObjectNode body = Json.object();
    body.put("code", 0).put("msg", "success").set("data", data);
    return Json.answer(200, JSON, body);
  }

  Answer refuse(Call call, Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound missing when missing.what() == Refusal.Thing.ENDPOINT ->
          // the gateway answers in plain text what it has no address for, whatever the method
          Answer.text(404, "text/plain", "404 page not found");
      case Refusal.NotFound missing -> failure(call, Failure.DATA_NOT_EXIST);
      case Refusal.Forbidden forbidden when forbidden.kind() == Refusal.Right.SCOPE ->
          scope(call, forbidden.what());
      case Refusal.Forbidden forbidden -> failure(call, Failure.NO_PERMISSION);
      case Refusal.Unauthenticated who -> failure(call, credential(call, who.why()));
      case Refusal.Invalid invalid ->
          violation(call, field(invalid.field()), invalid.value(), invalid.expected());
      case Refusal.TooLarge large -> violation(call, large.what(), "", large.message());
      case Refusal.Conflict conflict -> failure(call, Failure.DATA_CONFLICT);
      case Refusal.Throttled wait -> throttled(call, wait);
      case Refusal.Unavailable unavailable -> failure(call, Failure.INTERNAL_ERROR);
    };
  }

  private static String field(String name) {
    return FIELDS.getOrDefault(name, name);
  }

  private static Failure credential(Call call, Refusal.Credential why) {
    boolean user = Gateway.isUserToken(Gateway.token(call).orElse(""));
    return switch (why) {
      case MISSING -> Failure.MISSING_TOKEN;
      case EXPIRED -> user ? Failure.EXPIRED_USER_TOKEN : Failure.INVALID_TENANT_TOKEN;
      case UNKNOWN, WRONG_SECRET ->
          user ? Failure.INVALID_USER_TOKEN : Failure.INVALID_TENANT_TOKEN;
    };
  }

  /** A failure without further explanation. */
  Answer failure(Call call, Failure failure) {
    return answer(call, failure, failure.words(""), Json.object());
  }

  /**
   * A value that cannot be used. The page of each export lists 121003 for wrong values and no other
   * code for missing ones, so both are answered so; the gateway's 99992402, which some addresses
   * give for missing fields, has the same {@code field_violations}.
   */
  private Answer violation(Call call, String field, String value, String description) {
    ObjectNode error = Json.object();
    error
        .putArray("field_violations")
        .addObject()
        .put("field", field)
        .put("value", value)
        .put("description", description);
    return answer(call, Failure.PARAM_ERROR, Failure.PARAM_ERROR.words(""), error);
  }

  private Answer scope(Call call, String scope) {
    boolean user = Gateway.isUserToken(Gateway.token(call).orElse(""));
    Failure failure = user ? Failure.USER_LACKS_SCOPE : Failure.APP_LACKS_SCOPE;
    ObjectNode error = Json.object();
    error.put("message", "Refer to the documentation to fix the error: " + SCOPES_PAGE);
    error
        .putArray("permission_violations")
        .addObject()
        .put("type", user ? "action_privilege_required" : "action_scope_required")
        .put("subject", scope);
    error
        .putArray("helps")
        .addObject()
        .put("url", SCOPES_PAGE)
        .put("description", "Learn more about scopes and how to add them: [" + scope + "]");
    return answer(call, failure, failure.words(scope), error);
  }

  private Answer throttled(Call call, Refusal.Throttled wait) {
    // rounded up: who waits that long is not refused again
    long seconds = Math.max(1, wait.retryAfter().plusMillis(999).toSeconds());
    return failure(call, Failure.TOO_MANY_CALLS)
        .with("x-ogw-ratelimit-limit", String.valueOf(wait.limit()))
        .with("x-ogw-ratelimit-reset", String.valueOf(seconds));
  }

  private Answer answer(Call call, Failure failure, String words, ObjectNode error) {
    String logId = logId(call);
    error.put("log_id", logId);
    ObjectNode body = Json.object();
    body.put("code", failure.code()).put("msg", words).set("error", error);
    return Json.answer(failure.status(), JSON, body).with(LOG_ID, logId);
  }

  /** Adds the ids by which a request is found in the log. */
  Answer dress(Call call, Answer answer) {
    Answer named = answer.headers().containsKey(LOG_ID) ? answer : answer.with(LOG_ID, logId(call));
    return named.with("X-Request-Id", call.requestId());
  }

  /** 14 digits of time and 20 hexadecimal ones of the request's id. */
  private String logId(Call call) {
    String digits = call.requestId().replace("-", "");
    return SECOND.format(clock.instant().atZone(zone)) + digits.substring(0, 20);
  }
}
