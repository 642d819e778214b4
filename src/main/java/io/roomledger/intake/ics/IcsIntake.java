package io.roomledger.intake.ics;

import io.roomledger.base.RefusedException;
import io.roomledger.booking.Booking;
import io.roomledger.booking.CheckIn;
import io.roomledger.booking.CheckInState;
import io.roomledger.booking.KnownReservation;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.Release;
import io.roomledger.booking.ReservationStatus;
import io.roomledger.booking.Reservations;
import io.roomledger.booking.Reserver;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One run over one file: reads events, makes them reservations, and takes those in by batches. */
final class IcsIntake implements IcsFile.Visitor {
  private static final int BATCH = 500;
  private static final int MOST_KNOWN_PEOPLE = 10_000;

  /** They are kept until the whole file is read. */
  private static final int MOST_RECURRING = 50_000;

  /** What it works with. */
  record Doors(Reservations reservations, Accounts accounts, Clock clock) {}

  /** A reservation, and where it stands in the file. */
  private record Waiting(long line, String roomName, KnownReservation reservation) {}

  /** A recurring event, kept until every occurrence that differs from its rule is known. */
  private record Recurring(long line, IcsEvent event, Optional<Instant> touched) {}

  private final Doors doors;
  private final Caller caller;
  private final Path file;
  private final RoomList rooms;
  private final Intake intake;

  private IcsZones zones = new IcsZones(java.time.ZoneOffset.UTC);
  private final List<Waiting> batch = new ArrayList<>();
  private final List<Recurring> recurring = new ArrayList<>();
  private final Map<String, Set<Instant>> different = new HashMap<>();
  private final Map<String, Reserver> people = new HashMap<>();
  private long total;
  private long entries;
  private long takenIn;
  private long alreadyThere;
  private long doubleBooked;
  private long skipped;

  IcsIntake(Doors doors, Caller caller, Path file, RoomList rooms, Intake intake) {
    this.doors = doors;
    this.caller = caller;
    this.file = file;
    this.rooms = rooms;
    this.intake = intake;
  }

  IcsImport.Tally run(IcsSurvey survey) throws IOException {
    zones = survey.zones();
    total = survey.events();
    skipped = rooms.skipped();
    IcsFile.read(file, this);
    for (Recurring event : recurring) {
      follow(event);
    }
    flush();
    intake.progress(total, total, "reservations");
    return new IcsImport.Tally(entries, rooms.size(), takenIn, alreadyThere, doubleBooked, skipped);
  }

  @Override
  public void broken(long line, Problem problem) {
    entries++;
    skip(line, problem);
  }

  @Override
  public void event(long line, String text) {
    entries++;
    intake.progress(entries - 1, total, "reservations");
    try {
      IcsComponent component = IcsComponent.parse(text);
      IcsEvent event = IcsEvent.of(component, zones);
      Optional<Instant> touched = IcsPeople.touched(component, zones);
      event
          .recurrence()
          .ifPresent(original ->
              different.computeIfAbsent(event.uid(), uid -> new HashSet<>()).add(original));
      if (event.repeats().none() || event.recurrence().isPresent()) {
        take(new Recurring(line, event, touched), Set.of());
      } else if (recurring.size() == MOST_RECURRING) {
        throw new BrokenEntryException(
            "RRULE: more than %s recurring events in one file", MOST_RECURRING);
      } else {
        recurring.add(new Recurring(line, event, touched));
      }
    } catch (BrokenEntryException e) {
      skip(line, e.problem());
    }
  }

  private void follow(Recurring event) {
    try {
      take(event, different.getOrDefault(event.event().uid(), Set.of()));
    } catch (BrokenEntryException e) {
      skip(event.line(), e.problem());
    }
  }

  private void take(Recurring entry, Set<Instant> but) throws BrokenEntryException {
    List<MeetingRoom> places = places(entry.line(), entry.event().people());
    List<IcsEvent.Occurrence> occurrences = entry.event().occurrences();
    if (occurrences.size() == IcsEvent.MOST_OCCURRENCES) {
      skip(
          entry.line(),
          Problem.of(
              "RRULE: more than %s occurrences (the first were taken in; expected: an UNTIL)",
              IcsEvent.MOST_OCCURRENCES));
    }
    for (IcsEvent.Occurrence occurrence : occurrences) {
      if (!but.contains(occurrence.original())) {
        for (MeetingRoom place : places) {
          add(entry, occurrence, place);
        }
      }
    }
  }

  private List<MeetingRoom> places(long line, IcsPeople people) throws BrokenEntryException {
    if (people.rooms().isEmpty()) {
      throw new BrokenEntryException(
          "no room (expected: ATTENDEE;CUTYPE=ROOM or LOCATION with a room of the list)");
    }
    List<MeetingRoom> places = new ArrayList<>();
    for (IcsPeople.Place place : people.rooms()) {
      List<MeetingRoom> found = find(place);
      if (place.answer().equals("DECLINED")) {
        skip(line, Problem.of("room: %s declined the invitation", place.name()));
      } else if (found.isEmpty()) {
        skip(
            line,
            Problem.of(
                "room: %s is not in the list (expected: a room of the list)",
                IcsTime.shortened(place.name())));
      } else {
        found.stream().filter(room -> !places.contains(room)).forEach(places::add);
      }
    }
    return places;
  }

  /** What people write into LOCATION may be one of our names, or several with commas between. */
  private List<MeetingRoom> find(IcsPeople.Place place) {
    Optional<MeetingRoom> whole = rooms.find(place.name());
    if (whole.isPresent() || !place.loose()) {
      return whole.stream().toList();
    }
    List<MeetingRoom> parts = new ArrayList<>();
    for (String part : place.name().split("[,;\n]", -1)) {
      rooms.find(part).ifPresent(parts::add);
    }
    return parts;
  }

  private void add(Recurring entry, IcsEvent.Occurrence occurrence, MeetingRoom place) {
    IcsEvent event = entry.event();
    IcsPeople said = event.people();
    boolean named = event.recurrence().isPresent() || !event.repeats().none();
    String key =
        "ics:" + event.uid() + "|" + (named ? occurrence.original() : "") + "|" + place.id();
    try {
      Booking booking =
          new Booking(
              UUID.randomUUID(),
              place.id(),
              said.topic(),
              reserver(said.organizer()),
              said.guests(),
              occurrence.period());
      batch.add(new Waiting(entry.line(), place.name(), known(key, booking, entry)));
    } catch (RefusedException e) {
      skip(entry.line(), Problem.text(e.refusal().message()));
    }
    if (batch.size() == BATCH) {
      flush();
    }
  }

  private KnownReservation known(String key, Booking booking, Recurring entry) {
    return switch (entry.event().people().standing()) {
      case CONFIRMED -> known(key, booking, ReservationStatus.BOOKED, Optional.empty());
      case TENTATIVE -> known(key, booking, ReservationStatus.AWAITING_APPROVAL, Optional.empty());
      case CANCELLED ->
          known(
              key,
              booking,
              ReservationStatus.RELEASED_MANUALLY,
              Optional.of(
                  new Release(
                      booking.reserver().key(),
                      booking.reserver().name(),
                      entry.touched().orElse(doors.clock().instant()))));
    };
  }

  private static KnownReservation known(
      String key, Booking booking, ReservationStatus status, Optional<Release> release) {
    return new KnownReservation(
        key, booking, status, CheckIn.not(CheckInState.NOT_NEEDED), release);
  }

  private Reserver reserver(IcsPeople.Person person) {
    if (person.mail().isEmpty()) {
      return Reserver.outside(person.name());
    }
    if (people.size() > MOST_KNOWN_PEOPLE) {
      people.clear();
    }
    return people.computeIfAbsent(
        person.mail(),
        mail ->
            doors
                .accounts()
                .findByEmail(caller.organisation(), mail)
                .map(IcsIntake::reserver)
                .orElse(Reserver.outside(person.name())));
  }

  private static Reserver reserver(Account account) {
    return new Reserver("account:" + account.id(), account.name(), account.department());
  }

  private void flush() {
    List<KnownReservation.Outcome> outcomes =
        doors.reservations().takeIn(caller, batch.stream().map(Waiting::reservation).toList());
    for (int i = 0; i < outcomes.size(); i++) {
      Waiting waiting = batch.get(i);
      switch (outcomes.get(i)) {
        case KnownReservation.Outcome.TakenIn in -> takenIn++;
        case KnownReservation.Outcome.AlreadyThere there -> alreadyThere(waiting, there.same());
        case KnownReservation.Outcome.DoubleBooked taken -> {
          doubleBooked++;
          intake.skipped(
              String.valueOf(file.getFileName()),
              waiting.line(),
              Problem.of(
                  "%s: double booking, the room is held from %s to %s (expected: another time or"
                      + " another room)",
                  describe(waiting), taken.other().from(), taken.other().to()));
        }
      }
    }
    batch.clear();
  }

  private void alreadyThere(Waiting waiting, boolean same) {
    if (same) {
      alreadyThere++;
    } else {
      skip(
          waiting.line(),
          Problem.of(
              "%s: it was taken in before with another time, which stands (expected: the old entry"
                  + " cancelled, and a new UID)",
              describe(waiting)));
    }
  }

  private static Problem describe(Waiting waiting) {
    var period = waiting.reservation().booking().period();
    return Problem.of("%s from %s to %s", waiting.roomName(), period.from(), period.to());
  }

  private void skip(long line, Problem problem) {
    skipped++;
    intake.skipped(String.valueOf(file.getFileName()), line, problem);
  }
}
