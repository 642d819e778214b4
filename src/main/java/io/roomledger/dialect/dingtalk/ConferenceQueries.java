// https://open.dingtalk.com/document/development/querying-video-conference-information
// https://open.dingtalk.com/document/development/batch-query-video-conference-information
// https://open.dingtalk.com/document/development/querying-video-conference-members
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.conference.Attendee;
import io.roomledger.conference.AttendeeList;
import io.roomledger.conference.ConferenceInfo;
import io.roomledger.conference.ConferenceInfos;
import io.roomledger.conference.ConferenceMember;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells what is known of conferences, and who is in them. */
final class ConferenceQueries {
  private static final int MEMBERS = 128;
  private static final int MOST_MEMBERS = 1000;

  /** How a conference sounds: as people like, or all of them muted. */
  private static final int NORMAL = 0;

  private static final int ALL_MUTED = 4;

  /** Of a camera or a microphone: nobody tells this server whether it is on, only who was muted. */
  private static final int UNKNOWN = 0;

  private static final int OFF = 1;

  private final ConferenceInfos conferences;
  private final UnionIds unionIds;
  private final Rooms rooms;
  private final Clock clock;

  ConferenceQueries(ConferenceInfos conferences, UnionIds unionIds, Rooms rooms, Clock clock) {
    this.conferences = conferences;
    this.unionIds = unionIds;
    this.rooms = rooms;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", VideoConferences.ROOT, Route.READ, this::nameless),
        new Route("GET", VideoConferences.ROOT + "/{conferenceId}", Route.READ, this::info),
        new Route("POST", VideoConferences.ROOT + "/query", Route.READ, this::infos),
        new Route(
            "GET", VideoConferences.ROOT + "/{conferenceId}/members", Route.READ, this::members));
  }

  /** What programs send that were given an empty id. */
  private Answer nameless(Call call, Caller caller) {
    throw new FailureException(new Failure(400, "missingRoomId", "MISSING ROOM ID"));
  }

  private Answer info(Call call, Caller caller) {
    ConferenceInfo info = conferences.info(caller, id(call));
    Set<String> people = new HashSet<>();
    people.add(info.conference().creator());
    info.recordingOwner().ifPresent(people::add);
    Map<String, String> ids = unionIds.of(people);
    ObjectNode node = Json.object();
    ObjectNode answer = Json.object().set("confInfo", node);
    ConferencePrint.times(info, clock.instant(), node);
    ConferencePrint.origin(info, ids, node);
    info.way().roomCode().ifPresent(code -> node.put("externalLinkUrl", rooms.address(call, code)));
    node.put("activeNum", info.attendance().present());
    node.put("attendNum", info.attendance().attended());
    node.put("invitedNum", info.attendance().invited());
    node.put("cloudRecordStatus", Status.of(info.conference().recording()));
    info.recordingOwner()
        .ifPresent(owner -> node.put("cloudRecordOwnerUnionId", ids.getOrDefault(owner, "")));
    node.putArray("extensionAppSettings");
    return Print.answer(200, answer);
  }

  private static String id(Call call) {
    String id = Fields.path(call, "conferenceId");
    if (id.equals("null")) {
      // what the Java SDK makes of no id
      throw new FailureException(new Failure(400, "missingRoomId", "MISSING ROOM ID"));
    }
    return id;
  }

  private Answer infos(Call call, Caller caller) {
    Fields body = Fields.of(call);
    if (!body.has("conferenceIdList")) {
      throw new FailureException(Failure.missing("conferenceIdList"));
    }
    Map<ConferenceInfo, List<Attendee>> found =
        conferences.infos(caller, body.ids("conferenceIdList"));
    Map<String, String> ids =
        unionIds.of(found.values().stream().flatMap(List::stream).map(Attendee::account).toList());
    ObjectNode answer = Json.object();
    ArrayNode infos = answer.putArray("infos");
    found.forEach((info, people) -> print(info, people, ids, infos.addObject()));
    return Print.answer(200, answer);
  }

  private void print(
      ConferenceInfo info, List<Attendee> people, Map<String, String> ids, ObjectNode node) {
    node.put("conferenceId", info.conference().id());
    node.put("title", info.conference().title());
    node.put("startTime", info.conference().lifetime().startedAt().toEpochMilli());
    node.put("status", Status.of(info.conference(), clock.instant()));
    node.put("mediaStatus", info.allMuted() ? ALL_MUTED : NORMAL);
    ArrayNode users = node.putArray("userList");
    for (Attendee person : people) {
      users
          .addObject()
          .put("userId", ids.getOrDefault(person.account(), ""))
          .put("nick", person.name())
          .put("attendStatus", Status.of(person.presence()))
          .put("cameraStatus", UNKNOWN)
          .put("micStatus", person.muted() ? OFF : UNKNOWN);
    }
  }

  private Answer members(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    String conference = id(call);
    AttendeeList list =
        conferences.attendees(
            caller, conference, query.nextToken(), query.pageSize(MEMBERS, MOST_MEMBERS));
    List<Attendee> people = list.page().items();
    Map<String, String> ids = unionIds.of(people.stream().map(Attendee::account).toList());
    ObjectNode answer = Json.object();
    ArrayNode models = answer.putArray("memberModels");
    for (Attendee person : people) {
      print(person, conference, ids, models.addObject());
    }
    list.page().next().ifPresent(next -> answer.put("nextToken", next));
    answer.put("totalCount", list.total());
    return Print.answer(200, answer);
  }

  /** A member as the vendor's lists have them. */
  void print(Attendee person, String conference, Map<String, String> ids, ObjectNode node) {
    node.put("unionId", ids.getOrDefault(person.account(), ""));
    node.put("conferenceId", conference);
    node.put("userNick", person.name());
    person
        .joinedAt()
        .ifPresent(joined -> {
          Instant until = person.leftAt().orElseGet(clock::instant);
          node.put("joinTime", joined.toEpochMilli());
          node.put("duration", Duration.between(joined, until).toMillis());
        });
    person.leftAt().ifPresent(left -> node.put("leaveTime", left.toEpochMilli()));
    node.put("attendStatus", Status.of(person.presence()));
    node.put("host", person.role() == ConferenceMember.Role.HOST);
    node.put("coHost", person.role() == ConferenceMember.Role.CO_HOST);
    // everybody is of the organisation, where the vendor leaves outerOrgMember away
    node.put("pstnJoin", false);
  }
}
