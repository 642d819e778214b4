package io.roomledger.booking;

import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Contention;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/**
 * The door of who and which rooms are asked to come to events. People answer for themselves; a
 * room's answer follows from its reservations, which are made soon after it was asked: per
 * occurrence, {@value Settlement#YEARS_AHEAD} years ahead at most. What is asked of a series is
 * asked of its occurrences that differ, too. Refusals are those of {@link Events}.
 */
public final class Invitations {
  /** How many can be asked at once. */
  public static final int LARGEST_BATCH = 1_000;

  /** How many rooms can be asked at once. */
  public static final int MOST_ROOMS = 100;

  /** How many can be asked to one event. */
  public static final int MOST_ATTENDEES = 3_000;

  private static final int LONGEST_MAIL = 254;
  private static final Pattern MAIL = Pattern.compile("[^\\s@\\x00]+@[^\\s@\\x00]+");

  private final EventHouse house;
  private final EventAccess access;
  private final RoomSettling settling;
  private final RoomHolds holds;
  private final RoomRows rooms;

  public Invitations(EventHouse house) {
    this.house = house;
    this.access = new EventAccess(house.clock());
    this.settling = new RoomSettling(house);
    this.holds = new RoomHolds(house.clock());
    this.rooms = new RoomRows(house.clock());
  }

  /**
   * Asks people and rooms to come. Who was asked already stays as they are; a room that was refused
   * is asked again. The first time the organiser is added too, and has accepted.
   *
   * @return all who are asked now
   * @throws RefusedException also not found, for people and rooms that are not there; invalid
   */
  public List<Attendee> invite(
      Caller caller, String calendarId, EventKey key, List<Invitation> wishes) {
    check(wishes);
    return inTransaction(handle -> {
      EventAccess.Opened opened = access.open(handle, caller, calendarId, key, true);
      opened.need(EventRight.INVITE, EventPlan.Ability.INVITE_OTHERS);
      List<EventRow> meant = EventAccess.meant(handle, opened, access.own(handle, opened));
      List<AttendeeRows.Row> guests = rows(handle, caller, meant.getFirst().id(), wishes);
      for (EventRow event : meant) {
        add(handle, event, guests);
      }
      if (guests.stream().anyMatch(AttendeeRows.Row::isRoom)) {
        settling.order(handle, caller, opened.root().id());
      }
      told(handle, caller, "invited", opened.root(), meant, guests.size());
      return all(handle, meant.getFirst());
    });
  }

  private void add(Handle handle, EventRow event, List<AttendeeRows.Row> guests) {
    if (event.organiser().startsWith("account:")
        && AttendeeRows.all(handle, event.id()).isEmpty()) {
      Invitation own = Invitation.person(event.organiser().substring("account:".length()), false);
      AttendeeRows.insert(handle, AttendeeRows.Row.organiser(event.id(), own, event.by()));
    }
    for (AttendeeRows.Row guest : guests) {
      AttendeeRows.insert(handle, guest.of(event.id()));
    }
    Set<String> asked =
        guests.stream()
            .filter(AttendeeRows.Row::isRoom)
            .map(AttendeeRows.Row::id)
            .collect(java.util.stream.Collectors.toSet());
    RoomClaims.forgetRefused(handle, event.id(), asked);
    if (AttendeeRows.count(handle, event.id()) > MOST_ATTENDEES) {
      throw invalid("attendees", "more", "at most " + MOST_ATTENDEES + " for one event");
    }
    RoomClaims.count(handle, event.id(), AttendeeRows.guests(handle, event.id()), now());
  }

  private List<AttendeeRows.Row> rows(
      Handle handle, Caller caller, UUID event, List<Invitation> wishes) {
    Reserver by = Reserver.of(caller);
    List<AttendeeRows.Row> rows = new ArrayList<>();
    for (Invitation wish : wishes) {
      wish.room().contact().ifPresent(contact -> account(caller, contact));
      rows.add(AttendeeRows.Row.fresh(event, wish, name(handle, caller, wish.who()), by));
    }
    return rows;
  }

  private String name(Handle handle, Caller caller, Attendee.Who who) {
    return switch (who.kind()) {
      case PERSON -> account(caller, who.subject()).name();
      case ROOM ->
          rooms
              .room(handle, caller.organisation(), UUID.fromString(who.subject()))
              .orElseThrow(() -> EventAccess.notFound(Refusal.Thing.MEETING_ROOM, who.subject()))
              .name();
      case MAIL -> mail(who.subject());
    };
  }

  private Account account(Caller caller, String id) {
    return house
        .accounts()
        .find(id)
        .filter(account -> account.active())
        .filter(account -> account.organisation().equals(caller.organisation()))
        .orElseThrow(() -> EventAccess.notFound(Refusal.Thing.ACCOUNT, id));
  }

  private static String mail(String address) {
    if (address.length() > LONGEST_MAIL || !MAIL.matcher(address).matches()) {
      throw invalid("third_party_email", address.length() + " characters", "a mail address");
    }
    return address;
  }

  private static void check(List<Invitation> wishes) {
    long wanted = wishes.stream().filter(wish -> wish.who().kind() == Attendee.Kind.ROOM).count();
    if (wishes.size() > LARGEST_BATCH || wanted > MOST_ROOMS) {
      throw invalid(
          "attendees",
          wishes.size() + ", of them " + wanted + " rooms",
          "at most " + LARGEST_BATCH + ", of them at most " + MOST_ROOMS + " rooms");
    }
    for (Invitation wish : wishes) {
      String reason = wish.room().reason().orElse("");
      if (reason.codePointCount(0, reason.length()) > Attendee.RoomWish.LONGEST_REASON
          || reason.indexOf('\0') >= 0) {
        throw invalid(
            "approval_reason",
            reason.length() + " characters",
            "at most " + Attendee.RoomWish.LONGEST_REASON + ", none zero");
      }
    }
  }

  /**
   * Asks them to come no more. Rooms are free at once.
   *
   * @param ids the attendees' ids
   * @param whos others, named by what they are
   * @throws RefusedException also not found, for those who were not asked
   */
  public void uninvite(
      Caller caller,
      String calendarId,
      EventKey key,
      Collection<String> ids,
      Collection<Attendee.Who> whos) {
    Set<String> gone = new LinkedHashSet<>(ids);
    whos.forEach(who -> gone.add(Invitation.id(who)));
    inTransaction(handle -> {
      EventAccess.Opened opened = access.open(handle, caller, calendarId, key, true);
      opened.needOrganiser(EventRight.UNINVITE);
      Set<String> there =
          AttendeeRows.all(handle, opened.row().id()).stream()
              .filter(row -> !row.removed())
              .map(AttendeeRows.Row::id)
              .collect(java.util.stream.Collectors.toSet());
      for (String id : gone) {
        if (!there.contains(id)) {
          throw EventAccess.notFound(Refusal.Thing.ATTENDEE, id);
        }
      }
      List<EventRow> meant = EventAccess.meant(handle, opened, access.own(handle, opened));
      List<UUID> events = meant.stream().map(EventRow::id).toList();
      holds.release(handle, caller, RoomClaims.reservations(handle, events, Optional.of(gone)));
      RoomClaims.forgetFuture(handle, events, gone, now());
      AttendeeRows.remove(handle, events, gone);
      events.forEach(
          event -> RoomClaims.count(handle, event, AttendeeRows.guests(handle, event), now()));
      told(handle, caller, "uninvited", opened.root(), meant, gone.size());
      return gone;
    });
  }

  /**
   * Who is asked to come, in the order in which they were asked; those who are asked no more last.
   *
   * @param after the key of the page wanted, as the page before gave it
   * @param size how many, from 1
   */
  public Page<Attendee> list(
      Caller caller, String calendarId, EventKey key, Optional<String> after, int size) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          EventAccess.Opened opened = access.open(handle, caller, calendarId, key, false);
          opened.need(EventRight.SEE_ATTENDEES, EventPlan.Ability.SEE_OTHERS);
          List<Attendee> all =
              opened.occurrence().isPresent() && opened.exception().isEmpty()
                  ? allAt(handle, opened.root(), opened.occurrence().get())
                  : all(handle, opened.row());
          int from = after.map(last -> following(all, last)).orElse(0);
          List<Attendee> page = all.subList(from, Math.min(from + size, all.size()));
          return new Page<>(
              page,
              from + page.size() < all.size()
                  ? Optional.of(page.getLast().id())
                  : Optional.empty());
        });
  }

  private static int following(List<Attendee> all, String last) {
    return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
        .filter(i -> all.get(i).id().equals(last))
        .findFirst()
        .map(i -> i + 1)
        .orElseThrow(() -> invalid("page_token", last, "what the page before gave"));
  }

  /**
   * Says whether the caller comes: to an event, to a series with all its occurrences, or to one
   * occurrence.
   *
   * @throws RefusedException also forbidden, for those who are not asked
   */
  public void answer(Caller caller, String calendarId, EventKey key, Answer answer) {
    inTransaction(handle -> {
      EventAccess.Opened opened = access.open(handle, caller, calendarId, key, true);
      AttendeeRows.Row reader = opened.reader().orElseThrow(EventRight.CHANGE_EVENT::missing);
      List<EventRow> meant = EventAccess.meant(handle, opened, access.own(handle, opened));
      List<UUID> events = meant.stream().map(EventRow::id).toList();
      AttendeeRows.answer(handle, events, reader.id(), answer);
      events.forEach(
          event -> RoomClaims.count(handle, event, AttendeeRows.guests(handle, event), now()));
      told(handle, caller, "answered", opened.root(), meant, 1);
      return answer;
    });
  }

  /** All of the event, with what rooms said to it as a whole. */
  private static List<Attendee> all(Handle handle, EventRow event) {
    return answering(AttendeeRows.all(handle, event.id()), RoomClaims.answers(handle, event.id()));
  }

  private static List<Attendee> allAt(Handle handle, EventRow series, Instant occurrence) {
    List<AttendeeRows.Row> rows = AttendeeRows.all(handle, series.id());
    Period period = series.time().from(occurrence).period();
    return answering(
        rows,
        RoomClaims.answers(handle, List.of(series.id()), period)
            .at(series.id(), occurrence, rows.stream().map(AttendeeRows.Row::id).toList()));
  }

  /** The attendees, with what the rooms among them said. */
  static List<Attendee> answering(List<AttendeeRows.Row> rows, Map<String, Answer> rooms) {
    return rows.stream()
        .map(row -> {
          Answer said = rooms.getOrDefault(row.id(), Answer.DECLINED);
          Answer room = row.settled() ? said : Answer.NONE;
          return row.answering(row.isRoom() ? room : row.answer());
        })
        .toList();
  }

  private void told(
      Handle handle, Caller caller, String what, EventRow root, List<EventRow> meant, int count) {
    EventRows.touch(handle, root.id(), now());
    meant.forEach(event -> EventRows.touch(handle, event.id(), now()));
    house
        .audit()
        .append(
            handle,
            caller,
            "event." + what,
            "event:" + root.id(),
            Map.of("count", String.valueOf(count)));
  }

  private Instant now() {
    return house.clock().instant();
  }

  private <T> T inTransaction(HandleCallback<T, RuntimeException> act) {
    return Contention.inTransaction(house.database().jdbi(), act);
  }

  private static RefusedException invalid(String field, String value, String expected) {
    return new RefusedException(new Refusal.Invalid(field, value, expected));
  }
}
