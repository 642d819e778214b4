package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Period;
import io.roomledger.booking.EventPlan;
import io.roomledger.booking.EventTime;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A {@link FeishuHouse} with people who have calendars, and what they say over the wire. */
final class CalendarWire implements AutoCloseable {
  static final String CALENDARS = "/open-apis/calendar/v4/calendars/";
  static final String ADA = "Bearer u-ada";
  static final String BOB = "Bearer u-bob";

  final FeishuHouse house;
  final Account ada;
  final Account bob;
  final String app;
  final String calendar;

  CalendarWire(Path folder) throws Exception {
    house = new FeishuHouse(folder);
    ada = person("ada");
    bob = person("bob");
    app = house.appToken();
    calendar = calendar(ADA);
  }

  private Account person(String name) throws IOException {
    Account account = house.account(name, "user");
    house.tokens.accept(
        account, "u-" + name, house.clock.instant().plus(Duration.ofDays(30)), Set.of("*"));
    return account;
  }

  /** Another room. */
  String room(String name, MeetingRoom.Rules rules) {
    UUID id = UUID.randomUUID();
    house.rooms.add(
        house.operator,
        new MeetingRoom(
            id,
            RoomIds.level(FeishuHouse.LEVEL).orElseThrow(),
            name,
            4,
            MeetingRoom.displayId(id),
            rules));
    return RoomIds.ofRoom(id);
  }

  String openId(Account account) {
    return house
        .accounts
        .externalIds(ExternalIdKind.FEISHU_OPEN_ID, List.of(account.id()))
        .getOrDefault(account.id(), "");
  }

  String calendar(String who) throws Exception {
    return ok(house.post(CALENDARS + "primary", who, ""))
        .at("/calendars/0/calendar/calendar_id")
        .textValue();
  }

  /** The address of the events of Ada's calendar, and what follows. */
  String events(String rest) {
    return CALENDARS + calendar + "/events" + rest;
  }

  static Map<String, Object> time(String at) {
    return Map.of(
        "timestamp",
        String.valueOf(Instant.parse(at).getEpochSecond()),
        "timezone",
        "Asia/Shanghai");
  }

  static Map<String, Object> body(String from, String to) {
    Map<String, Object> body = new HashMap<>();
    body.put("summary", "周会");
    body.put("description", "We talk");
    body.put("start_time", time(from));
    body.put("end_time", time(to));
    return body;
  }

  static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
    Map<String, Object> more = new HashMap<>(body);
    more.put(name, value);
    return more;
  }

  /** Gives somebody so many events more, which the limit does not let them make over the wire. */
  void fill(Account account, int many) {
    Caller caller = house.accounts.caller(account, Set.of("*"), "192.0.2.1");
    Instant from = Instant.parse("2022-06-15T10:00:00Z");
    EventPlan plan =
        new EventPlan(
            "More",
            "",
            new EventTime(
                new Period(from, from.plus(Duration.ofHours(1))), ZoneId.of("UTC"), false),
            Optional.empty(),
            EventPlan.Sharing.USUAL,
            Map.of());
    String own = house.events.primary(caller).id();
    for (int i = 0; i < many; i++) {
      house.events.create(caller, own, plan, Optional.empty());
    }
  }

  /** An event of Ada's; its id. */
  String event(Map<String, Object> body) throws Exception {
    return ok(house.post(events(""), ADA, body)).at("/event/event_id").textValue();
  }

  /** Ada asks a room; its answer when the jobs are done. */
  String booked(String event, String room) throws Exception {
    invite(event, Map.of("type", "resource", "room_id", room));
    house.jobs.runAll();
    return rsvp(event, room);
  }

  JsonNode invite(String event, Map<String, Object> attendee) throws Exception {
    return ok(
        house.post(
            events("/" + event + "/attendees"), ADA, Map.of("attendees", List.of(attendee))));
  }

  String rsvp(String event, String room) throws Exception {
    for (JsonNode one :
        ok(house.get(events("/" + event + "/attendees?page_size=100"), ADA)).path("items")) {
      if (one.path("room_id").asText().equals(room)) {
        return one.path("rsvp_status").textValue();
      }
    }
    throw new AssertionError("no such room asked");
  }

  static JsonNode ok(Reply reply) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
    assertThat(reply.code()).as(reply.json().toString()).isZero();
    return reply.json().path("data");
  }

  static void refused(Reply reply, int status, int code, String words) {
    assertThat(reply.status() + " " + reply.code() + " " + reply.json().path("msg").asText())
        .as(reply.json().toString())
        .isEqualTo(status + " " + code + " " + words);
    assertThat(reply.json().at("/error/log_id").textValue()).isEqualTo(reply.header("X-Tt-Logid"));
  }

  @Override
  public void close() {
    house.close();
  }
}
