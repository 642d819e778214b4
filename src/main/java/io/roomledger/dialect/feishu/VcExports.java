// https://open.feishu.cn/document/server-docs/vc-v1/export/get
// https://open.feishu.cn/document/server-docs/vc-v1/export/download
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportJob;
import io.roomledger.export.Exports;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How an export stands, and its file. */
final class VcExports {
  static final String PATH = "/open-apis/vc/v1/exports/";
  static final Terms TERMS = Terms.both(Tier.EXPORTS, "vc:export");

  /** What is ordered at these addresses, under the last part of its own. */
  private static final Set<String> RECIPES =
      Set.of(ResourceReservations.RECIPE, MeetingExports.MEETINGS, MeetingExports.PARTICIPANTS);

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final int PROCESSING = 1;
  private static final int FAILED = 2;
  private static final int DONE = 3;

  private final Exports exports;
  private final FileTokens files;

  VcExports(Exports exports, FileTokens files) {
    this.exports = exports;
    this.files = files;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH + "{task_id}", TERMS, this::get),
        Route.get(PATH + "download", TERMS, this::download));
  }

  /** Some clients send a body with this; nobody reads it. */
  private Answer get(Call call, Caller caller) {
    ExportJob export = own(caller, number(call.pathParameter("task_id")));
    ObjectNode data = Json.object();
    if (!export.ended()) {
      data.put("status", PROCESSING);
    } else if (export.result().isPresent()) {
      String token = files.token(export.id(), export.finishedAt().orElseThrow());
      data.put("status", DONE)
          .put("url", call.origin() + PATH + "download?file_token=" + encoded(token))
          .put("file_token", token);
    } else {
      data.put("status", FAILED).put("fail_msg", export.reason());
    }
    return Spelling.success(data);
  }

  /** An error is never HTTP 200 here: clients would save it as the file. */
  private Answer download(Call call, Caller caller) throws Exception {
    String token = Fields.ofQuery(call).text("file_token");
    long task = files.task(token).orElseThrow(VcExports::unknown);
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    Exports.ExportFile file = exports.open(caller, task);
    String recipe = own(caller, task).order().recipe();
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            file.mediaType(),
            "Content-Disposition",
            "attachment; filename=\""
                + recipe.substring(recipe.indexOf('.') + 1)
                + "_"
                + task
                + ".xlsx\"; filename*=UTF-8''"
                + encoded(file.name()));
    return new Answer(
        200, headers, new Answer.Body.File(file.content(), file.doneAt(), Long.toString(task)));
  }

  /** An export that was ordered elsewhere is no task of this address. */
  private ExportJob own(Caller caller, long task) {
    ExportJob export = exports.get(caller, task);
    if (!RECIPES.contains(export.order().recipe())) {
      throw unknown();
    }
    return export;
  }

  private static long number(String task) {
    try {
      return Long.parseLong(task);
    } catch (NumberFormatException e) {
      throw unknown();
    }
  }

  private static RefusedException unknown() {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.EXPORT, "task"));
  }

  /** For addresses and RFC 5987 alike, which wants a blank as %20. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  /**
   * From the start up to the end, the end not included, so that exports which follow each other
   * have everything once. The vendor's example has the same second as start and end: then it means
   * that second.
   */
  static Period period(Fields fields, String from, String to) {
    Instant start = fields.seconds(from);
    Instant end = fields.seconds(to);
    if (end.isBefore(start)) {
      throw Fields.refused(
          to, String.valueOf(end.getEpochSecond()), to + " must not be before " + from);
    }
    return new Period(start, end.equals(start) ? end.plusSeconds(1) : end);
  }

  /** What a file is called: what is in it, and the days. */
  static String fileName(String what, Period period, ZoneId zone) {
    return what
        + "_"
        + DAY.format(period.from().atZone(zone))
        + "-"
        + DAY.format(period.to().minusSeconds(1).atZone(zone))
        + ".xlsx";
  }
}
