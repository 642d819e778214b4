package io.roomledger.dialect.feishu;

import static io.roomledger.dialect.feishu.CalendarWire.ADA;
import static io.roomledger.dialect.feishu.CalendarWire.BOB;
import static io.roomledger.dialect.feishu.CalendarWire.CALENDARS;
import static io.roomledger.dialect.feishu.CalendarWire.body;
import static io.roomledger.dialect.feishu.CalendarWire.ok;
import static io.roomledger.dialect.feishu.CalendarWire.refused;
import static io.roomledger.dialect.feishu.CalendarWire.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every documented failure of {@code calendar/v4} that can be reached. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarErrorsTest {
  private static final String FROM = "2022-06-15T10:00:00Z";
  private static final String TO = "2022-06-15T11:00:00Z";
  private static final String NOBODY = "00000000-0000-4000-8000-000000000000_0";
  private static final String INVALID = "invalid parameters in request";

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

  @BeforeEach
  void waitForTheLimit() {
    wire.house.clock.tick(Duration.ofSeconds(2));
  }

  private Reply create(Map<String, Object> body) throws Exception {
    return wire.house.post(wire.events(""), ADA, body);
  }

  private void violates(Map<String, Object> body, String field) throws Exception {
    Reply reply = create(body);
    refused(reply, 400, 190002, INVALID);
    assertThat(reply.json().at("/error/field_violations/0/field").textValue()).isEqualTo(field);
  }

  private Map<String, Object> plain() {
    return body(FROM, TO);
  }

  @Test
  void aCalendarMustBeThereAndOnesOwn() throws Exception {
    String none = "feishu.cn_nobodynobodynobodynob@group.calendar.feishu.cn";
    refused(wire.house.get(CALENDARS + "junk/events", ADA), 400, 191001, "invalid calendar_id");
    refused(wire.house.get(CALENDARS + none + "/events", ADA), 404, 191000, "calendar not found");
    refused(wire.house.get(wire.events(""), BOB), 403, 191002, "no calendar access_role");
    refused(wire.house.get(wire.events(""), wire.app), 403, 191002, "no calendar access_role");
  }

  @Test
  void anEventMustBeThereAndNotDeleted() throws Exception {
    refused(wire.house.get(wire.events("/junk"), ADA), 400, 193000, "invalid event_id");
    refused(wire.house.get(wire.events("/" + NOBODY), ADA), 404, 193001, "event not found");
    String event = wire.event(plain());
    ok(wire.house.delete(wire.events("/" + event), ADA));
    for (Reply reply :
        List.of(
            wire.house.get(wire.events("/" + event), ADA),
            wire.house.patch(wire.events("/" + event), ADA, Map.of("summary", "x")),
            wire.house.delete(wire.events("/" + event), ADA),
            wire.house.get(wire.events("/" + event + "/attendees"), ADA))) {
      refused(reply, 403, 193003, "event is deleted");
    }
  }

  @Test
  void whoIsInvitedMayNotDoWhatTheEventDoesNotLetThem() throws Exception {
    String event = wire.event(plain());
    wire.invite(event, Map.of("type", "user", "user_id", wire.openId(wire.bob)));
    String bobs = CALENDARS + wire.calendar(BOB) + "/events/" + event;
    refused(
        wire.house.patch(bobs, BOB, Map.of("summary", "x")),
        403,
        193002,
        "no permission to operate event");
    refused(wire.house.delete(bobs, BOB), 403, 193002, "no permission to operate event");
    refused(
        wire.house.get(bobs + "/attendees", BOB),
        403,
        194001,
        "no permission to list event attendees");
    refused(
        wire.house.post(
            bobs + "/attendees",
            BOB,
            Map.of(
                "attendees",
                List.of(Map.of("type", "third_party", "third_party_email", "e@example.org")))),
        403,
        194002,
        "no permission to create event attendees");
    refused(
        wire.house.post(
            bobs + "/attendees/batch_delete", BOB, Map.of("attendee_ids", List.of("user_x"))),
        403,
        194003,
        "no permission to delete event attendees");
    refused(
        wire.house.post(
            CALENDARS + wire.calendar(ADA) + "/events/" + wire.event(plain()) + "/reply",
            ADA,
            Map.of("rsvp_status", "accept")),
        403,
        193002,
        "no permission to operate event");
  }

  @Test
  void attendeesMustBeOfAKindThatIsThere() throws Exception {
    String attendees = wire.events("/" + wire.event(plain()) + "/attendees");
    refused(
        ask(attendees, Map.of("type", "chat", "chat_id", "oc_x")),
        400,
        194004,
        "invalid attendee type");
    refused(ask(attendees, Map.of("user_id", "ou_x")), 400, 194004, "invalid attendee type");
    refused(ask(attendees, Map.of("type", "user")), 400, 190002, INVALID);
    refused(
        ask(attendees, Map.of("type", "user", "user_id", "ou_nobody")),
        404,
        195100,
        "user is dismiss or not exist in the tenant");
    refused(
        ask(attendees, Map.of("type", "resource", "room_id", "omm_x")),
        404,
        194000,
        "attendee not found");
    refused(
        ask(
            attendees,
            Map.of("type", "resource", "room_id", "omm_00000000000000000000000000000000")),
        404,
        194000,
        "attendee not found");
    refused(
        ask(attendees, Map.of("type", "third_party", "third_party_email", "nobody")),
        400,
        190002,
        INVALID);
    refused(
        ask(
            attendees,
            Map.of(
                "type",
                "resource",
                "room_id",
                FeishuHouse.ROOM,
                "approval_reason",
                "x".repeat(201))),
        400,
        190002,
        INVALID);
    refused(
        ask(
            attendees,
            Map.of("type", "resource", "room_id", FeishuHouse.ROOM, "operate_id", "ou_nobody")),
        404,
        195100,
        "user is dismiss or not exist in the tenant");
    refused(
        wire.house.post(
            attendees + "/batch_delete", ADA, Map.of("attendee_ids", List.of("user_nobody"))),
        404,
        194000,
        "attendee not found");
    refused(wire.house.post(attendees + "/batch_delete", ADA, "{}"), 400, 190002, INVALID);
    refused(wire.house.get(attendees + "?page_token=junk", ADA), 400, 190002, INVALID);
  }

  private Reply ask(String attendees, Map<String, Object> one) throws Exception {
    return wire.house.post(attendees, ADA, Map.of("attendees", List.of(one)));
  }

  @Test
  void moreThanAHundredRoomsAtOnceAreTooMany() throws Exception {
    List<Map<String, Object>> rooms =
        IntStream.range(0, 101)
            .<Map<String, Object>>mapToObj(
                i -> Map.of("type", "resource", "room_id", "omm_%032x".formatted(i)))
            .toList();

    refused(
        wire.house.post(
            wire.events("/" + wire.event(plain()) + "/attendees"), ADA, Map.of("attendees", rooms)),
        400,
        190002,
        INVALID);
  }

  @Test
  void wrongFieldsAreNamed() throws Exception {
    violates(without("start_time"), "start_time");
    violates(without("end_time"), "end_time");
    violates(with(plain(), "start_time", "soon"), "start_time");
    violates(with(plain(), "start_time", Map.of("timezone", "UTC")), "start_time");
    violates(
        with(plain(), "start_time", Map.of("date", "2022-06-15", "timestamp", "1")), "start_time");
    violates(with(plain(), "end_time", Map.of("date", "2022-06-15")), "start_time");
    violates(
        with(
            with(plain(), "start_time", Map.of("date", "2022-06-15")),
            "end_time",
            Map.of("date", "+999999999-12-31")),
        "end_time.date");
    violates(with(plain(), "end_time", CalendarWire.time(FROM)), "end_time");
    violates(with(plain(), "end_time", Map.of("timestamp", "soon")), "end_time.timestamp");
    violates(
        with(plain(), "start_time", Map.of("timestamp", "1655287200", "timezone", "Mars")),
        "timezone");
    violates(with(plain(), "recurrence", "FREQ=DAILY;COUNT=2;UNTIL=20230101"), "recurrence");
    violates(with(plain(), "summary", "x".repeat(1_001)), "summary");
    violates(with(plain(), "description", "x".repeat(40_961)), "description");
    violates(with(plain(), "visibility", "secret"), "visibility");
    violates(with(plain(), "attendee_ability", "all"), "attendee_ability");
    violates(with(plain(), "free_busy_status", "perhaps"), "free_busy_status");
    violates(with(plain(), "color", "red"), "color");
    violates(
        with(plain(), "reminders", List.of(Map.of("minutes", 20_161))), "reminders[0].minutes");
    violates(with(plain(), "location", Map.of("name", "x".repeat(513))), "name");
    violates(with(plain(), "vchat", Map.of("vc_type", "lark_live")), "vc_type");
    violates(with(plain(), "schemas", List.of(Map.of())), "schemas[0].ui_name");
    violates(with(plain(), "event_check_in", Map.of()), "event_check_in.enable_check_in");
    refused(
        wire.house.post(wire.events("?idempotency_key=short"), ADA, plain()), 400, 190002, INVALID);
    refused(wire.house.post(wire.events(""), ADA, "{"), 400, 190002, INVALID);
    refused(wire.house.post(wire.events("?user_id_type=name"), ADA, plain()), 400, 190002, INVALID);
  }

  private Map<String, Object> without(String name) {
    Map<String, Object> body = plain();
    body.remove(name);
    return body;
  }

  @Test
  void meetingsOfAppsHaveNoHostsAndPasswordsAreDigitsOfTheOrganiser() throws Exception {
    String apps = CALENDARS + wire.calendar(wire.app) + "/events";
    String bot =
        "organizer is bot, can not set assign_hosts, and allow_attendees_start must be true";
    refused(
        wire.house.post(apps, wire.app, settings(Map.of("assign_hosts", List.of("ou_x")))),
        400,
        193101,
        bot);
    refused(
        wire.house.post(apps, wire.app, settings(Map.of("allow_attendees_start", false))),
        400,
        193101,
        bot);
    refused(create(settings(Map.of("password", "abc"))), 400, 195112, "invalid password");

    String event =
        wire.event(
            with(settings(Map.of("password", "971024")), "attendee_ability", "can_modify_event"));
    wire.invite(event, Map.of("type", "user", "user_id", wire.openId(wire.bob)));
    String bobs = CALENDARS + wire.calendar(BOB) + "/events/" + event;
    refused(
        wire.house.patch(bobs, BOB, settings(Map.of("assign_hosts", List.of("ou_x")))),
        400,
        193102,
        "only organizer(not bot) can set assign_hosts");
    refused(
        wire.house.patch(bobs, BOB, settings(Map.of("password", "1234"))),
        400,
        195113,
        "only organizer can set password");
    assertThat(
            ok(wire.house.get(wire.events("/" + event), ADA))
                .at("/event/vchat/meeting_settings")
                .isMissingNode())
        .isTrue();
    assertThat(
            ok(wire.house.get(wire.events("/" + event + "?need_meeting_settings=true"), ADA))
                .at("/event/vchat/meeting_settings/password")
                .textValue())
        .isEqualTo("971024");
    refused(
        create(with(plain(), "attachments", List.of(Map.of("file_token", "xAAAAA")))),
        400,
        193105,
        "invalid attachment file token");
  }

  private Map<String, Object> settings(Map<String, Object> settings) {
    return with(plain(), "vchat", Map.of("vc_type", "vc", "meeting_settings", settings));
  }

  @Test
  void listsHaveTheirLimits() throws Exception {
    refused(
        wire.house.get(wire.events("?page_token=junk"), ADA),
        400,
        190008,
        "page_token or sync_token expired");
    refused(
        wire.house.get(wire.events("?sync_token=junk"), ADA),
        400,
        190008,
        "page_token or sync_token expired");
    refused(
        wire.house.get(
            wire.events("?sync_token=ListCalendarsSyncToken_1632452910&anchor_time=1"), ADA),
        400,
        190009,
        "sync token cannot be used with other request restrictions");
    refused(wire.house.get(wire.events("?page_size=49"), ADA), 400, 190002, INVALID);
    refused(wire.house.get(wire.events("?start_time=1"), ADA), 400, 190002, INVALID);
    refused(wire.house.get(wire.events("?start_time=2&end_time=1"), ADA), 400, 190002, INVALID);
    refused(
        wire.house.get(wire.events("?start_time=1&end_time=2&anchor_time=1"), ADA),
        400,
        190002,
        INVALID);
    String view = wire.events("/instance_view?start_time=1655251200&end_time=");
    refused(
        wire.house.get(view + (1655251200L + 40 * 86_400 + 1), ADA),
        400,
        193103,
        "requested time exceeds the allowed range");
    String instances =
        wire.events("/" + wire.event(plain()) + "/instances?start_time=1655251200&end_time=");
    refused(wire.house.get(instances + (1655251200L + 732 * 86_400), ADA), 400, 190002, INVALID);
    refused(
        wire.house.get(instances + "1655251201&page_token=junk", ADA),
        400,
        190008,
        "page_token or sync_token expired");
    refused(
        wire.house.post(
            wire.events("/" + NOBODY + "/reply"), ADA, Map.of("rsvp_status", "removed")),
        400,
        190002,
        INVALID);
  }

  @Test
  void aViewHasAThousandInstancesAtMost() throws Exception {
    String user = "Bearer " + FeishuHouse.USER_TOKEN;
    String view =
        CALENDARS
            + wire.calendar(user)
            + "/events/instance_view?start_time=1655251200&end_time=1655337600";
    wire.fill(wire.house.manager, 1_000);
    assertThat(ok(wire.house.get(view, user)).path("items")).hasSize(1_000);
    wire.fill(wire.house.manager, 1);

    refused(wire.house.get(view, user), 400, 193104, "exceeded the maximum instance number");
  }

  @Test
  void theGatewaysOwnFailuresAreTheSameAsElsewhere() throws Exception {
    String other = wire.house.appToken(Set.of("vc:export"));
    Reply lacking = wire.house.post(CALENDARS + "primary", other, "");
    assertThat(lacking.code()).isEqualTo(99991672);
    assertThat(wire.house.post(CALENDARS + "primary", "", "").code()).isEqualTo(99991661);
    Reply throttled = lacking;
    for (int i = 0; i < 51; i++) {
      throttled = wire.house.get(wire.events("/" + NOBODY), ADA);
    }
    assertThat(throttled.code()).isEqualTo(99991400);
    assertThat(throttled.header("x-ogw-ratelimit-limit")).isEqualTo("50");
  }
}
