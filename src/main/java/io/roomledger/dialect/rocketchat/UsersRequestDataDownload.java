// https://developer.rocket.chat/apidocs/request-data-download
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.export.Selection;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Orders a file with what the caller wrote, and tells how far it is: JSON lines, if {@code
 * fullExport} is true, else pages for people. Whoever asks again within a day is told of the order
 * that is there, unless that failed or its file is gone.
 */
final class UsersRequestDataDownload {
  private static final Duration DAY = Duration.ofDays(1);

  private final Exports exports;
  private final FileOrders orders;
  private final Clock clock;

  UsersRequestDataDownload(Exports exports, FileOrders orders, Clock clock) {
    this.exports = exports;
    this.orders = orders;
    this.clock = clock;
  }

  Endpoint endpoint(Desk desk) {
    return desk.get("users.requestDataDownload", this::answer);
  }

  private ObjectNode answer(Desk.Visit visit) {
    boolean full = visit.asked().truth("fullExport");
    Optional<ExportJob> there = recent(visit.caller(), recipe(full));
    ExportJob export = there.orElseGet(() -> order(visit.caller(), full));
    ObjectNode answer = Wire.object().put("requested", there.isEmpty());
    answer.set("exportOperation", operation(visit.caller(), export, full));
    boolean done = export.result().isPresent();
    answer.put("url", done ? DataExport.ROOT + "/" + export.id() : null);
    return answer.put("pendingOperationsBeforeMyRequest", exports.ahead(export.id()));
  }

  private static String recipe(boolean full) {
    return full ? RocketChat.PERSON_JSON : RocketChat.PERSON_HTML;
  }

  private Optional<ExportJob> recent(Caller.Person caller, String recipe) {
    Instant yesterday = clock.instant().minus(DAY);
    Page<ExportJob> newest = exports.list(caller, Optional.empty(), Exports.MOST_LISTED);
    return newest.items().stream()
        .filter(export -> export.owner().equals(caller.key()))
        .filter(export -> export.order().recipe().equals(recipe))
        .filter(export -> export.orderedAt().isAfter(yesterday))
        .filter(export -> !export.ended() || export.result().isPresent())
        .filter(export -> export.expiredAt().isEmpty())
        .findFirst();
  }

  private ExportJob order(Caller.Person caller, boolean full) {
    return orders.order(
        caller,
        new ExportOrder(
            recipe(full),
            Period.ALWAYS,
            Selection.of("account", caller.account().id()),
            orders.fileName(caller.account(), full ? "-data" : ""),
            ExportNotice.ofPerson(caller.account())));
  }

  private static ObjectNode operation(Caller.Person caller, ExportJob export, boolean full) {
    ObjectNode json = Wire.object();
    json.put("_id", Long.toString(export.id())).put("userId", caller.account().id());
    json.putNull("roomList");
    json.put("status", status(export));
    json.putArray("fileList");
    json.put("generatedFile", export.result().map(any -> export.order().fileName()).orElse(null));
    json.put("fullExport", full);
    json.putObject("userData")
        .put("_id", caller.account().id())
        .put("username", caller.account().username())
        .put("name", caller.account().name());
    json.put("createdAt", Iso.text(export.orderedAt()));
    if (export.result().isPresent()) {
      json.put("fileId", Long.toString(export.id()));
    }
    return json;
  }

  private static String status(ExportJob export) {
    if (export.result().isPresent()) {
      return "completed";
    }
    return export.ended() ? "skipped" : export.running() ? "exporting" : "preparing";
  }
}
