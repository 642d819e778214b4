package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.lark.oapi.Client;
import com.lark.oapi.core.response.BaseResponse;
import com.lark.oapi.core.response.RawResponse;
import com.lark.oapi.core.token.AccessTokenType;
import com.lark.oapi.service.calendar.v4.model.CalendarEvent;
import com.lark.oapi.service.calendar.v4.model.CalendarEventAttendee;
import com.lark.oapi.service.calendar.v4.model.CreateCalendarEventAttendeeReq;
import com.lark.oapi.service.calendar.v4.model.CreateCalendarEventAttendeeReqBody;
import com.lark.oapi.service.calendar.v4.model.CreateCalendarEventReq;
import com.lark.oapi.service.calendar.v4.model.ListCalendarEventAttendeeReq;
import com.lark.oapi.service.calendar.v4.model.PrimaryCalendarReq;
import com.lark.oapi.service.calendar.v4.model.TimeInfo;
import com.lark.oapi.service.contact.v3.model.BatchGetIdUserReq;
import com.lark.oapi.service.contact.v3.model.BatchGetIdUserReqBody;
import com.lark.oapi.service.vc.v1.model.CreateRoomLevelReq;
import com.lark.oapi.service.vc.v1.model.CreateRoomReq;
import com.lark.oapi.service.vc.v1.model.DownloadExportReq;
import com.lark.oapi.service.vc.v1.model.DownloadExportResp;
import com.lark.oapi.service.vc.v1.model.GetExportReq;
import com.lark.oapi.service.vc.v1.model.GetExportResp;
import com.lark.oapi.service.vc.v1.model.GetResourceReservationListReq;
import com.lark.oapi.service.vc.v1.model.ListRoomLevelReq;
import com.lark.oapi.service.vc.v1.model.ListRoomReq;
import com.lark.oapi.service.vc.v1.model.ResourceReservationListExportReq;
import com.lark.oapi.service.vc.v1.model.ResourceReservationListExportReqBody;
import com.lark.oapi.service.vc.v1.model.ResourceReservationListExportResp;
import com.lark.oapi.service.vc.v1.model.Room;
import com.lark.oapi.service.vc.v1.model.RoomLevel;
import io.roomledger.http.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's official SDK for Java tells the whole story, from levels to the downloaded file. */
class FeishuJavaStoryTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Stage stage;

  @SuppressWarnings("NullAway.Init")
  private Client own;

  @SuppressWarnings("NullAway.Init")
  private String calendar;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage(folder, "j");
    own = client(Stage.APP + "j", FeishuHouse.SECRET);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private Client client(String id, String secret) {
    return Client.newBuilder(id, secret).openBaseUrl(stage.house.origin()).build();
  }

  private static <T> T data(BaseResponse<T> answer) {
    assertThat(answer.getCode()).as(answer.getMsg()).isZero();
    return answer.getData();
  }

  private static String seconds(String time) {
    return String.valueOf(Instant.parse("2022-06-15T" + time + "Z").getEpochSecond());
  }

  @Test
  void theWholeStoryIsTold() throws Exception {
    String campus = level(root(), "Campus");
    String floor = level(campus, "Floor 3");
    assertThat(below(campus)).containsExactly("Floor 3");
    String mercury = room(floor, "水星");
    String venus = room(floor, "金星");
    assertThat(rooms(campus)).containsExactlyInAnyOrder(mercury, venus);
    stage.board(mercury);
    calendar =
        data(own.calendar().v4().calendar().primary(PrimaryCalendarReq.newBuilder().build()))
            .getCalendars()[0]
            .getCalendar()
            .getCalendarId();
    assertThat(booked("=周会", mercury, "10:00:00", "10:30:00")).endsWith("accept");
    assertThat(booked("Too late", mercury, "10:15:00", "10:45:00")).endsWith("decline");
    assertThat(booked("Nobody comes", mercury, "10:30:00", "11:00:00")).endsWith("accept");
    String shortly = booked("Short", venus, "10:50:00", "11:20:00");
    stage.pass(25);
    stage.tap(mercury);
    stage.pass(70);
    endedEarly(venus, shortly);

    String task = data(order(campus, "00:00:00", "23:59:59")).getTaskId();
    assertThat(data(get(own, task)).getStatus()).isEqualTo(1);
    stage.settle();
    String token = data(get(own, task)).getFileToken();
    DownloadExportResp file =
        own.vc().v1().export().download(DownloadExportReq.newBuilder().fileToken(token).build());
    List<List<String>> rows = Stage.rows(file.getData().toByteArray());
    assertThat(rows).hasSize(3).containsExactlyInAnyOrderElementsOf(listed(campus, mercury, venus));
    assertThat(rows)
        .extracting(row -> row.get(1) + ": " + row.get(9) + ", " + row.get(11))
        .containsExactlyInAnyOrder(
            "=周会: 预定成功, 已签到",
            "Nobody comes: 已释放（未签到被释放）, 超时未签到",
            "Short: 已释放（会议结束后自动释放）, 无需签到（未安装签到设备）");
    wrongTurns(campus, task);
  }

  private String root() {
    return RoomIds.ofLevel(stage.house.rooms.levels().root(stage.house.operator).id());
  }

  private String level(String parent, String name) throws Exception {
    RoomLevel level = RoomLevel.newBuilder().name(name).parentId(parent).build();
    return data(own.vc()
            .v1()
            .roomLevel()
            .create(CreateRoomLevelReq.newBuilder().roomLevel(level).build()))
        .getRoomLevel()
        .getRoomLevelId();
  }

  private List<String> below(String level) throws Exception {
    ListRoomLevelReq all = ListRoomLevelReq.newBuilder().roomLevelId(level).pageSize(10).build();
    return Arrays.stream(data(own.vc().v1().roomLevel().list(all)).getItems())
        .map(RoomLevel::getName)
        .toList();
  }

  private String room(String level, String name) throws Exception {
    Room room = Room.newBuilder().name(name).capacity(6).roomLevelId(level).build();
    return data(own.vc().v1().room().create(CreateRoomReq.newBuilder().room(room).build()))
        .getRoom()
        .getRoomId();
  }

  private List<String> rooms(String level) throws Exception {
    ListRoomReq all = ListRoomReq.newBuilder().roomLevelId(level).pageSize(10).build();
    return Arrays.stream(data(own.vc().v1().room().list(all)).getRooms())
        .map(Room::getRoomId)
        .toList();
  }

  private String responsible() throws Exception {
    BatchGetIdUserReqBody emails =
        BatchGetIdUserReqBody.newBuilder().emails(new String[] {"lin@example.org"}).build();
    return data(own.contact()
            .v3()
            .user()
            .batchGetId(BatchGetIdUserReq.newBuilder().batchGetIdUserReqBody(emails).build()))
        .getUserList()[0]
        .getUserId();
  }

  private static TimeInfo at(String time) {
    return TimeInfo.newBuilder().timestamp(seconds(time)).timezone("Asia/Shanghai").build();
  }

  /** An event with a room; its id and what the room answered. */
  private String booked(String topic, String room, String from, String to) throws Exception {
    CalendarEvent plan =
        CalendarEvent.newBuilder().summary(topic).startTime(at(from)).endTime(at(to)).build();
    String event =
        data(own.calendar()
                .v4()
                .calendarEvent()
                .create(
                    CreateCalendarEventReq.newBuilder()
                        .calendarId(calendar)
                        .calendarEvent(plan)
                        .build()))
            .getEvent()
            .getEventId();
    CalendarEventAttendee resource =
        CalendarEventAttendee.newBuilder()
            .type("resource")
            .roomId(room)
            .operateId(responsible())
            .build();
    data(
        own.calendar()
            .v4()
            .calendarEventAttendee()
            .create(
                CreateCalendarEventAttendeeReq.newBuilder()
                    .calendarId(calendar)
                    .eventId(event)
                    .createCalendarEventAttendeeReqBody(
                        CreateCalendarEventAttendeeReqBody.newBuilder()
                            .attendees(new CalendarEventAttendee[] {resource})
                            .build())
                    .build()));
    stage.settle();
    return event + " " + answered(event);
  }

  private String answered(String event) throws Exception {
    ListCalendarEventAttendeeReq all =
        ListCalendarEventAttendeeReq.newBuilder()
            .calendarId(calendar)
            .eventId(event)
            .pageSize(10)
            .build();
    return Arrays.stream(data(own.calendar().v4().calendarEventAttendee().list(all)).getItems())
        .filter(attendee -> attendee.getType().equals("resource"))
        .findFirst()
        .orElseThrow()
        .getRsvpStatus();
  }

  /** The SDK has no method for this address, so it is called by name. */
  private void endedEarly(String room, String booked) throws Exception {
    String[] event = booked.substring(0, booked.indexOf(' ')).split("_", -1);
    JsonObject reply = new JsonObject();
    reply.addProperty("room_id", room);
    reply.addProperty("uid", event[0]);
    reply.addProperty("original_time", Long.parseLong(event[1]));
    reply.addProperty("status", "ENDED_BEFORE_DUE");
    RawResponse answer =
        own.post("/open-apis/meeting_room/instance/reply", reply, AccessTokenType.Tenant);
    assertThat(Json.read(answer.getBody()).path("code").intValue()).isZero();
  }

  private ResourceReservationListExportResp order(String level, String from, String to)
      throws Exception {
    return own.vc()
        .v1()
        .export()
        .resourceReservationList(
            ResourceReservationListExportReq.newBuilder()
                .resourceReservationListExportReqBody(
                    ResourceReservationListExportReqBody.newBuilder()
                        .roomLevelId(level)
                        .needTopic(true)
                        .startTime(seconds(from))
                        .endTime(seconds(to))
                        .build())
                .build());
  }

  private static GetExportResp get(Client client, String task) throws Exception {
    return client.vc().v1().export().get(GetExportReq.newBuilder().taskId(task).build());
  }

  private List<List<String>> listed(String level, String... rooms) throws Exception {
    GetResourceReservationListReq day =
        GetResourceReservationListReq.newBuilder()
            .roomLevelId(level)
            .needTopic(true)
            .startTime(seconds("00:00:00"))
            .endTime(seconds("23:59:59"))
            .roomIds(rooms)
            .isExclude(false)
            .pageSize(20)
            .build();
    RawResponse raw = own.vc().v1().resourceReservationList().get(day).getRawResponse();
    return FeishuNodeStoryTest.cells(Json.read(raw.getBody()).at("/data/room_reservation_list"));
  }

  private void wrongTurns(String level, String task) throws Exception {
    // another app's, as the SDK keeps the token that it has for an app, whatever the secret
    assertThatThrownBy(() -> get(client(Stage.SHUT + "j", "wrong"), task))
        .hasMessageContaining("code:10014,msg:app secret invalid");
    assertThat(get(client(Stage.POOR + "j", FeishuHouse.SECRET), task).getCode())
        .isEqualTo(99991672);
    assertThat(get(client(Stage.OTHER + "j", FeishuHouse.SECRET), task).getCode())
        .isEqualTo(121004);
    assertThat(order("omb_" + "0".repeat(32), "00:00:00", "23:59:59").getCode()).isEqualTo(121004);
    ResourceReservationListExportResp reversed = order(level, "12:00:00", "11:00:00");
    assertThat(reversed.getCode()).isEqualTo(121003);
    assertThat(reversed.getError().getFieldViolations()[0].getField()).isEqualTo("end_time");
    GetExportResp limited = get(own, task);
    for (int i = 0; i < 200 && limited.getCode() == 0; i++) {
      limited = get(own, task);
    }
    assertThat(limited.getCode()).isEqualTo(99991400);
    assertThat(limited.getRawResponse().getStatusCode()).isEqualTo(429);
    stage.pass(180);
    assertThat(get(own, task).getCode()).isEqualTo(99991663);
  }
}
