// https://open.dingtalk.com/document/development/query-conference-information-by-room-code
// https://open.dingtalk.com/document/development/query-schedule-conference-info
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.conference.ConferenceInfo;
import io.roomledger.conference.ConferenceInfos;
import io.roomledger.conference.ConferenceList;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Lists conferences by what people know of them: the room's code, the plan, that they go on. That
 * is how a program that has only a calendar comes to a conference id.
 */
final class ConferenceLists {
  private static final int PAGE = 20;
  private static final int MOST = 100;

  private final ConferenceInfos conferences;
  private final UnionIds unionIds;
  private final Rooms rooms;
  private final Clock clock;

  ConferenceLists(ConferenceInfos conferences, UnionIds unionIds, Rooms rooms, Clock clock) {
    this.conferences = conferences;
    this.unionIds = unionIds;
    this.rooms = rooms;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1.0/conference/roomCodes/{roomCode}/infos", Route.READ, this::inRoom),
        new Route(
            "GET",
            VideoConferences.ROOT + "/scheduleConferences/{scheduleConferenceId}",
            Route.READ,
            this::under),
        new Route("GET", "/v1.0/conference/orgConferences", Route.READ, this::ongoing));
  }

  private Answer inRoom(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    String code = roomCode(call.pathParameter("roomCode"));
    ConferenceList list =
        conferences.inRoom(caller, code, query.nextToken(), query.pageSize(PAGE, MOST));
    return page(call, "conferenceList", list);
  }

  /** The digits; people write them in groups. */
  private static String roomCode(String text) {
    String code = text.replace(" ", "");
    if (code.isEmpty() || code.equals("null")) {
      throw new FailureException(Failure.bare(400, "missingRoomCode"));
    }
    if (!code.chars().allMatch(letter -> letter >= '0' && letter <= '9')) {
      throw new FailureException(Failure.bare(400, "invalidRoomCode"));
    }
    return code;
  }

  private Answer under(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    ConferenceList list =
        conferences.under(
            caller,
            ScheduleConferences.id(call.pathParameter("scheduleConferenceId")),
            query.nextToken(),
            query.pageSize(PAGE, MOST));
    return page(call, "conferenceList", list);
  }

  private Answer ongoing(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    ConferenceList list =
        conferences.ongoing(caller, query.nextToken(), query.pageSize(PAGE, MOST));
    return page(call, "onGoingConfList", list);
  }

  private Answer page(Call call, String name, ConferenceList list) {
    List<ConferenceInfo> infos = list.page().items();
    Map<String, String> ids =
        unionIds.of(infos.stream().map(info -> info.conference().creator()).toList());
    ObjectNode answer = Json.object();
    ArrayNode conferenceList = answer.putArray(name);
    for (ConferenceInfo info : infos) {
      ObjectNode node = conferenceList.addObject();
      ConferencePrint.times(info, clock.instant(), node);
      ConferencePrint.origin(info, ids, node);
      info.way()
          .roomCode()
          .ifPresent(code -> node.put("externalLinkUrl", rooms.address(call, code)));
    }
    answer.put("hasMore", list.page().next().isPresent());
    list.page().next().ifPresent(next -> answer.put("nextToken", next));
    answer.put("totalCount", list.total());
    return Print.answer(200, answer);
  }
}
