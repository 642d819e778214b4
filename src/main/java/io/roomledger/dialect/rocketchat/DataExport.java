// https://docs.rocket.chat/docs/message-export: the link in the mail that says an export is ready
package io.roomledger.dialect.rocketchat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Exports;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.people.Preference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hands an export out to whoever ordered it, by headers, cookies or query; or by name and password,
 * and the code of a second factor where somebody has one, which the page asks for that answers
 * everybody else.
 */
final class DataExport {
  static final String ROOT = "/data-export";

  /** Where the file of an export is, with {@code {id}} for its number. */
  static final String LINK = ROOT + "/{id}";

  private static final Set<String> ALL = Set.of("*");

  private final Exports exports;
  private final Accounts accounts;
  private final Gate gate;

  DataExport(Exports exports, Accounts accounts, Gate gate) {
    this.exports = exports;
    this.accounts = accounts;
    this.gate = gate;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(LINK, call -> file(gate.visitor(call), call)),
        Endpoint.post(LINK, call -> gate.limited(call, Optional.empty(), LINK, () -> logIn(call))));
  }

  /** Good for this one file: no token is made, none is left in the browser. */
  private Answer logIn(Call call) {
    try {
      Account account =
          accounts.logIn(
              Accounts.MAIN,
              field(call, "user"),
              field(call, "password"),
              Optional.of(field(call, "code")).filter(code -> !code.isBlank()),
              call.address());
      return file(accounts.caller(account, ALL, call.address()), call);
    } catch (RefusedException e) {
      return refuse(e.refusal(), DownloadPage.notice(429, e.refusal().message()));
    }
  }

  private static String field(Call call, String name) {
    return call.form().getOrDefault(name, List.of("")).getFirst();
  }

  private Answer file(Caller.Person caller, Call call) {
    gate.needOn(caller, Preference.DOWNLOADS);
    long id = number(call.pathParameter("id"));
    Exports.ExportFile file = open(caller, id);
    // the vendor stores the name encoded and encodes it once more for this header
    String name = Percent.encode(Percent.encode(file.name()));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", file.mediaType());
    headers.put("Content-Disposition", "attachment; filename*=UTF-8''" + name);
    // private, which the vendor does not say: whoever asks is told by a cookie or token
    headers.put("Cache-Control", "private, max-age=31536000");
    headers.put("Content-Security-Policy", "default-src 'none'");
    return new Answer(
        200, headers, new Answer.Body.File(file.content(), file.doneAt(), Long.toString(id)));
  }

  /** The vendor answers 403 for the file of somebody else, and 404 only for what is not there. */
  private Exports.ExportFile open(Caller.Person caller, long id) {
    try {
      return exports.open(caller, id);
    } catch (RefusedException e) {
      throw e.refusal() instanceof Refusal.NotFound && exports.knows(caller, id)
          ? new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "owner"))
          : e;
    }
  }

  private static long number(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.EXPORT, id));
    }
  }

  /** As the vendor: nothing at all for what is not there, and a page for others' files. */
  static Answer refuse(Refusal refusal, Answer spelled) {
    return switch (refusal) {
      case Refusal.NotFound _ -> Answer.bytes(404, "text/plain", new byte[0]);
      case Refusal.Conflict conflict -> DownloadPage.notice(404, conflict.message());
      case Refusal.Unauthenticated why when why.why() == Refusal.Credential.MISSING ->
          DownloadPage.logIn("Log in as whoever ordered this file.");
      case Refusal.Unauthenticated why when why.why() == Refusal.Credential.SECOND_FACTOR ->
          DownloadPage.logIn(
              "The code of your second factor is needed as well. Who has none yet sets one up at"
                  + " the console of this server, under Account.");
      case Refusal.Unauthenticated why when why.why() == Refusal.Credential.ONE_TIME ->
          DownloadPage.logIn(
              "This password was for one time. Choose one of your own at the console of this"
                  + " server first.");
      case Refusal.Unauthenticated _ ->
          DownloadPage.logIn("Name, password or code, or the link's token, are not right.");
      case Refusal.Forbidden _ -> DownloadPage.logIn("Only who ordered this file may have it.");
      default -> spelled;
    };
  }
}
