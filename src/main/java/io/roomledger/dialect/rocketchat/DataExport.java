// https://docs.rocket.chat/docs/message-export: the link in the mail that says an export is ready
package io.roomledger.dialect.rocketchat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Exports;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Caller;
import io.roomledger.people.Preference;
import java.util.LinkedHashMap;
import java.util.Map;

/** Hands an export out to whoever ordered it, by headers, cookies or query. */
final class DataExport {
  static final String ROOT = "/data-export";

  /** Where the file of an export is, with {@code {id}} for its number. */
  static final String LINK = ROOT + "/{id}";

  private final Exports exports;
  private final Gate gate;

  DataExport(Exports exports, Gate gate) {
    this.exports = exports;
    this.gate = gate;
  }

  Endpoint endpoint() {
    return Endpoint.get(LINK, this::answer);
  }

  private Answer answer(Call call) {
    Caller.Person caller =
        gate.caller(
            credential(call, "X-User-Id", "rc_uid"),
            credential(call, "X-Auth-Token", "rc_token"),
            call);
    gate.needOn(caller, Preference.DOWNLOADS);
    long id = number(call.pathParameter("id"));
    Exports.ExportFile file = exports.open(caller, id);
    // the vendor stores the name encoded and encodes it once more for this header
    String name = Percent.encode(Percent.encode(file.name()));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", file.mediaType());
    headers.put("Content-Disposition", "attachment; filename*=UTF-8''" + name);
    headers.put("Cache-Control", "max-age=31536000");
    headers.put("Content-Security-Policy", "default-src 'none'");
    return new Answer(
        200, headers, new Answer.Body.File(file.content(), file.doneAt(), Long.toString(id)));
  }

  private static String credential(Call call, String header, String name) {
    return call.query(name).or(() -> call.cookie(name)).or(() -> call.header(header)).orElse("");
  }

  private static long number(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.EXPORT, id));
    }
  }

  /** As the vendor: nothing at all for what is not there, and a short page for others' files. */
  static Answer refuse(Refusal refusal, Answer spelled) {
    return switch (refusal) {
      case Refusal.NotFound _, Refusal.Conflict _ -> Answer.bytes(404, "text/plain", new byte[0]);
      case Refusal.Unauthenticated _, Refusal.Forbidden _ ->
          Answer.text(403, "text/html; charset=utf-8", "<h1>Forbidden</h1>");
      default -> spelled;
    };
  }
}
