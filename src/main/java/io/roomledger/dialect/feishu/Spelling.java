// https://open.feishu.cn/document/server-docs/api-call-guide/calling-process/get-
// https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN (frequency limits)
// https://open.feishu.cn/document/ukTMukTMukTM/uITNz4iM1MjLyUzM/how-to-fix-the-99991672-error
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes answers as the vendor's gateway does: the envelope, its failures, its headers. */
final class Spelling {
  static final String JSON = "application/json; charset=utf-8";
  private static final String LOG_ID = "X-Tt-Logid";
  private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");
  private static final String SITE = "https://open.feishu.cn";
  private static final String SCOPES_PAGE =
      SITE
          + "/document/uAjLw4CM/ugTN1YjL4UTN24CO1UjN/trouble-shooting/how-to-fix-the-99991672-error";
  private static final String GRANTS_PAGE =
      SITE
          + "/document/uAjLw4CM/ugTN1YjL4UTN24CO1UjN/trouble-shooting/how-to-resolve-error-99991679";

  /** What the doors call by a name of their own. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "level", "room_level_id",
          "rooms", "room_ids",
          "parent", "parent_id",
          "after", "page_token",
          "size", "page_size",
          "closing", "room_status.disable_end_time",
          "reason", "room_status.disable_reason",
          "contacts", "room_status.contact_ids",
          "devices", "device");

  private final Clock clock;
  private final ZoneId zone;

  /** The longest root first. */
  private final List<Family> families;

  Spelling(Clock clock, ZoneId zone, List<Family> families) {
    this.clock = clock;
    this.zone = zone;
    this.families =
        families.stream()
            .sorted(Comparator.comparingInt((Family one) -> one.root().length()).reversed())
            .toList();
  }

  /** A success with its data. */
  static Answer success(ObjectNode data) {
    ObjectNode body = Json.object();
    body.put("code", 0).put("msg", "success").set("data", data);
    return Json.answer(200, JSON, body);
  }

  Answer refuse(Call call, Refusal refusal) {
    Failure failure = family(call).failure(refusal);
    return switch (refusal) {
      case Refusal.NotFound missing when missing.what() == Refusal.Thing.ENDPOINT ->
          // the gateway answers in plain text what it has no address for, whatever the method
          Answer.text(404, "text/plain; charset=utf-8", "404 page not found");
      case Refusal.Forbidden forbidden when forbidden.kind() == Refusal.Right.SCOPE ->
          Gateway.isUserToken(Gateway.token(call).orElse(""))
              ? userLacksScope(call, List.of(forbidden.what()), Optional.empty())
              : appLacksScope(call, List.of(forbidden.what()), Optional.empty());
      case Refusal.Unauthenticated who -> failure(call, credential(call, who.why()));
      case Refusal.Invalid invalid -> violation(call, failure, invalid);
      case Refusal.TooLarge large ->
          violation(call, failure, new Refusal.Invalid(large.what(), "", large.message()));
      case Refusal.Throttled wait -> throttled(call, wait);
      case Refusal.NotFound missing -> failure(call, failure);
      case Refusal.Forbidden forbidden -> failure(call, failure);
      case Refusal.Conflict conflict -> failure(call, failure);
      case Refusal.Unavailable unavailable -> failure(call, failure);
    };
  }

  /** A fault of ours. */
  Answer fault(Call call) {
    return failure(call, family(call).fault());
  }

  private Family family(Call call) {
    return families.stream()
        .filter(family -> owns(family.root(), call.path()))
        .findFirst()
        .orElse(VcFamily.VC);
  }

  private static boolean owns(String root, String path) {
    return path.startsWith(root)
        && (path.length() == root.length() || path.charAt(root.length()) == '/');
  }

  private static Failure credential(Call call, Refusal.Credential why) {
    boolean user = Gateway.isUserToken(Gateway.token(call).orElse(""));
    return switch (why) {
      case MISSING -> Failure.MISSING_TOKEN;
      case EXPIRED -> user ? Failure.EXPIRED_USER_TOKEN : Failure.INVALID_TENANT_TOKEN;
      case UNKNOWN, WRONG_SECRET, ONE_TIME, SECOND_FACTOR ->
          user ? Failure.INVALID_USER_TOKEN : Failure.INVALID_TENANT_TOKEN;
    };
  }

  /** A failure without further explanation. */
  Answer failure(Call call, Failure failure) {
    return answer(call, failure, failure.words(""), Json.object());
  }

  /** A documented failure, with the field that it is about. */
  Answer failure(Call call, FailureException e) {
    Failure failure =
        e.failure().equals(Failure.FIELD_VALIDATION) ? family(call).malformed() : e.failure();
    return e.violation()
        .map(violation -> violation(call, failure, violation))
        .orElseGet(() -> failure(call, failure));
  }

  /** A value that cannot be used. */
  private Answer violation(Call call, Failure failure, Refusal.Invalid invalid) {
    ObjectNode error = Json.object();
    error
        .putArray("field_violations")
        .addObject()
        .put("field", FIELDS.getOrDefault(invalid.field(), invalid.field()))
        .put("value", invalid.value())
        .put("description", invalid.expected());
    return answer(call, failure, failure.words(""), error);
  }

  /** The app was not given any of the scopes. */
  Answer appLacksScope(Call call, List<String> scopes, Optional<String> app) {
    return scope(call, Failure.APP_LACKS_SCOPE, "action_scope_required", scopes, app);
  }

  /** The app was, but the person whose token it is did not grant it. */
  Answer userLacksScope(Call call, List<String> scopes, Optional<String> app) {
    return scope(call, Failure.USER_LACKS_SCOPE, "action_privilege_required", scopes, app);
  }

  private Answer scope(
      Call call, Failure failure, String type, List<String> scopes, Optional<String> app) {
    String listed = String.join(", ", scopes);
    String page = failure.equals(Failure.APP_LACKS_SCOPE) ? SCOPES_PAGE : GRANTS_PAGE;
    ObjectNode error = Json.object();
    error.put("message", "Refer to the documentation to fix the error: " + page);
    ArrayNode violations = error.putArray("permission_violations");
    scopes.forEach(one -> violations.addObject().put("type", type).put("subject", one));
    String url =
        app.map(id ->
                SITE + "/app/" + id + "/auth?q=" + String.join(",", scopes) + "&op_from=openapi")
            .orElse(page);
    error
        .putArray("helps")
        .addObject()
        .put("url", url)
        .put("description", "Learn more about scopes and how to add them: [" + listed + "]");
    return answer(call, failure, failure.words(listed), error);
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
    error.put(
        "troubleshooter",
        "排查建议查看(Troubleshooting suggestions): "
            + SITE
            + "/search?from=openapi&log_id="
            + logId
            + "&code="
            + failure.code());
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
