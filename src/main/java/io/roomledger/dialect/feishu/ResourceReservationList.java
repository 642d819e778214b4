// https://open.feishu.cn/document/server-docs/vc-v1/meeting-room-data/get-resource_reservation_list
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Page;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.Reservation;
import io.roomledger.booking.ReservationFilter;
import io.roomledger.booking.Reservations;
import io.roomledger.export.Cell;
import io.roomledger.export.Sheet;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is reserved in a day, answered at once: the columns of the export as JSON, and three more.
 */
final class ResourceReservationList {
  private static final String PATH = "/open-apis/vc/v1/resource_reservation_list";
  private static final String ACCOUNT = "account:";
  private static final String APP = "app:";

  private final MeetingRooms rooms;
  private final Reservations reservations;
  private final People people;
  private final Clock clock;
  private final Sheet<Reservation> sheet;

  ResourceReservationList(Feishu.Booking booking, People people, Clock clock, ZoneId zone) {
    this.rooms = booking.rooms();
    this.reservations = booking.reservations();
    this.people = people;
    this.clock = clock;
    this.sheet = ResourceReservationColumns.sheet(zone);
  }

  List<Route> routes() {
    return List.of(Route.get(PATH, SyncLists.TERMS, this::list));
  }

  private Answer list(Call call, Caller caller) {
    Fields fields = Fields.ofQuery(call);
    Paging paging = SyncLists.paging(fields);
    boolean topics = fields.flag("need_topic");
    Page<Reservation> page =
        reservations.list(caller, filter(fields, caller), paging.after(), paging.size());
    Map<String, String> ids = ids(page.items());
    ObjectNode data = Json.object();
    ArrayNode list = data.putArray("room_reservation_list");
    for (Reservation one : page.items()) {
      list.add(print(topics ? one : one.withoutTopic(), ids));
    }
    return Spelling.success(Paging.end(data, page));
  }

  /** Without {@code is_exclude} exactly these rooms are meant, whatever the level. */
  private ReservationFilter filter(Fields fields, Caller caller) {
    String level = fields.text("room_level_id");
    var period = SyncLists.period(fields, "start_time", "end_time", SyncLists.Longest.DAY, clock);
    boolean exclude = fields.flag("is_exclude");
    List<String> named = exclude ? fields.texts("room_ids") : fields.needTexts("room_ids");
    List<UUID> which = named.stream().map(RoomIds::needRoom).toList();
    UUID root = rooms.levels().root(caller).id();
    UUID within = RoomIds.isLevel(level) ? RoomIds.needLevel(level) : root;
    return new ReservationFilter(exclude ? within : root, which, exclude, period);
  }

  /** The vendor's ids of the people who reserved them. */
  private Map<String, String> ids(List<Reservation> page) {
    List<String> accounts =
        page.stream()
            .map(one -> one.booking().reserver().key())
            .filter(key -> key.startsWith(ACCOUNT))
            .map(key -> key.substring(ACCOUNT.length()))
            .distinct()
            .toList();
    return people.ids(ExternalIdKind.FEISHU_OPEN_ID, accounts);
  }

  private ObjectNode print(Reservation one, Map<String, String> ids) {
    Map<String, String> cells = cells(one);
    ObjectNode json =
        Json.object()
            .put("room_id", RoomIds.ofRoom(one.booking().room()))
            .put("room_name", cells.get("room_name"))
            .put("event_title", cells.get("event_title"))
            .put("reserver", cells.get("reserver"))
            .put("reserver_user_id", reserver(one.booking().reserver().key(), ids));
    for (String key :
        List.of(
            "department_of_reserver",
            "guests_number",
            "accepted_number",
            "event_start_time",
            "event_end_time")) {
      json.put(key, cells.get(key));
    }
    return json.put("event_duration", withoutLeadingZero(cells))
        .put("reservation_status", cells.get("reservation_status"))
        .put("check_in_device", cells.get("check_in_device"))
        .put("room_check_in_status", cells.get("room_check_in_status"))
        .put("check_in_time", cells.get("check_in_time"))
        .put("is_release_early", releasedEarly(one))
        .put("releasing_person", cells.get("releasing_person"))
        .put("releasing_time", cells.get("releasing_time"));
  }

  private Map<String, String> cells(Reservation one) {
    Map<String, String> texts = new HashMap<>();
    List<Cell> cells = sheet.cells(one);
    for (int i = 0; i < cells.size(); i++) {
      String text = cells.get(i) instanceof Cell.Text(String value) ? value : "";
      texts.put(sheet.columns().get(i).key(), text);
    }
    return texts;
  }

  /** Here the page has {@code 1:00:00}, where the file has {@code 01:00:00}. */
  private static String withoutLeadingZero(Map<String, String> cells) {
    String length = cells.getOrDefault("event_duration", "");
    return length.startsWith("0") ? length.substring(1) : length;
  }

  private static String reserver(String key, Map<String, String> ids) {
    if (key.startsWith(APP)) {
      return key.substring(APP.length());
    }
    return key.startsWith(ACCOUNT) ? ids.getOrDefault(key.substring(ACCOUNT.length()), "") : "";
  }

  /** How, if it was given back before its end. */
  private static String releasedEarly(Reservation one) {
    return one.release()
        .filter(release -> release.at().isBefore(one.end()))
        .map(release -> ResourceReservationColumns.status(one.status()))
        .orElse("");
  }
}
