package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.audit.AuditLog;
import io.roomledger.base.Refusal;
import io.roomledger.booking.CheckIns;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.Reservations;
import io.roomledger.booking.RoomLevels;
import io.roomledger.booking.Utilisation;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.MessagePages;
import io.roomledger.chat.MessageSearch;
import io.roomledger.chat.RoomPages;
import io.roomledger.conference.Conferences;
import io.roomledger.conference.FilmWork;
import io.roomledger.conference.Films;
import io.roomledger.conference.HeldConferences;
import io.roomledger.conference.RecordingList;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.Retention;
import io.roomledger.conference.Timelines;
import io.roomledger.conference.Transcripts;
import io.roomledger.conference.Uploads;
import io.roomledger.delivery.Webhooks;
import io.roomledger.dialect.Dialect;
import io.roomledger.export.Deliveries;
import io.roomledger.export.ExportLinks;
import io.roomledger.export.Exports;
import io.roomledger.export.PastExports;
import io.roomledger.hold.Holds;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.ApiTokens;
import io.roomledger.identity.Apps;
import io.roomledger.identity.IdempotencyKeys;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import io.roomledger.retention.RetentionRules;
import io.roomledger.schedule.Schedules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The server's own API, as docs/ledger-api.md describes it. */
public final class Ledger implements Dialect {
  /** What the address of a file goes on with that needs no token; its ticket follows. */
  public static final String LINKED = Route.ROOT + ExportLinkPages.FILES;

  private final List<Route> routes;
  private final List<Endpoint> endpoints;

  /** Who may come in. */
  public record People(
      Accounts accounts,
      Apps apps,
      Tokens tokens,
      ApiTokens apiTokens,
      IdempotencyKeys keys,
      RateLimits limits) {}

  /** What they may do. */
  public record Doors(
      RecordingDoors recordings,
      ExportDoors exports,
      ChatDoors chats,
      AuditLog audit,
      RetentionRules retention,
      BookingDoors booking,
      FindingDoors finding) {}

  /** What they may do with meeting rooms. */
  public record BookingDoors(
      MeetingRooms rooms, Reservations reservations, CheckIns checkIns, Utilisation utilisation) {}

  /** What they may look for: messages, and what was held. */
  public record FindingDoors(
      MessageSearch messages, Conferences conferences, HeldConferences held) {}

  /** What they may do with recordings. */
  public record RecordingDoors(
      Uploads uploads,
      Recordings recordings,
      RecordingList list,
      Films films,
      Keeping keeping,
      Stories stories) {}

  /** How they may keep what there is, and let recordings go. */
  public record Keeping(Holds holds, Retention retention) {}

  /** What they may read of conferences, and how the work on films goes on. */
  public record Stories(Timelines timelines, Transcripts transcripts, FilmWork work) {}

  /** What they may read of chat rooms. */
  public record ChatDoors(ChatRooms rooms, RoomPages pages, MessagePages messages) {}

  /** What they may do with exports. */
  public record ExportDoors(
      Exports exports,
      PastExports past,
      ExportLinks links,
      Deliveries deliveries,
      Schedules schedules,
      Webhooks webhooks) {}

  public Ledger(People people, Doors doors, LedgerSettings settings) {
    List<Route> all = new ArrayList<>();
    all.addAll(
        new AccessToken(people.accounts(), people.apps(), people.tokens(), settings).routes());
    all.addAll(new TokenPages(people.apiTokens(), people.accounts()).routes());
    all.addAll(of(doors.exports(), people.tokens()));
    all.addAll(
        new ChatPages(doors.chats().rooms(), doors.chats().pages(), doors.chats().messages())
            .routes());
    all.addAll(of(doors.recordings()));
    all.addAll(new AuditPages(doors.audit()).routes());
    all.addAll(new RetentionPages(doors.retention()).routes());
    all.addAll(of(doors.booking()));
    all.addAll(of(doors.finding(), people.accounts()));
    all.addAll(new Describing(all).routes());
    routes = List.copyOf(all);
    Desk desk =
        new Desk(new Gate(people.tokens(), people.limits(), settings), new Repeats(people.keys()));
    endpoints = routes.stream().map(desk::endpoint).toList();
  }

  private static List<Route> of(BookingDoors doors) {
    RoomLevels levels = doors.rooms().levels();
    List<Route> all = new ArrayList<>(new MeetingRoomPages(doors.rooms()).routes());
    all.addAll(new LevelPages(levels).routes());
    all.addAll(new ReservationPages(levels, doors.reservations(), doors.checkIns()).routes());
    all.addAll(new UtilisationPages(levels, doors.utilisation()).routes());
    return all;
  }

  private static List<Route> of(FindingDoors doors, Accounts accounts) {
    List<Route> all = new ArrayList<>(new SearchPages(doors.messages(), accounts).routes());
    all.addAll(new ConferencePages(doors.conferences(), doors.held(), accounts).routes());
    return all;
  }

  private static List<Route> of(ExportDoors doors, Tokens tokens) {
    List<Route> all =
        new ArrayList<>(new ExportPages(doors.exports(), doors.past(), tokens).routes());
    all.addAll(new ExportLinkPages(doors.links()).routes());
    all.addAll(new DeliveryPages(doors.deliveries()).routes());
    all.addAll(new SchedulePages(doors.schedules(), doors.exports()).routes());
    all.addAll(new WebhookPages(doors.webhooks()).routes());
    return all;
  }

  private static List<Route> of(RecordingDoors doors) {
    List<Route> all = new ArrayList<>(new TusUploads(doors.uploads()).routes());
    all.addAll(new RecordingPages(doors.recordings(), doors.list()).routes());
    all.addAll(new RecordingLinks(doors.recordings(), doors.films()).routes());
    all.addAll(new FilmPages(doors.stories().work()).routes());
    all.addAll(new HoldPages(doors.keeping().holds(), doors.keeping().retention()).routes());
    all.addAll(new Timeline(doors.stories().timelines()).routes());
    all.addAll(new TranscriptPages(doors.stories().transcripts()).routes());
    return all;
  }

  /** The API as an OpenAPI document. */
  ObjectNode document() {
    return OpenApi.of(routes);
  }

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public List<String> roots() {
    return List.of(Route.ROOT);
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public Answer refuse(Call call, Refusal refusal) {
    Answer answer = Problem.of(refusal).answer(call.requestId());
    return switch (refusal) {
      case Refusal.NotFound(Refusal.Thing what, String id) when what == Refusal.Thing.ENDPOINT ->
          otherMethods(call).orElse(answer);
      case Refusal.Throttled throttled ->
          answer.with(
              "Retry-After", Long.toString(Math.max(1, throttled.retryAfter().toSeconds())));
      case Refusal.Unauthenticated unknown -> answer.with("WWW-Authenticate", "Bearer");
      default -> answer;
    };
  }

  /** The no to a method where others are answered. */
  private Optional<Answer> otherMethods(Call call) {
    Set<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (route.owns(call.path())) {
        methods.add(route.head().method());
      }
    }
    if (methods.isEmpty() || methods.contains(call.method())) {
      return Optional.empty();
    }
    String allowed = String.join(", ", methods);
    return Optional.of(
        new Problem(405, "method", call.method() + ": not here (expected: " + allowed + ")")
            .answer(call.requestId())
            .with("Allow", allowed));
  }

  @Override
  public Answer fail(Call call) {
    return new Problem(500, "fault", "a fault of this server; its log has more under the requestId")
        .answer(call.requestId());
  }

  @Override
  public Answer dress(Call call, Answer answer) {
    Answer dressed = answer.with("X-Request-Id", call.requestId());
    return call.path().startsWith(TusUploads.ROOT)
        ? dressed.with("Tus-Resumable", "1.0.0").with("Tus-Version", "1.0.0")
        : dressed;
  }
}
