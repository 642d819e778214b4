// https://open.feishu.cn/document/server-docs/vc-v1/export/resource_reservation_list
package io.roomledger.dialect.feishu;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.Reservation;
import io.roomledger.booking.ReservationSource;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.export.Format;
import io.roomledger.export.Recipe;
import io.roomledger.export.RecordSource;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Orders the reservations of a level's rooms as a workbook. */
public final class ResourceReservations {
  /** What orders call it. */
  public static final String RECIPE = "feishu.resource_reservation_list";

  /** What may call the root level: the vendor's own tools do. */
  private static final Set<String> ROOT = Set.of("0", "tenant");

  private final MeetingRooms rooms;
  private final Exports exports;
  private final ZoneId zone;

  ResourceReservations(Feishu.Doors doors, ZoneId zone) {
    this.rooms = doors.booking().rooms();
    this.exports = doors.exports();
    this.zone = zone;
  }

  /**
   * The recipe that it orders: the vendor's columns in a workbook, which is handed out as it is,
   * without a package.
   *
   * @param source reservations
   * @param xlsx the format of workbooks
   * @param settings whose zone the times are in
   */
  public static Recipe<Reservation> recipe(
      RecordSource<Reservation> source, Format xlsx, FeishuSettings settings) {
    return new Recipe<>(
        RECIPE, source, ResourceReservationColumns.sheet(settings.zone()), xlsx, false);
  }

  List<Route> routes() {
    return List.of(
        Route.post(VcExports.PATH + "resource_reservation_list", VcExports.TERMS, this::order));
  }

  private Answer order(Call call, Caller caller) {
    Fields fields = Fields.of(call);
    String level = fields.text("room_level_id");
    Period period = VcExports.period(fields, "start_time", "end_time");
    boolean topics = fields.flag("need_topic");
    boolean exclude = fields.flag("is_exclude");
    List<UUID> named = fields.texts("room_ids").stream().map(RoomIds::needRoom).toList();
    ExportOrder order =
        new ExportOrder(
            RECIPE,
            period,
            ReservationSource.selection(level(caller, level), named, exclude, topics),
            VcExports.fileName(ResourceReservationColumns.NAME, period, zone),
            Optional.empty());
    long task = taken(caller, order);
    return Spelling.success(Json.object().put("task_id", String.valueOf(task)));
  }

  /** What the order calls its rooms the vendor calls room_ids. */
  private long taken(Caller caller, ExportOrder order) {
    try {
      return exports.order(caller, order).id();
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.Invalid(String field, String value, String wanted)
          && field.equals(ReservationSource.ROOM)) {
        throw new RefusedException(new Refusal.Invalid("room_ids", value, wanted));
      }
      throw refused;
    }
  }

  /** A room is not a level of its own: whoever means one names it in room_ids. */
  private UUID level(Caller caller, String id) {
    return ROOT.contains(id) ? rooms.levels().root(caller).id() : RoomIds.needLevel(id);
  }
}
