package io.roomledger.dialect.feishu;

import static io.roomledger.dialect.feishu.CalendarWire.ADA;
import static io.roomledger.dialect.feishu.CalendarWire.BOB;
import static io.roomledger.dialect.feishu.CalendarWire.CALENDARS;
import static io.roomledger.dialect.feishu.CalendarWire.body;
import static io.roomledger.dialect.feishu.CalendarWire.ok;
import static io.roomledger.dialect.feishu.CalendarWire.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.booking.CheckInPolicy;
import io.roomledger.booking.MeetingRoom;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code calendar/v4} as it goes over the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarTest {
  private static final String FROM = "2022-06-15T10:00:00Z";
  private static final String TO = "2022-06-15T11:00:00Z";

  @SuppressWarnings("NullAway.Init")
  private CalendarWire wire;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    wire = new CalendarWire(folder);
  }

  @AfterAll
  void close() {
    wire.close();
  }

  @Test
  void everybodyHasAPrimaryCalendar() throws Exception {
    JsonNode own = ok(wire.house.post(CALENDARS + "primary", ADA, ""));

    assertThat(own.at("/calendars/0/calendar/calendar_id").textValue())
        .isEqualTo(wire.calendar)
        .matches("feishu\\.cn_[0-9A-Za-z]{22}@group\\.calendar\\.feishu\\.cn");
    assertThat(own.at("/calendars/0/calendar/type").textValue()).isEqualTo("primary");
    assertThat(own.at("/calendars/0/calendar/role").textValue()).isEqualTo("owner");
    assertThat(own.at("/calendars/0/user_id").textValue()).isEqualTo(wire.openId(wire.ada));
    JsonNode app = ok(wire.house.post(CALENDARS + "primary", wire.app, "{}"));
    assertThat(app.at("/calendars/0/user_id").textValue()).isEqualTo(wire.house.appId);
  }

  @Test
  void whatIsCreatedIsReadAsThePageHasIt() throws Exception {
    Map<String, Object> body = with(body(FROM, TO), "location", Map.of("name", "地点名称"));
    body.put("reminders", List.of(Map.of("minutes", 5)));
    body.put("vchat", Map.of("vc_type", "third_party", "meeting_url", "https://example.com"));
    body.put("attendee_ability", "can_see_others");
    body.put("visibility", "public");
    body.put("color", -1);
    body.put("need_notification", false);
    JsonNode made = ok(wire.house.post(wire.events(""), ADA, body)).path("event");
    String id = made.path("event_id").textValue();

    assertThat(id).matches("[0-9a-f-]{36}_0");
    assertThat(made.toString())
        .isEqualTo(
            "{\"event_id\":\""
                + id
                + "\",\"summary\":\"周会\",\"description\":\"We talk\","
                + "\"start_time\":{\"timestamp\":\"1655287200\",\"timezone\":\"Asia/Shanghai\"},"
                + "\"end_time\":{\"timestamp\":\"1655290800\",\"timezone\":\"Asia/Shanghai\"},"
                + "\"status\":\"confirmed\",\"is_exception\":false,"
                + "\"location\":{\"name\":\"地点名称\"},\"organizer_calendar_id\":\""
                + wire.calendar
                + "\",\"vchat\":"
                + made.path("vchat")
                + ",\"visibility\":\"public\",\"attendee_ability\":\"can_see_others\","
                + "\"free_busy_status\":\"busy\",\"color\":-1,\"reminders\":[{\"minutes\":5}],"
                + "\"recurrence\":\"\",\"create_time\":\"1655285400\","
                + "\"event_organizer\":{\"user_id\":\""
                + wire.openId(wire.ada)
                + "\",\"display_name\":\"ada\"}}");
    assertThat(made.at("/vchat/meeting_url").textValue()).isEqualTo("https://example.com");
    assertThat(ok(wire.house.get(wire.events("/" + id), ADA)).path("event")).isEqualTo(made);
    assertThat(ok(wire.house.get(CALENDARS + "primary/events/" + id, ADA)).path("event"))
        .isEqualTo(made);
  }

  @Test
  void aDayIsADayOfUtcAndTheLastOneBelongsToIt() throws Exception {
    Map<String, Object> body = body(FROM, TO);
    body.put("start_time", Map.of("date", "2022-07-01"));
    body.put("end_time", Map.of("date", "2022-07-02"));
    JsonNode made = ok(wire.house.post(wire.events(""), ADA, body)).path("event");

    assertThat(made.path("start_time").toString())
        .isEqualTo("{\"date\":\"2022-07-01\",\"timezone\":\"UTC\"}");
    assertThat(made.at("/end_time/date").textValue()).isEqualTo("2022-07-02");
  }

  @Test
  void theSameIdempotencyKeyMakesOneEvent() throws Exception {
    String address = wire.events("?idempotency_key=25fdf41b-8c80-2ce1-e94c-de8b5e7aa7e6");
    JsonNode first = ok(wire.house.post(address, ADA, body(FROM, TO)));
    JsonNode second = ok(wire.house.post(address, ADA, body(FROM, TO)));

    assertThat(second).isEqualTo(first);
  }

  @Test
  void aRoomIsBookedSoonAndShownWithTheEvent() throws Exception {
    String room = wire.room("Booked soon", MeetingRoom.Rules.FREE);
    String event = wire.event(body(FROM, TO));
    JsonNode asked = wire.invite(event, Map.of("type", "resource", "room_id", room));
    JsonNode waiting = asked.at("/attendees/1");
    assertThat(waiting.toString())
        .isEqualTo(
            "{\"type\":\"resource\",\"attendee_id\":\""
                + waiting.path("attendee_id").textValue()
                + "\",\"rsvp_status\":\"needs_action\",\"is_optional\":false,"
                + "\"is_organizer\":false,\"is_external\":false,"
                + "\"display_name\":\"Booked soon\",\"room_id\":\""
                + room
                + "\"}");
    assertThat(waiting.path("attendee_id").textValue()).startsWith("resource_");
    assertThat(asked.at("/attendees/0/is_organizer").booleanValue()).isTrue();
    assertThat(asked.at("/attendees/0/attendee_id").textValue()).startsWith("user_");
    wire.house.jobs.runAll();

    JsonNode shown =
        ok(
            wire.house.get(
                wire.events("/" + event + "?need_attendee=true&max_attendee_num=1"), ADA));
    assertThat(shown.at("/event/attendees")).hasSize(1);
    assertThat(shown.at("/event/has_more_attendee").booleanValue()).isTrue();
    assertThat(wire.rsvp(event, room)).isEqualTo("accept");
    String other = wire.event(body("2022-06-15T10:30:00Z", TO));
    assertThat(wire.booked(other, room)).isEqualTo("decline");

    ok(wire.house.delete(wire.events("/" + event + "?need_notification=false"), ADA));
    assertThat(wire.booked(other, room)).isEqualTo("accept");
    ok(
        wire.house.post(
            wire.events("/" + other + "/attendees/batch_delete"),
            ADA,
            Map.of("attendee_ids", List.of(waiting.path("attendee_id").textValue()))));
    assertThat(wire.rsvp(other, room)).isEqualTo("removed");
  }

  @Test
  void theListOfReservationsShowsWhatBecameOfAnEvent() throws Exception {
    String room = wire.room("Listed", MeetingRoom.Rules.FREE);
    String event = wire.event(body(FROM, TO));
    wire.booked(event, room);
    wire.invite(event, Map.of("type", "user", "user_id", wire.openId(wire.bob)));
    wire.house.post(
        CALENDARS + wire.calendar(BOB) + "/events/" + event + "/reply",
        BOB,
        Map.of("rsvp_status", "accept"));
    ok(
        wire.house.patch(
            wire.events("/" + event),
            ADA,
            Map.of(
                "start_time",
                CalendarWire.time("2022-06-15T13:00:00Z"),
                "end_time",
                CalendarWire.time("2022-06-15T14:00:00Z"))));
    wire.house.jobs.runAll();
    JsonNode rows =
        ok(wire.house.get(
                "/open-apis/vc/v1/resource_reservation_list?room_level_id=0&need_topic=true"
                    + "&start_time=1655251200&end_time=1655337600&room_ids="
                    + room,
                wire.app))
            .path("room_reservation_list");

    assertThat(rows).hasSize(2);
    assertThat(rows.at("/0/reservation_status").textValue()).isEqualTo("已释放（手动释放）");
    assertThat(rows.at("/0/releasing_person").textValue()).isEqualTo("ada");
    assertThat(rows.at("/0/releasing_time").textValue())
        .isEqualTo("2022.06.15 17:30:00 (GMT+08:00)");
    assertThat(rows.at("/1/reservation_status").textValue()).isEqualTo("预定成功");
    assertThat(rows.at("/1/event_start_time").textValue())
        .isEqualTo("2022.06.15 21:00:00 (GMT+08:00)");
    assertThat(rows.at("/1/event_title").textValue()).isEqualTo("周会");
    assertThat(rows.at("/1/reserver_user_id").textValue()).isEqualTo(wire.openId(wire.ada));
    assertThat(rows.at("/1/guests_number").textValue()).isEqualTo("2");
    assertThat(rows.at("/1/accepted_number").textValue()).isEqualTo("2");
  }

  @Test
  void anAppBooksInTheNameOfAContactWhoComesToo() throws Exception {
    String room = wire.room("Of an app", MeetingRoom.Rules.FREE);
    String own = CALENDARS + wire.calendar(wire.app) + "/events";
    String event =
        ok(wire.house.post(own, wire.app, body(FROM, TO))).at("/event/event_id").textValue();
    JsonNode asked =
        ok(
            wire.house.post(
                own + "/" + event + "/attendees",
                wire.app,
                Map.of(
                    "attendees",
                    List.of(
                        Map.of(
                            "type",
                            "resource",
                            "room_id",
                            room,
                            "operate_id",
                            wire.openId(wire.bob),
                            "resource_customization",
                            List.of(
                                Map.of(
                                    "index_key",
                                    "16281481596100",
                                    "options",
                                    List.of(Map.of("option_key", "1"))))),
                        Map.of("type", "third_party", "third_party_email", "eve@example.org")))));
    wire.house.jobs.runAll();

    assertThat(asked.at("/attendees/0/operate_id").textValue()).isEqualTo(wire.openId(wire.bob));
    assertThat(asked.at("/attendees/0/resource_customization/0/options/0/option_key").textValue())
        .isEqualTo("1");
    assertThat(asked.at("/attendees/1/is_external").booleanValue()).isTrue();
    assertThat(asked.at("/attendees/2/user_id").textValue()).isEqualTo(wire.openId(wire.bob));
    JsonNode listed = ok(wire.house.get(own + "/" + event + "/attendees?page_size=1", wire.app));
    assertThat(listed.at("/items/0/rsvp_status").textValue()).isEqualTo("accept");
    assertThat(listed.path("has_more").booleanValue()).as("at least ten a page").isFalse();
    assertThat(
            ok(wire.house.get(own + "/" + event, wire.app))
                .at("/event/event_organizer/user_id")
                .textValue())
        .isEqualTo(wire.house.appId);
  }

  @Test
  void approvalRoomsWaitIfAPersonSaysWhy() throws Exception {
    String room = wire.room("Approval", new MeetingRoom.Rules(true, CheckInPolicy.REQUIRED));
    String event = wire.event(body(FROM, TO));
    assertThat(wire.booked(event, room)).isEqualTo("decline");
    JsonNode asked =
        wire.invite(event, Map.of("type", "resource", "room_id", room, "approval_reason", "申请原因"));
    wire.house.jobs.runAll();

    assertThat(asked.at("/attendees/1/approval_reason").textValue()).isEqualTo("申请原因");
    assertThat(wire.rsvp(event, room)).isEqualTo("needs_action");
  }

  @Test
  void aSeriesIsOneEventItsInstancesAreManyAndOneOfThemMoves() throws Exception {
    String room = wire.room("Series", MeetingRoom.Rules.FREE);
    String series =
        wire.event(with(body(FROM, TO), "recurrence", "FREQ=DAILY;INTERVAL=1;COUNT=12"));
    wire.booked(series, room);
    String from = "?start_time=1655251200&end_time=1656288000";
    JsonNode first =
        ok(wire.house.get(wire.events("/" + series + "/instances" + from + "&page_size=10"), ADA));
    assertThat(first.path("items")).hasSize(10);
    assertThat(first.at("/items/1/event_id").textValue())
        .isEqualTo(series.replaceFirst("_0$", "_1655373600"));
    String next = "&page_size=10&page_token=" + first.path("page_token").textValue();
    JsonNode second =
        ok(wire.house.get(wire.events("/" + series + "/instances" + from + next), ADA));
    assertThat(second.path("items")).hasSize(2);
    assertThat(second.path("has_more").booleanValue()).isFalse();

    String one = first.at("/items/1/event_id").textValue();
    Map<String, Object> later =
        Map.of(
            "start_time",
            CalendarWire.time("2022-06-16T12:00:00Z"),
            "end_time",
            CalendarWire.time("2022-06-16T12:30:00Z"));
    JsonNode moved = ok(wire.house.patch(wire.events("/" + one), ADA, later)).path("event");
    assertThat(moved.path("is_exception").booleanValue()).isTrue();
    assertThat(moved.path("recurring_event_id").textValue()).isEqualTo(series);
    wire.house.jobs.runAll();
    JsonNode view =
        ok(wire.house.get(
                wire.events("/instance_view?start_time=1655337600&end_time=1655424000"), ADA))
            .path("items");
    JsonNode shown = find(view, one);
    assertThat(shown.at("/start_time/timestamp").textValue())
        .isEqualTo(String.valueOf(Instant.parse("2022-06-16T12:00:00Z").getEpochSecond()));
    assertThat(shown.at("/attendees/0/room_id").textValue()).isEqualTo(room);
    assertThat(shown.at("/attendees/0/rsvp_status").textValue()).isEqualTo("accept");
    ok(wire.house.delete(wire.events("/" + one), ADA));
    assertThat(
            ok(wire.house.get(wire.events("/" + series + "/instances" + from), ADA)).path("items"))
        .hasSize(11);
  }

  private static JsonNode find(JsonNode items, String event) {
    for (JsonNode item : items) {
      if (item.path("event_id").asText().equals(event)) {
        return item;
      }
    }
    throw new AssertionError("no event " + event + " in " + items);
  }

  @Test
  void whoIsInvitedAnswersFromTheirOwnCalendar() throws Exception {
    String event = wire.event(with(body(FROM, TO), "attendee_ability", "can_see_others"));
    wire.invite(event, Map.of("type", "user", "user_id", wire.openId(wire.bob)));
    String bobs = CALENDARS + wire.calendar(BOB) + "/events/" + event;
    assertThat(ok(wire.house.get(bobs, BOB)).at("/event/status").textValue())
        .isEqualTo("tentative");
    ok(wire.house.post(bobs + "/reply", BOB, Map.of("rsvp_status", "accept")));

    JsonNode mine = ok(wire.house.get(bobs, BOB));
    assertThat(mine.at("/event/status").textValue()).isEqualTo("confirmed");
    assertThat(mine.at("/event/organizer_calendar_id").textValue()).isEqualTo(wire.calendar);
    assertThat(
            ok(wire.house.get(bobs + "/attendees?user_id_type=union_id", BOB))
                .at("/items/1/rsvp_status")
                .textValue())
        .isEqualTo("accept");
  }

  @Test
  void aCalendarIsListedPageByPageAndThenByWhatChanged() throws Exception {
    String own = CALENDARS + wire.calendar("Bearer " + FeishuHouse.USER_TOKEN) + "/events";
    String user = "Bearer " + FeishuHouse.USER_TOKEN;
    ok(wire.house.post(own, user, body(FROM, TO)));
    wire.fill(wire.house.manager, 50);
    JsonNode first = ok(wire.house.get(own + "?page_size=50", user));
    assertThat(first.path("items")).hasSize(50);
    JsonNode second =
        ok(
            wire.house.get(
                own + "?page_size=50&page_token=" + first.path("page_token").textValue(), user));
    assertThat(second.path("items")).hasSize(1);
    assertThat(second.path("has_more").booleanValue()).isFalse();
    String sync = second.path("sync_token").textValue();
    assertThat(sync).matches("ListCalendarsSyncToken_\\d{10}");
    assertThat(ok(wire.house.get(own + "?sync_token=" + sync, user)).path("items"))
        .as("made in the last minute")
        .hasSize(51);
    assertThat(
            ok(wire.house.get(own + "?start_time=1655287200&end_time=1655290800", user))
                .path("items"))
        .hasSize(51);
    assertThat(ok(wire.house.get(own + "?anchor_time=1655290801", user)).path("items")).isEmpty();
  }
}
