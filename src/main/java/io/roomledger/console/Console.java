package io.roomledger.console;

import io.roomledger.audit.AuditLog;
import io.roomledger.base.Refusal;
import io.roomledger.booking.CheckIns;
import io.roomledger.booking.Events;
import io.roomledger.booking.Invitations;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.Rebookings;
import io.roomledger.booking.Reservations;
import io.roomledger.booking.Timetables;
import io.roomledger.booking.Utilisation;
import io.roomledger.chat.ChatFiles;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.Memberships;
import io.roomledger.chat.MessageSearch;
import io.roomledger.chat.RoomOverviews;
import io.roomledger.checkup.Checkup;
import io.roomledger.conference.Conferences;
import io.roomledger.conference.FilmPictures;
import io.roomledger.conference.FilmWork;
import io.roomledger.conference.RecordingList;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.Retention;
import io.roomledger.conference.Timelines;
import io.roomledger.conference.Transcripts;
import io.roomledger.delivery.Webhooks;
import io.roomledger.export.Deliveries;
import io.roomledger.export.ExportLinks;
import io.roomledger.export.ExportProofs;
import io.roomledger.export.Exports;
import io.roomledger.export.Extents;
import io.roomledger.export.PastExports;
import io.roomledger.hold.Holds;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Site;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.BrowserSessions;
import io.roomledger.identity.Choices;
import io.roomledger.identity.Consents;
import io.roomledger.identity.Departments;
import io.roomledger.identity.FirstStart;
import io.roomledger.identity.IssuedTokens;
import io.roomledger.identity.OpenIds;
import io.roomledger.identity.Organisations;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Registrations;
import io.roomledger.identity.SignedTexts;
import io.roomledger.intake.desk.Imports;
import io.roomledger.openid.OpenIdProvider;
import io.roomledger.people.LogIns;
import io.roomledger.people.People;
import io.roomledger.people.PersonalTokens;
import io.roomledger.people.RoleBook;
import io.roomledger.retention.RetentionRules;
import io.roomledger.schedule.Schedules;
import io.roomledger.stock.Condition;
import io.roomledger.stock.Stock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The pages that people see who open the server's address in a browser. */
public final class Console implements Site {
  /** Where an OpenID Connect issuer sends browsers back to. */
  public static final String OPEN_ID_BACK = "/log-in/openid/back";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final Gate gate;
  private final Pages pages;
  private final Assets assets = new Assets();
  private final List<Endpoint> endpoints;

  /**
   * Who comes in, and how.
   *
   * @param elsewhere who else vouches for people, if somebody does
   */
  public record Entry(
      Accounts accounts,
      BrowserSessions sessions,
      Choices choices,
      FirstStart firstStart,
      Organisations organisations,
      RateLimits limits,
      Optional<Elsewhere> elsewhere) {}

  /** Another server that vouches for people, and who they are here. */
  public record Elsewhere(OpenIdProvider provider, OpenIds people) {}

  /** What was said. */
  public record Chat(
      RoomOverviews overviews,
      ChatRooms rooms,
      Memberships memberships,
      ChatMessages messages,
      ChatFiles files,
      MessageSearch search) {}

  /** What was recorded. */
  public record Recorded(
      RecordingList list,
      Recordings recordings,
      FilmPictures pictures,
      Transcripts transcripts,
      Kept kept,
      Held held) {}

  /** How recordings are kept, and what is done to them. */
  public record Kept(
      Holds holds, Retention retention, io.roomledger.conference.Keeping keeping, FilmWork films) {}

  /** What happened in conferences. */
  public record Held(Timelines timelines, Conferences conferences) {}

  /** Meeting rooms: when they are held, what people do with them, and how they are used. */
  public record Booked(
      MeetingRooms rooms,
      Timetables tables,
      Bookings acts,
      Agenda agenda,
      Utilisation utilisation,
      Clock clock) {}

  /** What people do with rooms. */
  public record Bookings(Reservations reservations, Rebookings rebookings, CheckIns checkIns) {}

  /** What people plan with rooms. */
  public record Agenda(Events events, Invitations invitations, Accounts accounts) {}

  /** What people bring, and what is there. */
  public record Beginning(Imports imports, Stock stock, Supplier<Condition> condition) {}

  /**
   * What administrators keep.
   *
   * @param address where people reach the server
   */
  public record Keeping(
      Upkeep upkeep,
      People people,
      Registrations apps,
      PersonalTokens tokens,
      Safety safety,
      Departments groups,
      String address) {}

  /**
   * What keeps the server itself well.
   *
   * @param recordings how long recordings are kept by the settings; zero for ever
   */
  public record Upkeep(Checkup checkup, RetentionRules retention, Duration recordings) {}

  /** What keeps log-ins safe. */
  public record Safety(
      SignedTexts signed,
      LogIns logIns,
      RoleBook roles,
      IssuedTokens issued,
      Consents consents,
      AuditLog audit,
      Clock clock) {}

  /** What is ordered, how it is handed out, and when it is ordered again. */
  public record Exporting(
      Exports exports,
      Extents extents,
      Handing handing,
      Schedules schedules,
      Webhooks webhooks,
      Places places) {}

  /** What is done with files that are there. */
  public record Handing(
      ExportLinks links, Deliveries deliveries, ExportProofs proofs, PastExports past) {}

  /**
   * Where files are.
   *
   * @param folder whether there is a folder that they can be brought to
   * @param bucket whether there is a bucket that they can be brought to
   * @param keep how long they are kept if their order says nothing; zero for ever
   */
  public record Places(boolean folder, boolean bucket, Duration keep) {}

  /** What the pages show. */
  public record Doors(
      Entry entry,
      Exporting exporting,
      Chat chat,
      Recorded recorded,
      Booked booked,
      Keeping keeping,
      Beginning beginning) {
    Exports exports() {
      return exporting.exports();
    }
  }

  public Console(Doors doors) {
    this.gate = new Gate(doors.entry());
    this.pages = new Pages(assets);
    LogInPages logIns = new LogInPages(gate, pages, doors.entry(), doors.keeping().safety());
    ExportTitles titles = new ExportTitles(doors.chat().rooms(), doors.entry().accounts());
    ExportProofPages proofs = new ExportProofPages(gate, pages, doors, titles);
    this.endpoints =
        Stream.of(
                List.of(assets.endpoint()),
                logIns.endpoints(),
                OpenIdPages.endpoints(gate, logIns, doors.entry()),
                new ChoicePages(gate, pages, doors.entry().choices()).endpoints(),
                new HomePage(gate, pages, doors, titles).endpoints(),
                new ExportPages(gate, pages, doors, titles, proofs).endpoints(),
                proofs.endpoints(),
                new SchedulePages(gate, pages, doors, titles).endpoints(),
                new WebhookPages(gate, pages, doors).endpoints(),
                new ChatPages(gate, pages, doors.chat()).endpoints(),
                new ChatFilePages(gate, pages, doors.chat()).endpoints(),
                new OrderPages(gate, pages, doors).endpoints(),
                new SearchPages(gate, pages, doors).endpoints(),
                new RecordingPages(gate, pages, doors.recorded()).endpoints(),
                new RecordingActs(gate, doors.recorded()).endpoints(),
                new ConferencePages(
                        gate, pages, doors.recorded(), doors.exports(), doors.entry().accounts())
                    .endpoints(),
                new MeetingRoomPages(gate, pages, doors.booked()).endpoints(),
                new BookingPages(gate, pages, doors.booked()).endpoints(),
                new EventPages(gate, pages, doors.booked()).endpoints(),
                new ReservationPages(gate, pages, doors.booked()).endpoints(),
                new ImportPages(gate, pages, doors.beginning().imports()).endpoints(),
                new UtilisationPages(gate, pages, doors.booked()).endpoints(),
                new RoomPages(gate, pages, doors.booked()).endpoints(),
                new LevelPages(gate, pages, doors.booked()).endpoints(),
                KeepingPages.endpoints(gate, pages, doors))
            .flatMap(List::stream)
            .toList();
  }

  @Override
  public String name() {
    return "console";
  }

  @Override
  public List<String> roots() {
    return List.of("/");
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public Answer refuse(Call call, Refusal refusal) {
    Visit visit = gate.visit(call);
    Problem problem = Problem.of(visit, refusal);
    String template = visit.partial() ? "problemPart" : "problem";
    Answer answer = pages.page(problem.status(), visit, template, problem);
    return refusal instanceof Refusal.Throttled wait
        ? answer.with("Retry-After", String.valueOf(Math.max(1, wait.retryAfter().toSeconds())))
        : answer;
  }

  @Override
  public Answer fail(Call call) {
    Visit visit = gate.visit(call);
    Problem problem =
        new Problem(
            500, visit.say("problem.fault"), visit.say("problem.faultText", call.requestId()));
    return pages.page(500, visit, visit.partial() ? "problemPart" : "problem", problem);
  }

  @Override
  public Answer dress(Call call, Answer answer) {
    Answer dressed =
        answer
            .with("Referrer-Policy", "same-origin")
            .with("X-Frame-Options", "DENY")
            .with("Cross-Origin-Opener-Policy", "same-origin")
            .with("Cross-Origin-Resource-Policy", "same-origin");
    return answer.headers().containsKey("Content-Security-Policy")
        ? dressed
        : dressed.with("Content-Security-Policy", POLICY);
  }
}
