package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.lark.oapi.Client;
import com.lark.oapi.core.request.RequestOptions;
import com.lark.oapi.service.calendar.v4.model.BatchDeleteCalendarEventAttendeeReq;
import com.lark.oapi.service.calendar.v4.model.BatchDeleteCalendarEventAttendeeReqBody;
import com.lark.oapi.service.calendar.v4.model.CalendarEvent;
import com.lark.oapi.service.calendar.v4.model.CalendarEventAttendee;
import com.lark.oapi.service.calendar.v4.model.CreateCalendarEventAttendeeReq;
import com.lark.oapi.service.calendar.v4.model.CreateCalendarEventAttendeeReqBody;
import com.lark.oapi.service.calendar.v4.model.CreateCalendarEventAttendeeResp;
import com.lark.oapi.service.calendar.v4.model.CreateCalendarEventReq;
import com.lark.oapi.service.calendar.v4.model.CreateCalendarEventResp;
import com.lark.oapi.service.calendar.v4.model.DeleteCalendarEventReq;
import com.lark.oapi.service.calendar.v4.model.GetCalendarEventReq;
import com.lark.oapi.service.calendar.v4.model.GetCalendarEventResp;
import com.lark.oapi.service.calendar.v4.model.InstanceViewCalendarEventReq;
import com.lark.oapi.service.calendar.v4.model.InstancesCalendarEventReq;
import com.lark.oapi.service.calendar.v4.model.ListCalendarEventAttendeeReq;
import com.lark.oapi.service.calendar.v4.model.ListCalendarEventReq;
import com.lark.oapi.service.calendar.v4.model.PatchCalendarEventReq;
import com.lark.oapi.service.calendar.v4.model.PatchCalendarEventResp;
import com.lark.oapi.service.calendar.v4.model.PrimaryCalendarReq;
import com.lark.oapi.service.calendar.v4.model.ReplyCalendarEventReq;
import com.lark.oapi.service.calendar.v4.model.ReplyCalendarEventReqBody;
import com.lark.oapi.service.calendar.v4.model.TimeInfo;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's official Java SDK books a room for a series, as an app and as a person. */
class CalendarSdkTest {
  private static final RequestOptions AS_USER =
      RequestOptions.newBuilder().userAccessToken("u-ada").build();

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // made before each test
  private CalendarWire wire;

  @SuppressWarnings("NullAway.Init")
  private Client client;

  @BeforeEach
  void open() throws Exception {
    wire = new CalendarWire(folder);
    client =
        Client.newBuilder(wire.house.appId, FeishuHouse.SECRET)
            .openBaseUrl(wire.house.origin())
            .build();
  }

  @AfterEach
  void close() {
    wire.close();
  }

  private static TimeInfo at(long seconds) {
    return TimeInfo.newBuilder()
        .timestamp(String.valueOf(seconds))
        .timezone("Asia/Shanghai")
        .build();
  }

  private static CalendarEvent weekly() {
    return CalendarEvent.newBuilder()
        .summary("周会")
        .startTime(at(1655287200))
        .endTime(at(1655290800))
        .recurrence("FREQ=WEEKLY;COUNT=3")
        .attendeeAbility("can_see_others")
        .build();
  }

  @Test
  void anAppBooksARoomForASeriesAndGivesItBack() throws Exception {
    String calendar =
        client
            .calendar()
            .v4()
            .calendar()
            .primary(PrimaryCalendarReq.newBuilder().build())
            .getData()
            .getCalendars()[0]
            .getCalendar()
            .getCalendarId();
    CreateCalendarEventResp made =
        client
            .calendar()
            .v4()
            .calendarEvent()
            .create(
                CreateCalendarEventReq.newBuilder()
                    .calendarId(calendar)
                    .idempotencyKey("25fdf41b-8c80-2ce1-e94c-de8b5e7aa7e6")
                    .calendarEvent(weekly())
                    .build());
    assertThat(made.getCode()).as(made.getMsg()).isZero();
    String event = made.getData().getEvent().getEventId();
    String attendee = asked(calendar, event);
    wire.house.jobs.runAll();

    assertThat(
            client
                .calendar()
                .v4()
                .calendarEventAttendee()
                .list(
                    ListCalendarEventAttendeeReq.newBuilder()
                        .calendarId(calendar)
                        .eventId(event)
                        .build())
                .getData()
                .getItems()[0]
                .getRsvpStatus())
        .isEqualTo("accept");
    assertThat(
            client
                .calendar()
                .v4()
                .calendarEvent()
                .instances(
                    InstancesCalendarEventReq.newBuilder()
                        .calendarId(calendar)
                        .eventId(event)
                        .startTime("1655287200")
                        .endTime("1657706400")
                        .build())
                .getData()
                .getItems())
        .hasSize(3);
    assertThat(
            client
                .calendar()
                .v4()
                .calendarEventAttendee()
                .batchDelete(
                    BatchDeleteCalendarEventAttendeeReq.newBuilder()
                        .calendarId(calendar)
                        .eventId(event)
                        .batchDeleteCalendarEventAttendeeReqBody(
                            BatchDeleteCalendarEventAttendeeReqBody.newBuilder()
                                .attendeeIds(new String[] {attendee})
                                .build())
                        .build())
                .getCode())
        .isZero();
  }

  /** Asks the room of the house, with Bob as whom to ask about it; the attendee's id. */
  private String asked(String calendar, String event) throws Exception {
    CreateCalendarEventAttendeeResp asked =
        client
            .calendar()
            .v4()
            .calendarEventAttendee()
            .create(
                CreateCalendarEventAttendeeReq.newBuilder()
                    .calendarId(calendar)
                    .eventId(event)
                    .createCalendarEventAttendeeReqBody(
                        CreateCalendarEventAttendeeReqBody.newBuilder()
                            .attendees(
                                new CalendarEventAttendee[] {
                                  CalendarEventAttendee.newBuilder()
                                      .type("resource")
                                      .roomId(FeishuHouse.ROOM)
                                      .operateId(wire.openId(wire.bob))
                                      .build()
                                })
                            .needNotification(false)
                            .build())
                    .build());
    assertThat(asked.getCode()).as(asked.getMsg()).isZero();
    CalendarEventAttendee room = asked.getData().getAttendees()[0];
    assertThat(room.getRsvpStatus()).isEqualTo("needs_action");
    assertThat(room.getOperateId()).isEqualTo(wire.openId(wire.bob));
    return room.getAttendeeId();
  }

  @Test
  void aPersonChangesListsAndCancelsAndTheRefusalReachesThem() throws Exception {
    var events = client.calendar().v4().calendarEvent();
    String event =
        events
            .create(
                CreateCalendarEventReq.newBuilder()
                    .calendarId(wire.calendar)
                    .calendarEvent(weekly())
                    .build(),
                AS_USER)
            .getData()
            .getEvent()
            .getEventId();
    PatchCalendarEventResp changed =
        events.patch(
            PatchCalendarEventReq.newBuilder()
                .calendarId(wire.calendar)
                .eventId(event)
                .calendarEvent(CalendarEvent.newBuilder().summary("月会").build())
                .build(),
            AS_USER);
    assertThat(changed.getData().getEvent().getSummary()).isEqualTo("月会");
    assertThat(changed.getData().getEvent().getRecurrence()).isEqualTo("FREQ=WEEKLY;COUNT=3");
    assertThat(
            events
                .list(ListCalendarEventReq.newBuilder().calendarId(wire.calendar).build(), AS_USER)
                .getData()
                .getItems())
        .hasSize(1);
    assertThat(
            events
                .instanceView(
                    InstanceViewCalendarEventReq.newBuilder()
                        .calendarId(wire.calendar)
                        .startTime("1655287200")
                        .endTime("1656000000")
                        .build(),
                    AS_USER)
                .getData()
                .getItems())
        .hasSize(2);
    assertThat(
            events
                .reply(
                    ReplyCalendarEventReq.newBuilder()
                        .calendarId(wire.calendar)
                        .eventId(event)
                        .replyCalendarEventReqBody(
                            ReplyCalendarEventReqBody.newBuilder().rsvpStatus("accept").build())
                        .build(),
                    AS_USER)
                .getCode())
        .as("nobody was asked yet")
        .isEqualTo(193002);
    assertThat(
            events
                .delete(
                    DeleteCalendarEventReq.newBuilder()
                        .calendarId(wire.calendar)
                        .eventId(event)
                        .build(),
                    AS_USER)
                .getCode())
        .isZero();
    GetCalendarEventResp gone =
        events.get(
            GetCalendarEventReq.newBuilder().calendarId(wire.calendar).eventId(event).build(),
            AS_USER);
    assertThat(gone.getCode()).isEqualTo(193003);
    assertThat(gone.getError().getLogId()).isEqualTo(gone.getRequestId());
  }
}
