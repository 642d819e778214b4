package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.Attendee;
import io.roomledger.booking.EventKey;
import io.roomledger.booking.EventPlan;
import io.roomledger.booking.EventTime;
import io.roomledger.booking.Invitation;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.Recurrence;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Books a room for an event: with people who are asked to come, or again and again. The room
 * answers soon after, occurrence by occurrence.
 */
final class EventBooking {
  /** How an event can be repeated, as forms have it. */
  static final List<String> REPEATS = List.of("", "daily", "workdays", "weekly", "monthly");

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");

  private final Console.Booked doors;

  EventBooking(Console.Booked doors) {
    this.doors = doors;
  }

  /**
   * What makes an event of a booking.
   *
   * @param people user names and mail addresses, separated by commas or blanks
   * @param repeat one of {@link #REPEATS}
   * @param until the last day, as forms have it; empty for none
   */
  record More(String people, String repeat, String until) {
    static final More NONE = new More("", "", "");

    static More of(Visit visit) {
      return new More(visit.field("people"), visit.field("repeat"), visit.field("until"));
    }

    /** Whether there is anything. */
    boolean any() {
      return !people.isEmpty() || !repeat.isEmpty();
    }

    private Optional<Recurrence> rule() {
      String end = until.isEmpty() ? "" : ";UNTIL=" + Moments.day(until).format(DATE);
      return switch (repeat) {
        case "" -> Optional.empty();
        case "daily" -> Optional.of(new Recurrence("FREQ=DAILY" + end));
        case "workdays" -> Optional.of(new Recurrence("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" + end));
        case "weekly" -> Optional.of(new Recurrence("FREQ=WEEKLY" + end));
        case "monthly" -> Optional.of(new Recurrence("FREQ=MONTHLY" + end));
        default ->
            throw new RefusedException(new Refusal.Invalid("repeat", repeat, "one of " + REPEATS));
      };
    }
  }

  /**
   * Plans the event and asks the room and the people.
   *
   * @return the event's id
   */
  String plan(Visit visit, MeetingRoom room, Period period, String topic, More more) {
    Caller caller = visit.caller();
    List<Invitation> wishes = new ArrayList<>();
    wishes.add(
        new Invitation(
            new Attendee.Who(Attendee.Kind.ROOM, room.id().toString()),
            false,
            Attendee.RoomWish.PLAIN));
    Stream.of(more.people().split("[,;\\s]+"))
        .filter(who -> !who.isEmpty())
        .forEach(who -> wishes.add(invitation(visit, who)));
    EventPlan plan =
        new EventPlan(
            topic,
            "",
            new EventTime(period, visit.manners().zone(), false),
            more.rule(),
            EventPlan.Sharing.USUAL,
            Map.of());
    String calendar = doors.agenda().events().primary(caller).id();
    EventKey key = doors.agenda().events().create(caller, calendar, plan, Optional.empty()).key();
    doors.agenda().invitations().invite(caller, calendar, key, wishes);
    return key.id().toString();
  }

  private Invitation invitation(Visit visit, String who) {
    String organisation = visit.caller().organisation();
    Optional<Account> account =
        who.contains("@")
            ? doors.agenda().accounts().findByEmail(organisation, who)
            : doors.agenda().accounts().findByUsername(organisation, who);
    if (account.isPresent()) {
      return Invitation.person(account.get().id(), false);
    }
    if (who.contains("@")) {
      return new Invitation(
          new Attendee.Who(Attendee.Kind.MAIL, who), false, Attendee.RoomWish.PLAIN);
    }
    throw new RefusedException(new Refusal.Conflict(visit.say("mr.nobody", who)));
  }

  /** Until when occurrences are shown. */
  static Period shown(Instant from) {
    return new Period(from, from.plus(Duration.ofDays(366)));
  }
}
