// https://open.feishu.cn/document/server-docs/vc-v1/meeting-room-data/get-meeting_list
// https://open.feishu.cn/document/server-docs/vc-v1/meeting-room-data/get-participant_list
// https://open.feishu.cn/document/server-docs/vc-v1/meeting-room-data/get-participant_quality_list
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.HeldConference;
import io.roomledger.conference.HeldConferences;
import io.roomledger.conference.Participation;
import io.roomledger.export.Cell;
import io.roomledger.export.Sheet;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** Meetings and their participants, answered at once: the columns of the exports as JSON. */
final class MeetingLists {
  private static final String PATH = "/open-apis/vc/v1/";

  /** The field that only who has this scope gets. */
  private static final String USER_ID = "user_id";

  private static final String USER_ID_SCOPE = "contact:user.employee_id:readonly";

  /** What the lists have as true and false where the files have words. */
  private static final Set<String> FLAGS = Set.of("recording");

  private static final int VIDEO = 2;
  private static final Failure NO_MEETING =
      new Failure(400, 126009, "cannot find meeting according to the params you provide");

  private final HeldConferences conferences;
  private final MeetingFilters meetingFilters;
  private final MeetingFilters participantFilters;
  private final MeetingColumns columns;
  private final Clock clock;

  MeetingLists(HeldConferences conferences, People people, Clock clock, ZoneId zone) {
    this.conferences = conferences;
    this.columns = new MeetingColumns(zone, people);
    this.clock = clock;
    this.meetingFilters =
        new MeetingFilters(
            people,
            MeetingFilters.Failures.ofLists(
                new Failure(400, 126008, "filter condition should be set only one")));
    this.participantFilters =
        new MeetingFilters(
            people,
            MeetingFilters.Failures.ofLists(
                new Failure(400, 126007, "userID and roomID cannot be set concurrently")));
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH + "meeting_list", SyncLists.TERMS, this::meetings),
        Route.get(PATH + "participant_list", SyncLists.TERMS, this::participants),
        Route.get(PATH + "participant_quality_list", SyncLists.TERMS, this::quality));
  }

  private Answer meetings(Call call, Caller caller) {
    Fields fields = Fields.ofQuery(call);
    Paging paging = SyncLists.paging(fields);
    Period period =
        SyncLists.period(fields, "start_time", "end_time", SyncLists.Longest.YEAR, clock);
    Page<HeldConference> page =
        conferences.list(
            caller,
            meetingFilters.meetings(fields, call, caller, period),
            paging.after(),
            paging.size());
    ObjectNode data = Json.object();
    ArrayNode list = data.putArray("meeting_list");
    for (HeldConference one : page.items()) {
      list.add(
          print(columns.meetings(), one, caller)
              .put("meeting_type", VIDEO)
              .put("meeting_instance_id", one.id()));
    }
    return Spelling.success(Paging.end(data, page));
  }

  private Answer participants(Call call, Caller caller) {
    Fields fields = Fields.ofQuery(call);
    Paging paging = SyncLists.paging(fields);
    Period period =
        SyncLists.period(
            fields, "meeting_start_time", "meeting_end_time", SyncLists.Longest.DAY, clock);
    Page<Participation> page = page(call, caller, fields, period, paging);
    ObjectNode data = Json.object();
    ArrayNode list = data.putArray("participants");
    page.items().forEach(one -> list.add(print(columns.participants(), one, caller)));
    return Spelling.success(Paging.end(data, page));
  }

  private Page<Participation> page(
      Call call, Caller caller, Fields fields, Period period, Paging paging) {
    var filter = participantFilters.participants(fields, call, caller, period);
    try {
      return conferences.people(caller, filter, paging.after(), paging.size());
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.NotFound) {
        throw new FailureException(NO_MEETING);
      }
      throw e;
    }
  }

  /** Nobody measures how well participants hear and see each other. */
  private Answer quality(Call call, Caller caller) {
    throw new FailureException(Failure.NOT_SUPPORT);
  }

  /** What is not known is left out. */
  private static <T> ObjectNode print(Sheet<T> sheet, T row, Caller caller) {
    ObjectNode json = Json.object();
    List<Cell> cells = sheet.cells(row);
    for (int i = 0; i < cells.size(); i++) {
      String key = sheet.columns().get(i).key();
      if (cells.get(i) instanceof Cell.Text(String text)
          && (!key.equals(USER_ID) || caller.hasScope(USER_ID_SCOPE))) {
        if (FLAGS.contains(key)) {
          json.put(key, text.equals(Columns.yes(true)));
        } else {
          json.put(key, text);
        }
      }
    }
    return json;
  }
}
