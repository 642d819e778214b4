package io.roomledger.dialect.feishu;

import io.roomledger.base.Refusal;
import io.roomledger.booking.Events;
import io.roomledger.booking.Invitations;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.Reservations;
import io.roomledger.booking.RoomDiaries;
import io.roomledger.conference.HeldConferences;
import io.roomledger.dialect.Dialect;
import io.roomledger.export.Exports;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Site;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Departments;
import io.roomledger.identity.Grants;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.SignedTexts;
import io.roomledger.identity.Tokens;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Feishu's open platform, as far as it is spoken here. */
public final class Feishu implements Dialect {
  /** Which addresses have which error codes. */
  private static final List<Family> FAMILIES =
      List.of(
          VcFamily.VC,
          VcFamily.EXPORTS,
          VcFamily.ROOMS,
          VcFamily.ROOM_LEVELS,
          new CalendarFamily(),
          new MeetingRoomFamily(),
          ContactFamily.CONTACT);

  private final Spelling spelling;
  private final List<Endpoint> endpoints;
  private final Site signIn;

  /** People, and the departments they belong to. */
  public record Directory(Accounts accounts, Departments departments) {}

  /** Who calls and who is meant. */
  public record Identity(
      Directory directory,
      Apps apps,
      Tokens tokens,
      Grants grants,
      RateLimits limits,
      SignedTexts signed) {
    Accounts accounts() {
      return directory.accounts();
    }
  }

  /** Rooms, and what is booked in them. */
  public record Booking(MeetingRooms rooms, Reservations reservations) {}

  /** Calendars, and what rooms are held for. */
  public record Agenda(Events events, Invitations invitations, RoomDiaries diaries) {}

  /** The doors it calls, and the clock. */
  public record Doors(
      Identity identity,
      Booking booking,
      Agenda agenda,
      HeldConferences conferences,
      Exports exports,
      Clock clock) {}

  public Feishu(Doors doors, FeishuSettings settings) {
    Identity identity = doors.identity();
    this.spelling = new Spelling(doors.clock(), settings.zone(), FAMILIES);
    Gateway gateway =
        new Gateway(identity.tokens(), identity.limits(), settings.exportsPerMinute(), spelling);
    Booking booking = doors.booking();
    FileTokens files = new FileTokens(identity.signed(), doors.clock(), settings.fileLife());
    People people = new People(identity.accounts());
    this.signIn = new SignIn(identity, doors.clock(), spelling);
    this.endpoints =
        Stream.concat(
                open(identity, doors.clock(), gateway),
                Stream.of(
                        calendar(doors, people, settings),
                        new VcRoomLevels(booking.rooms()).routes(),
                        new VcRooms(booking.rooms(), new RoomFields(people, doors.clock()))
                            .routes(),
                        new ResourceReservationList(booking, people, doors.clock(), settings.zone())
                            .routes(),
                        new ResourceReservations(doors, settings.zone()).routes(),
                        new MeetingExports(doors.exports(), people, settings.zone()).routes(),
                        new MeetingLists(
                                doors.conferences(), people, doors.clock(), settings.zone())
                            .routes(),
                        new VcExports(doors.exports(), files).routes(),
                        new UserInfo(people).routes(),
                        new ContactUsers(identity.directory(), people).routes(),
                        new ContactDepartments(identity.directory().departments()).routes())
                    .flatMap(List::stream)
                    .map(gateway::endpoint))
            .toList();
  }

  /** What needs no token, since it gives them. */
  private static Stream<Endpoint> open(Identity identity, Clock clock, Gateway gateway) {
    OauthTokens oauth = new OauthTokens(identity, clock);
    OidcTokens oidc = new OidcTokens(identity, clock);
    return Stream.concat(
        new AccessTokens(identity.apps(), identity.tokens(), clock).endpoints().stream(),
        Stream.of(
            gateway.open(OauthTokens.PATH, oauth::answer),
            gateway.open(OidcTokens.ACCESS, oidc::access),
            gateway.open(OidcTokens.REFRESH, oidc::refresh)));
  }

  private static List<Route> calendar(Doors doors, People people, FeishuSettings settings) {
    Agenda agenda = doors.agenda();
    EventFields events = new EventFields(people, settings.zone());
    AttendeeFields attendees = new AttendeeFields(people);
    return Stream.of(
            // instance_view comes before what takes it for an event_id
            new CalendarInstances(agenda.events(), events, attendees).routes(),
            new CalendarEvents(doors, events, attendees).routes(),
            new CalendarAttendees(agenda.events(), agenda.invitations(), attendees).routes(),
            new MeetingRoomDiaries(agenda.diaries(), people, settings.zone()).routes())
        .flatMap(List::stream)
        .toList();
  }

  /** The pages where people log in and allow apps to act in their name. */
  public Site signIn() {
    return signIn;
  }

  @Override
  public String name() {
    return "feishu";
  }

  @Override
  public List<String> roots() {
    return List.of("/open-apis");
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public Answer refuse(Call call, Refusal refusal) {
    return spelling.refuse(call, refusal);
  }

  @Override
  public Answer fail(Call call) {
    return OauthTokens.owns(call) ? OauthFailure.FAULT.answer() : spelling.fault(call);
  }

  @Override
  public Answer dress(Call call, Answer answer) {
    return spelling.dress(call, answer);
  }
}
