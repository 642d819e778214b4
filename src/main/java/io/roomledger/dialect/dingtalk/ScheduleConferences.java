// https://open.dingtalk.com/document/development/create-schedule-conference
// https://open.dingtalk.com/document/development/query-schedule-conference
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.ScheduleDraft;
import io.roomledger.conference.ScheduleRequest;
import io.roomledger.conference.ScheduledConference;
import io.roomledger.conference.ScheduledConferences;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Plans conferences, moves them, calls them off. */
final class ScheduleConferences {
  static final String ROOT = "/v1.0/conference/scheduleConferences";

  /** The last moment of the year 9999, in milliseconds. */
  private static final long LATEST = 253_402_300_799_999L;

  private final ScheduledConferences schedules;
  private final Rooms rooms;

  ScheduleConferences(ScheduledConferences schedules, Rooms rooms) {
    this.schedules = schedules;
    this.rooms = rooms;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", ROOT, Route.WRITE, this::create),
        new Route("PUT", ROOT, Route.WRITE, this::update),
        new Route("POST", ROOT + "/cancel", Route.WRITE, this::cancel),
        new Route("GET", ROOT + "/{scheduleConferenceId}/infos", Route.READ, this::query));
  }

  private Answer create(Call call, Caller caller) {
    Fields body = Fields.of(call);
    String creator = body.id("creatorUnionId");
    String title = VideoConferences.title(body.text("title"));
    Period period = period(body.number("startTime"), body.number("endTime"));
    ScheduledConference made =
        schedules.create(
            caller,
            new ScheduleDraft(
                UnionIds.KIND,
                creator,
                title,
                period,
                ScheduleSettings.read(body.object(ScheduleSettings.MODEL))));
    ObjectNode answer = Json.object();
    answer.put("requestId", call.requestId());
    answer.put("scheduleConferenceId", made.id().toString());
    address(call, made, answer);
    return Print.answer(200, answer);
  }

  private Answer update(Call call, Caller caller) {
    Fields body = Fields.of(call);
    ScheduleRequest request = request(body);
    Optional<String> title = body.optionalText("title").map(VideoConferences::title);
    boolean moved = body.has("startTime") || body.has("endTime");
    Optional<Period> period =
        moved
            ? Optional.of(period(body.number("startTime"), body.number("endTime")))
            : Optional.empty();
    schedules.update(caller, request, title, period);
    return success();
  }

  private Answer cancel(Call call, Caller caller) {
    schedules.cancel(caller, request(Fields.of(call)));
    return success();
  }

  private Answer query(Call call, Caller caller) {
    UUID id = id(call.pathParameter("scheduleConferenceId"));
    String person = Fields.ofQuery(call).id("requestUnionId");
    ScheduledConference found =
        schedules.find(caller, new ScheduleRequest(id, UnionIds.KIND, person));
    ObjectNode answer = Json.object();
    answer.put("requestId", call.requestId());
    answer.put("scheduleConferenceId", found.id().toString());
    answer.put("title", found.title());
    answer.put("startTime", found.period().from().toEpochMilli());
    answer.put("endTime", found.period().to().toEpochMilli());
    address(call, found, answer);
    return Print.answer(200, answer);
  }

  private void address(Call call, ScheduledConference schedule, ObjectNode answer) {
    answer.put("roomCode", schedule.roomCode());
    answer.put("url", rooms.address(call, schedule.roomCode()));
    // nobody can dial in here
    answer.putArray("phones");
  }

  static Answer success() {
    return Print.answer(200, Json.object().put("success", true));
  }

  /** Which plan, and in whose name. */
  static ScheduleRequest request(Fields body) {
    UUID id = id(body.id("scheduleConferenceId"));
    return new ScheduleRequest(id, UnionIds.KIND, body.id("creatorUnionId"));
  }

  /** What is no id of a plan is the id of none. */
  static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.SCHEDULE, text));
    }
  }

  private static Period period(long start, long end) {
    return new Period(instant("startTime", start), instant("endTime", end));
  }

  private static Instant instant(String name, long millis) {
    if (millis < 0 || millis > LATEST) {
      throw Fields.invalid(
          name, TextNode.valueOf(Long.toString(millis)), "milliseconds since 1970");
    }
    return Instant.ofEpochMilli(millis);
  }
}
