// https://open.dingtalk.com/document/development/query-user-on-going-conference
// https://open.dingtalk.com/document/development/api-gethistoryconfdatalist
// https://open.dingtalk.com/document/development/api-getconfdetaildata
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.conference.Attendee;
import io.roomledger.conference.AttendeeList;
import io.roomledger.conference.ConferenceInfo;
import io.roomledger.conference.ConferenceInfos;
import io.roomledger.conference.ConferenceMember;
import io.roomledger.conference.HeldConference;
import io.roomledger.conference.HeldConferences;
import io.roomledger.conference.HeldFilter;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was held and by whom, and where somebody is now. */
final class ConferenceHistories {
  private static final int PAGE = 20;
  private static final int MOST_NOW = 100;
  private static final Duration A_MONTH = Duration.ofDays(31);

  private final ConferenceInfos conferences;
  private final HeldConferences held;
  private final UnionIds unionIds;
  private final ConferenceQueries queries;
  private final Clock clock;

  ConferenceHistories(
      ConferenceInfos conferences,
      HeldConferences held,
      UnionIds unionIds,
      ConferenceQueries queries,
      Clock clock) {
    this.conferences = conferences;
    this.held = held;
    this.unionIds = unionIds;
    this.queries = queries;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1.0/conference/users/lists", Route.READ, this::now),
        new Route(
            "GET", VideoConferences.ROOT + "/histories/dataLists", Route.READ, this::histories),
        new Route("GET", VideoConferences.ROOT + "/{conferenceId}/infos", Route.READ, this::one),
        new Route(
            "GET", VideoConferences.ROOT + "/{conferenceId}/details", Route.READ, this::details));
  }

  private Answer now(Call call, Caller caller) {
    String unionId = Fields.ofQuery(call).id("unionId");
    ObjectNode answer = Json.object();
    ArrayNode ids = answer.putArray("onGoingConfIdList");
    ObjectNode members = answer.putObject("memberModelMap");
    List<String> found =
        conferences.ongoing(caller, UnionIds.KIND, unionId, MOST_NOW).page().items().stream()
            .map(info -> info.conference().id())
            .toList();
    conferences
        .infos(caller, found)
        .forEach((info, people) -> {
          String id = info.conference().id();
          ids.add(id);
          Map<String, String> named = unionIds.of(people.stream().map(Attendee::account).toList());
          people.stream()
              .filter(person -> unionId.equals(named.get(person.account())))
              .forEach(person -> queries.print(person, id, named, members.putObject(id)));
        });
    return Print.answer(200, answer);
  }

  /** Those that are over, by their begin; without a time, those of the last month. */
  private Answer histories(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    HeldFilter filter =
        new HeldFilter(
            caller.organisation(),
            period(query),
            HeldFilter.State.ENDED,
            Optional.empty(),
            Optional.empty());
    Page<HeldConference> page =
        held.list(
            caller, filter, query.nextToken(), query.pageSize(PAGE, HeldConferences.LARGEST_PAGE));
    Map<String, String> ids =
        unionIds.of(page.items().stream().map(one -> one.creator().account()).toList());
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("list");
    page.items().stream()
        .filter(one -> has(one.title(), query.optionalText("title")))
        .filter(one -> has(one.creator().name(), query.optionalText("creatorNike")))
        .forEach(one -> print(one, ids, list.addObject()));
    page.next().ifPresent(next -> answer.put("nextToken", next));
    return Print.answer(200, answer);
  }

  /** What programs look for in a page; the next page is told of, however few there are in this. */
  private static boolean has(String text, Optional<String> part) {
    return part.filter(words -> !text.contains(words)).isEmpty();
  }

  private Period period(Fields query) {
    Instant to =
        query.optionalNumber("endTime").map(Instant::ofEpochMilli).orElseGet(clock::instant);
    Instant from =
        query
            .optionalNumber("startTime")
            .map(Instant::ofEpochMilli)
            .orElseGet(() -> to.minus(A_MONTH));
    if (!from.isBefore(to)) {
      throw Fields.invalid("startTime", TextNode.valueOf(from + "/" + to), "a time before endTime");
    }
    return new Period(from, to);
  }

  private static void print(HeldConference one, Map<String, String> ids, ObjectNode node) {
    node.put("conferenceId", one.id());
    node.put("title", one.title());
    node.put("creatorId", ids.getOrDefault(one.creator().account(), ""));
    node.put("creatorNick", one.creator().name());
    node.put("deptName", one.creator().department());
    times(one.held().from(), one.held().to(), node);
    node.put("userCount", one.share().participants());
  }

  private static void times(Instant from, Optional<Instant> to, ObjectNode node) {
    node.put("startTime", from.toEpochMilli());
    to.ifPresent(end -> {
      node.put("endTime", end.toEpochMilli());
      node.put("timeLength", Duration.between(from, end).toMillis());
    });
  }

  private Answer one(Call call, Caller caller) {
    ConferenceInfo info = conferences.info(caller, Fields.path(call, "conferenceId"));
    String creator = info.conference().creator();
    ObjectNode answer = Json.object();
    answer.put("conferenceId", info.conference().id());
    answer.put("title", info.conference().title());
    answer.put("creatorId", unionIds.of(List.of(creator)).getOrDefault(creator, ""));
    answer.put("creatorNick", info.creatorName());
    times(info.conference().lifetime().startedAt(), info.conference().lifetime().endedAt(), answer);
    answer.put("userCount", info.attendance().attended());
    return Print.answer(200, answer);
  }

  private Answer details(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    String id = Fields.path(call, "conferenceId");
    AttendeeList people =
        conferences.attendees(
            caller, id, query.nextToken(), query.pageSize(PAGE, HeldConferences.LARGEST_PAGE));
    Map<String, String> ids =
        unionIds.of(people.page().items().stream().map(Attendee::account).toList());
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("list");
    people.page().items().stream()
        .filter(person -> has(person.name(), query.optionalText("nick")))
        .forEach(person -> detail(person, id, ids, list.addObject()));
    people.page().next().ifPresent(next -> answer.put("nextToken", next));
    return Print.answer(200, answer);
  }

  private void detail(Attendee person, String id, Map<String, String> ids, ObjectNode node) {
    node.put("conferenceId", id);
    node.put("unionId", ids.getOrDefault(person.account(), ""));
    node.put("nick", person.name());
    node.put("role", role(person.role()));
    node.put("status", Integer.toString(Status.of(person.presence())));
    person
        .joinedAt()
        .ifPresent(joined -> {
          Instant until = person.leftAt().orElseGet(clock::instant);
          node.put("joinTime", joined.toEpochMilli());
          node.put("duration", Duration.between(joined, until).toMillis());
        });
    person.leftAt().ifPresent(left -> node.put("leaveTime", left.toEpochMilli()));
  }

  private static String role(ConferenceMember.Role role) {
    return switch (role) {
      case HOST -> "host";
      case CO_HOST -> "coHost";
      case ATTENDEE -> "attendee";
    };
  }
}
