package io.roomledger.booking;

import io.roomledger.base.Period;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.App;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Caller;
import io.roomledger.job.TestJobs;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A {@link BookingHouse} whose people have accounts and calendars. */
public final class EventsHouse implements AutoCloseable {
  public final BookingHouse rooms = new BookingHouse();
  public final TestJobs jobs = new TestJobs(rooms.database, rooms.clock);
  public final Accounts accounts = new Accounts(rooms.database, rooms.clock);
  public final Apps apps = new Apps(rooms.database, rooms.clock);
  public final EventHouse doors =
      new EventHouse(rooms.database, jobs.door(), rooms.audit, accounts, apps, rooms.clock);
  public final Events events = new Events(doors);
  public final Invitations invitations = new Invitations(doors);
  public final RoomDiaries diaries = new RoomDiaries(doors, rooms.reservations);

  public EventsHouse() {
    for (Caller caller : List.of(rooms.manager, rooms.ada, rooms.bob)) {
      Account account = ((Caller.Person) caller).account();
      accounts.add(account, Optional.empty(), Set.of("user"));
    }
    apps.add(
        new App("cli_program", Accounts.MAIN, "Program", Set.of(), true), "secret-of-the-program");
    jobs.start(events.worker());
  }

  /** The caller's calendar. */
  public String calendar(Caller caller) {
    return events.primary(caller).id();
  }

  /** The account behind a person. */
  public static String account(Caller caller) {
    return ((Caller.Person) caller).account().id();
  }

  /** From that time, so many minutes long, by the clock of Berlin. */
  public static EventTime time(String from, int minutes) {
    Instant start = Instant.parse(from);
    return new EventTime(
        new Period(start, start.plus(Duration.ofMinutes(minutes))),
        ZoneId.of("Europe/Berlin"),
        false);
  }

  /** A plan for that time. */
  public static EventPlan plan(String from, int minutes) {
    return plan(from, minutes, "", EventPlan.Ability.NONE);
  }

  /** A plan for a series. */
  public static EventPlan plan(String from, int minutes, String rule, EventPlan.Ability ability) {
    return new EventPlan(
        "Weekly",
        "What we do",
        time(from, minutes),
        rule.isEmpty() ? Optional.empty() : Optional.of(new Recurrence(rule)),
        new EventPlan.Sharing(EventPlan.Visibility.DEFAULT, ability),
        Map.of("color", "-1"));
  }

  /** A change of the time alone. */
  public static EventPatch moved(EventTime time) {
    return new EventPatch(
        Optional.empty(),
        Optional.empty(),
        Optional.of(time),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** An event of that caller. */
  public EventKey event(Caller caller, EventPlan plan) {
    return events.create(caller, calendar(caller), plan, Optional.empty()).key();
  }

  /** The wish for a room. */
  public static Invitation wish(MeetingRoom room) {
    return wish(room, Optional.empty());
  }

  /** The wish for a room that needs approval. */
  public static Invitation wish(MeetingRoom room, Optional<String> reason) {
    return new Invitation(
        new Attendee.Who(Attendee.Kind.ROOM, room.id().toString()),
        false,
        new Attendee.RoomWish(Optional.empty(), reason, Optional.empty()));
  }

  /** Asks for the room and waits until it is settled. */
  public Answer booked(Caller caller, EventKey event, MeetingRoom room) {
    invitations.invite(caller, calendar(caller), event, List.of(wish(room)));
    jobs.runAll();
    return answer(caller, event, room);
  }

  /** What the room said. */
  public Answer answer(Caller caller, EventKey event, MeetingRoom room) {
    return attendee(caller, event, room.id().toString()).standing().answer();
  }

  /** The attendee of that account, mail address or room. */
  public Attendee attendee(Caller caller, EventKey event, String subject) {
    return invitations
        .list(caller, calendar(caller), event, Optional.empty(), 3_000)
        .items()
        .stream()
        .filter(attendee -> attendee.who().subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  /** All reservations of a room, in the order of their start. */
  public List<Reservation> reservations(MeetingRoom room) {
    return rooms
        .database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT "
                        + ReservationRows.COLUMNS
                        + " FROM reservation v JOIN meeting_room m ON m.id = v.room"
                        + " WHERE v.room = :room ORDER BY lower(v.period), v.created_at, v.id")
                .bind("room", room.id())
                .mapTo(ReservationRows.Row.class)
                .map(ReservationRows.Row::toReservation)
                .list());
  }

  @Override
  public void close() {
    rooms.close();
  }
}
