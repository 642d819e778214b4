package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.conference.ConferenceControls;
import io.roomledger.conference.ConferenceInfos;
import io.roomledger.conference.Films;
import io.roomledger.conference.HeldConferences;
import io.roomledger.conference.LiveConferences;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.ScheduledConferences;
import io.roomledger.conference.Transcripts;
import io.roomledger.dialect.Dialect;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Grants;
import io.roomledger.identity.Organisations;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * DingTalk's new API, and what its clients need of the old one, as
 * https://open.dingtalk.com/document/ describes them and the vendor's SDKs expect them.
 */
public final class DingTalk implements Dialect {
  private static final String REQUEST_ID = "x-acs-request-id";

  private final Spelling spelling;
  private final Legacy legacy;
  private final List<Endpoint> endpoints;

  /** Who calls, and how often. */
  public record Guard(
      Accounts accounts,
      Apps apps,
      Organisations organisations,
      Tokens tokens,
      Grants grants,
      RateLimits limits) {}

  /** What happens in conferences, what remains of them, and the rooms that people meet in. */
  public record Doors(Meetings meetings, Tapes tapes, MeetingRooms rooms) {}

  /** Conferences as they go on, as they were held, and as they are planned. */
  public record Meetings(
      LiveConferences live,
      ConferenceControls controls,
      ConferenceInfos infos,
      HeldConferences held,
      ScheduledConferences schedules) {}

  /** Recordings, what was said in them, and what is made of them. */
  public record Tapes(Recordings recordings, Transcripts transcripts, Films films) {}

  public DingTalk(Guard guard, Doors doors, Clock clock, DingTalkSettings settings) {
    this.spelling = new Spelling(settings.language());
    this.legacy = new Legacy(settings.language());
    Gateway gateway = new Gateway(guard.tokens(), guard.limits(), settings);
    Rooms rooms = new Rooms(settings.joinAddress());
    UnionIds unionIds = new UnionIds(guard.accounts());
    List<Endpoint> all = new ArrayList<>(tokens(guard, gateway, clock, settings));
    all.add(
        new LegacyUserGet(guard.accounts(), guard.tokens(), gateway, unionIds, legacy).endpoint());
    all.addAll(new Media(doors.tapes().recordings(), doors.tapes().films()).endpoints());
    all.add(rooms.endpoint());
    List<Route> routes = new ArrayList<>(recordings(doors, unionIds, settings));
    routes.addAll(conferences(doors.meetings(), unionIds, rooms, clock, settings));
    routes.addAll(new BookableRooms(doors.rooms(), new Actors(guard.accounts())).routes());
    routes.add(new ContactUsers(guard.accounts(), unionIds).route());
    routes.stream().map(gateway::endpoint).forEach(all::add);
    this.endpoints = all.stream().map(this::spelled).toList();
  }

  private List<Endpoint> tokens(
      Guard guard, Gateway gateway, Clock clock, DingTalkSettings settings) {
    AppTokens apps =
        new AppTokens(guard.apps(), guard.tokens(), gateway, settings.tokenLife(), clock);
    return List.of(
        new AccessToken(apps).endpoint(),
        new CorpToken(guard.organisations(), apps, settings.language()).endpoint(),
        new UserAccessToken(guard.grants(), apps, settings.tokenLife()).endpoint(),
        new LegacyGetToken(apps, legacy).endpoint());
  }

  private static List<Route> recordings(Doors doors, UnionIds unionIds, DingTalkSettings settings) {
    Recordings recordings = doors.tapes().recordings();
    Transcripts transcripts = doors.tapes().transcripts();
    LiveConferences live = doors.meetings().live();
    List<Route> all = new ArrayList<>();
    all.add(
        new CloudRecordsGetVideos(
                recordings, doors.meetings().infos(), settings.participantsLimit())
            .route());
    all.add(new CloudRecordsGetPlayInfos(recordings).route());
    all.add(new CloudRecordsGetTexts(transcripts, unionIds).route());
    all.add(new CloudRecordsStart(live).route());
    all.add(new CloudRecordsStop(live).route());
    all.addAll(new Minutes(live, recordings, transcripts, unionIds).routes());
    return all;
  }

  private static List<Route> conferences(
      Meetings doors, UnionIds unionIds, Rooms rooms, Clock clock, DingTalkSettings settings) {
    ConferenceQueries queries = new ConferenceQueries(doors.infos(), unionIds, rooms, clock);
    List<Route> all = new ArrayList<>();
    all.addAll(new VideoConferences(doors.live(), rooms, settings.participantsLimit()).routes());
    all.addAll(new ConferenceSteering(doors.controls()).routes());
    all.addAll(queries.routes());
    all.addAll(new ConferenceLists(doors.infos(), unionIds, rooms, clock).routes());
    all.addAll(
        new ConferenceHistories(doors.infos(), doors.held(), unionIds, queries, clock).routes());
    all.addAll(new ScheduleConferences(doors.schedules(), rooms).routes());
    all.addAll(new ScheduleSettings(doors.schedules(), unionIds).routes());
    return all;
  }

  @Override
  public String name() {
    return "dingtalk";
  }

  @Override
  public List<String> roots() {
    return List.of("/v1.0", Legacy.TOKEN_ROOT, Legacy.ROOT, Media.ROOT, Rooms.ROOT);
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public Answer refuse(Call call, Refusal refusal) {
    return Legacy.owns(call.path())
        ? legacy.refuse(call, refusal)
        : spelling.of(call, refusal).answer(call.requestId());
  }

  @Override
  public Answer fail(Call call) {
    return Legacy.owns(call.path())
        ? legacy.fail(call)
        : Spelling.fault(call).answer(call.requestId());
  }

  @Override
  public Answer dress(Call call, Answer answer) {
    return answer.with(REQUEST_ID, call.requestId());
  }

  /** The core has no word for what only this vendor's gateway says no to. */
  private Endpoint spelled(Endpoint endpoint) {
    return new Endpoint(
        endpoint.method(),
        endpoint.path(),
        call -> {
          try {
            return endpoint.handler().answer(call);
          } catch (FailureException failed) {
            return Legacy.owns(call.path())
                ? legacy.refuse(call, failed.failure())
                : failed.failure().answer(call.requestId());
          }
        });
  }
}
