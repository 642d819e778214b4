package io.roomledger.dialect.feishu;

import static io.roomledger.dialect.feishu.CalendarWire.ADA;
import static io.roomledger.dialect.feishu.CalendarWire.body;
import static io.roomledger.dialect.feishu.CalendarWire.ok;
import static io.roomledger.dialect.feishu.CalendarWire.refused;
import static io.roomledger.dialect.feishu.CalendarWire.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.booking.CheckInPolicy;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The old addresses of {@code meeting_room} as they go over the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeetingRoomDiariesTest {
  private static final String BUSY = "/open-apis/meeting_room/freebusy/batch_get";
  private static final String SUMMARY = "/open-apis/meeting_room/summary/batch_get";
  private static final String REPLY = "/open-apis/meeting_room/instance/reply";
  private static final String NO_ROOM = "omm_00000000000000000000000000000000";
  private static final String DAY =
      "&time_min=2022-06-15T08:00:00%2B08:00&time_max=2022-06-16T08:00:00%2B08:00";

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

  private static String uid(String event) {
    return event.substring(0, 36);
  }

  private Reply reply(String room, String uid, Object originalTime, String status)
      throws Exception {
    Map<String, Object> body = new HashMap<>();
    body.put("room_id", room);
    body.put("uid", uid);
    body.put("original_time", originalTime);
    body.put("status", status);
    return wire.house.post(REPLY, wire.app, body);
  }

  @Test
  void busyTimesAreKeyedByRoom() throws Exception {
    String room = wire.room("Busy", MeetingRoom.Rules.FREE);
    String event = wire.event(body("2022-06-15T10:00:00Z", "2022-06-15T11:00:00Z"));
    wire.booked(event, room);
    JsonNode data =
        ok(wire.house.get(BUSY + "?room_ids=" + room + "&room_ids=" + NO_ROOM + DAY, wire.app));

    assertThat(data.toString())
        .isEqualTo(
            "{\"time_min\":\"2022-06-15T08:00:00+08:00\","
                + "\"time_max\":\"2022-06-16T08:00:00+08:00\",\"free_busy\":{\""
                + room
                + "\":[{\"start_time\":\"2022-06-15T18:00:00+08:00\","
                + "\"end_time\":\"2022-06-15T19:00:00+08:00\",\"uid\":\""
                + uid(event)
                + "\",\"original_time\":0,\"organizer_info\":{\"name\":\"ada\",\"open_id\":\""
                + wire.openId(wire.ada)
                + "\"}}]},\"error_room_ids\":[\""
                + NO_ROOM
                + "\"]}");
    // some clients leave the plus as it is
    assertThat(ok(wire.house.get(BUSY + "?room_ids=" + room + DAY.replace("%2B", "+"), ADA)))
        .isNotNull();
  }

  @Test
  void wrongRoomsAndTimesHaveTheirOldCodes() throws Exception {
    refused(wire.house.get(BUSY + "?room_ids=x" + DAY, ADA), 400, 100005, "room id invalid");
    String day = "?room_ids=" + NO_ROOM;
    refused(
        wire.house.get(BUSY + day + "&time_min=1655251200&time_max=1655251200", ADA),
        400,
        100003,
        "time format must follow RFC3339 standard");
    refused(wire.house.get(BUSY + day, ADA), 400, 105002, "invalid request");
    refused(wire.house.get(BUSY + "?" + DAY.substring(1), ADA), 400, 105002, "invalid request");
    refused(
        wire.house.get(
            BUSY + day + "&time_min=2022-06-16T08:00:00Z&time_max=2022-06-15T08:00:00Z", ADA),
        400,
        105002,
        "invalid request");
    refused(
        wire.house.get(BUSY + "?" + ("room_ids=" + NO_ROOM + "&").repeat(21) + DAY, ADA),
        400,
        105002,
        "invalid request");
  }

  @Test
  void summariesAreForAppsAndNameWhatIsNotThere() throws Exception {
    String event =
        wire.event(
            with(
                body("2022-06-15T12:00:00Z", "2022-06-15T13:00:00Z"),
                "vchat",
                Map.of("vc_type", "no_meeting")));
    JsonNode data =
        ok(
            wire.house.post(
                SUMMARY,
                wire.app,
                Map.of(
                    "EventUids",
                    List.of(
                        Map.of("uid", uid(event), "original_time", 0),
                        Map.of("uid", "junk", "original_time", 7)))));

    assertThat(data.toString())
        .isEqualTo(
            "{\"EventInfos\":[{\"uid\":\""
                + uid(event)
                + "\",\"original_time\":0,\"summary\":\"周会\","
                + "\"vchat\":{\"vc_type\":\"no_meeting\"}}],"
                + "\"ErrorEventUids\":[{\"uid\":\"junk\",\"original_time\":7,"
                + "\"error_msg\":\"event not found\"}]}");
    refused(wire.house.post(SUMMARY, wire.app, "{}"), 400, 105002, "invalid request");
    assertThat(wire.house.post(SUMMARY, ADA, "{}").code()).isEqualTo(99991668);
  }

  @Test
  void aRoomThatNeedsApprovalIsAcceptedOrDeclinedByTheReply() throws Exception {
    String room = wire.room("Agreed", new MeetingRoom.Rules(true, CheckInPolicy.REQUIRED));
    String event =
        wire.event(
            with(
                body("2022-06-16T10:00:00Z", "2022-06-16T11:00:00Z"),
                "recurrence",
                "FREQ=DAILY;COUNT=2"));
    wire.invite(event, Map.of("type", "resource", "room_id", room, "approval_reason", "the board"));
    wire.house.jobs.runAll();
    long second = java.time.Instant.parse("2022-06-17T10:00:00Z").getEpochSecond();

    ok(reply(room, uid(event), second, "DECLINED_BY_ADMIN"));
    Reply accepted = reply(room, uid(event), 0, "ACCEPTED_BY_ADMIN");
    assertThat(accepted.json().toString()).isEqualTo("{\"code\":0,\"msg\":\"success\"}");
    assertThat(wire.rsvp(event, room)).isEqualTo("accept");
    assertThat(wire.rsvp(uid(event) + "_" + second, room)).isEqualTo("decline");
    refused(reply(room, uid(event), 0, "ACCEPTED_BY_ADMIN"), 400, 105003, "original_time invalid");
    refused(
        reply(room, uid(event), second, "DECLINED_BY_ADMIN"), 400, 105003, "original_time invalid");
  }

  @Test
  void whatIsGoingOnEndsBeforeItsTimeAndIsFreeAfterwards() throws Exception {
    String room = wire.room("Ends", MeetingRoom.Rules.FREE);
    String event = wire.event(body("2022-06-15T09:00:00Z", "2022-06-15T10:00:00Z"));
    assertThat(wire.booked(event, room)).isEqualTo("accept");
    refused(
        reply(room, uid(event), 1655287201, "ENDED_BEFORE_DUE"),
        400,
        105003,
        "original_time invalid");
    ok(reply(room, uid(event), "0", "ENDED_BEFORE_DUE"));
    String next = wire.event(body("2022-06-15T09:30:00Z", "2022-06-15T10:00:00Z"));
    assertThat(wire.booked(next, room)).isEqualTo("accept");
    ok(reply(room, uid(next), 0, "NOT_CHECK_IN"));
    assertThat(wire.rsvp(next, room)).isEqualTo("removed");
    refused(reply(room, uid(next), 0, "NOT_CHECK_IN"), 400, 105002, "invalid request");
  }

  @Test
  void repliesToWhatIsNotThereAreInvalid() throws Exception {
    String event = wire.event(body("2022-06-15T14:00:00Z", "2022-06-15T15:00:00Z"));
    refused(reply("x", uid(event), 0, "NOT_CHECK_IN"), 400, 100005, "room id invalid");
    refused(reply(NO_ROOM, uid(event), 0, "NOT_CHECK_IN"), 400, 100005, "room id invalid");
    refused(reply(FeishuHouse.ROOM, uid(event), 0, "NOT_CHECK_IN"), 400, 105002, "invalid request");
    refused(reply(FeishuHouse.ROOM, "junk", 0, "NOT_CHECK_IN"), 400, 105002, "invalid request");
    refused(reply(FeishuHouse.ROOM, uid(event), 0, "LEFT"), 400, 105002, "invalid request");
    refused(reply(FeishuHouse.ROOM, uid(event), "x", "LEFT"), 400, 105002, "invalid request");
    refused(wire.house.post(REPLY, wire.app, "{"), 400, 105002, "invalid request");
    assertThat(wire.house.post(REPLY, ADA, "{}").code()).isEqualTo(99991668);
  }
}
