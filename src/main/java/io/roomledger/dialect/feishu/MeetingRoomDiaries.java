// https://open.feishu.cn/document/ukTMukTMukTM/uIDOyUjLygjM14iM4ITN (freebusy)
// https://open.feishu.cn/document/ukTMukTMukTM/uIjM5UjLyITO14iMykTN/ (summary)
// https://open.feishu.cn/document/ukTMukTMukTM/uYzN4UjL2cDO14iN3gTN (reply)
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Period;
import io.roomledger.booking.EventKey;
import io.roomledger.booking.EventPlan;
import io.roomledger.booking.Reserver;
import io.roomledger.booking.RoomDiaries;
import io.roomledger.booking.RoomReply;
import io.roomledger.booking.RoomUse;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** When rooms are busy, what for, and what is said to that from outside: the old addresses. */
final class MeetingRoomDiaries {
  private static final String PATH = "/open-apis/meeting_room/";
  private static final String PEOPLE = "account:";
  private static final String APPS = "app:";
  private static final int MOST_ROOMS = 20;
  private static final Words<RoomReply> REPLIES =
      new Words<>(
          Map.of(
              "NOT_CHECK_IN", RoomReply.NOT_CHECKED_IN,
              "ENDED_BEFORE_DUE", RoomReply.ENDED_EARLY,
              "ACCEPTED_BY_ADMIN", RoomReply.APPROVED,
              "DECLINED_BY_ADMIN", RoomReply.DECLINED));

  private final RoomDiaries diaries;
  private final People people;
  private final ZoneId zone;

  MeetingRoomDiaries(RoomDiaries diaries, People people, ZoneId zone) {
    this.diaries = diaries;
    this.people = people;
    this.zone = zone;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            PATH + "freebusy/batch_get",
            Terms.both(Tier.OFTEN, "calendar:room:readonly", "calendar:room"),
            this::busy),
        Route.post(
            PATH + "summary/batch_get", Terms.tenant(Tier.OFTEN, "calendar:room"), this::summary),
        Route.post(
            PATH + "instance/reply",
            Terms.tenant(Tier.OFTEN, "calendar:room:readonly", "calendar:room"),
            this::reply));
  }

  private Answer busy(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    List<UUID> rooms = new ArrayList<>();
    for (String id : call.queries("room_ids")) {
      rooms.add(room(id));
    }
    if (rooms.isEmpty() || rooms.size() > MOST_ROOMS) {
      throw Fields.malformed(
          "room_ids", String.valueOf(rooms.size()), "room_ids must name 1 to " + MOST_ROOMS);
    }
    Instant from = time(query, "time_min");
    Instant to = time(query, "time_max");
    if (to.isBefore(from)) {
      throw Fields.refused("time_max", to.toString(), "time_max must not be before time_min");
    }
    Map<UUID, List<RoomUse>> held = diaries.held(caller, rooms, new Period(from, to));
    ObjectNode data = Json.object().put("time_min", text(from)).put("time_max", text(to));
    data.set("free_busy", busy(held));
    ArrayNode unknown = data.putArray("error_room_ids");
    rooms.stream()
        .filter(room -> !held.containsKey(room))
        .forEach(room -> unknown.add(RoomIds.ofRoom(room)));
    return Spelling.success(data);
  }

  private static UUID room(String id) {
    return RoomIds.room(id).orElseThrow(() -> new FailureException(MeetingRoomFamily.INVALID_ROOM));
  }

  private static Instant time(Fields query, String name) {
    try {
      // in an address that was not encoded, the plus of the offset is a blank
      return OffsetDateTime.parse(query.text(name).replace(' ', '+')).toInstant();
    } catch (DateTimeException e) {
      throw new FailureException(MeetingRoomFamily.TIME_FORMAT);
    }
  }

  private ObjectNode busy(Map<UUID, List<RoomUse>> held) {
    Set<String> accounts = new HashSet<>();
    held.values()
        .forEach(uses ->
            uses.forEach(
                use -> use.by().flatMap(MeetingRoomDiaries::account).ifPresent(accounts::add)));
    Map<String, String> ids = people.ids(ExternalIdKind.FEISHU_OPEN_ID, accounts);
    ObjectNode busy = Json.object();
    held.forEach((room, uses) -> {
      ArrayNode printed = busy.putArray(RoomIds.ofRoom(room));
      uses.forEach(use -> printed.add(print(use, ids)));
    });
    return busy;
  }

  private static Optional<String> account(Reserver by) {
    return by.key().startsWith(PEOPLE)
        ? Optional.of(by.key().substring(PEOPLE.length()))
        : Optional.empty();
  }

  private ObjectNode print(RoomUse use, Map<String, String> ids) {
    ObjectNode printed =
        Json.object()
            .put("start_time", text(use.held().from()))
            .put("end_time", text(use.held().to()));
    named(printed, use.event());
    use.by()
        .ifPresent(by -> {
          ObjectNode organiser = printed.putObject("organizer_info");
          boolean app = by.key().startsWith(APPS);
          // an app's events do not say who
          if (!app) {
            organiser.put("name", by.name());
          }
          organiser.put(
              "open_id",
              app
                  ? by.key().substring(APPS.length())
                  : account(by).map(id -> ids.getOrDefault(id, "")).orElse(""));
        });
    return printed;
  }

  private static ObjectNode named(ObjectNode printed, EventKey event) {
    return printed
        .put("uid", event.id().toString())
        .put("original_time", event.occurrence().map(Instant::getEpochSecond).orElse(0L));
  }

  private String text(Instant at) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        at.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
  }

  private Answer summary(Call call, Caller caller) {
    List<Fields> asked = Fields.of(call).objects("EventUids");
    if (asked.isEmpty()) {
      throw Fields.malformed("EventUids", "", "EventUids is required");
    }
    List<EventKey> keys =
        asked.stream()
            .map(one ->
                CalendarIds.event(
                    one.text("uid"), one.number("original_time", 0, 0, Integer.MAX_VALUE)))
            .flatMap(Optional::stream)
            .toList();
    Map<EventKey, EventPlan> found = diaries.plans(caller, keys);
    ObjectNode data = Json.object();
    ArrayNode infos = data.putArray("EventInfos");
    ArrayNode unknown = data.putArray("ErrorEventUids");
    for (Fields one : asked) {
      String uid = one.text("uid");
      int original = one.number("original_time", 0, 0, Integer.MAX_VALUE);
      Optional<EventPlan> plan = CalendarIds.event(uid, original).map(found::get);
      ObjectNode printed = (plan.isPresent() ? infos : unknown).addObject();
      printed.put("uid", uid).put("original_time", original);
      if (plan.isPresent()) {
        printed.put("summary", plan.get().topic());
        CalendarExtras.print(printed, plan.get().extras(), "vchat", false);
      } else {
        printed.put("error_msg", "event not found");
      }
    }
    return Spelling.success(data);
  }

  private Answer reply(Call call, Caller caller) {
    Fields fields = Fields.of(call);
    UUID room = room(fields.text("room_id"));
    String uid = fields.text("uid");
    long original = fields.number("original_time", 0, Integer.MAX_VALUE);
    RoomReply reply = REPLIES.need(fields, "status");
    EventKey event =
        CalendarIds.event(uid, original)
            .orElseThrow(() -> Fields.malformed("uid", uid, "uid must be an event's"));
    diaries.reply(caller, room, event, reply);
    return Json.answer(200, Spelling.JSON, Json.object().put("code", 0).put("msg", "success"));
  }
}
