package io.roomledger.booking;

import io.roomledger.audit.Audit;
import io.roomledger.base.Period;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.App;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A building with one floor and two rooms, and the people who use it. */
public final class BookingHouse implements AutoCloseable {
  public final Database database = TestDatabase.fresh();
  public final SettableClock clock = SettableClock.at("2022-06-15T06:00:00Z");
  public final Audit audit = new Audit(clock);
  public final Accounts accounts = new Accounts(database, clock);
  public final MeetingRooms rooms = new MeetingRooms(database, audit, clock);
  public final Reservations reservations = new Reservations(database, audit, clock);
  public final CheckIns checkIns = new CheckIns(database, audit, clock, CheckInSettings.standard());

  public final Caller.Program program =
      new Caller.Program(
          new App("cli_program", Accounts.MAIN, "Program", Set.of(), true), "192.0.2.7");
  public final Caller manager = person("manager", Set.of(Permissions.MANAGE_MEETINGS));
  public final Caller ada = person("ada", Set.of());
  public final Caller bob = person("bob", Set.of());
  public final Caller stranger =
      new Caller.Program(
          new App("cli_stranger", "another", "Stranger", Set.of(), true), "192.0.2.8");

  {
    database
        .jdbi()
        .useHandle(
            handle -> handle.execute("INSERT INTO organisation VALUES ('another', 'Another')"));
  }

  public final RoomLevel root = rooms.levels().root(manager);
  public final RoomLevel building =
      rooms.levels().add(manager, RoomLevel.under(root.id(), "Building A"));
  public final RoomLevel floor =
      rooms.levels().add(manager, RoomLevel.under(building.id(), "Floor 1"));
  public final MeetingRoom oak = rooms.add(manager, MeetingRoom.in(floor.id(), "Oak", 8));
  public final MeetingRoom elm = rooms.add(manager, MeetingRoom.in(building.id(), "Elm", 4));

  private static Caller person(String name, Set<String> permissions) {
    Account account =
        new Account(
            (name + "xxxxxxxxxxxxxxxxx").substring(0, 17),
            Accounts.MAIN,
            name,
            "Name of " + name,
            Optional.empty(),
            "Research",
            true);
    return new Caller.Person(account, Set.of("user"), permissions, Set.of("*"), "192.0.2.1");
  }

  /** A booking by {@code caller} from that time, so many minutes long. */
  public Booking booking(Caller caller, MeetingRoom room, String from, int minutes) {
    Instant start = Instant.parse(from);
    return new Booking(
        UUID.randomUUID(),
        room.id(),
        "Topic",
        Reserver.of(caller),
        new Guests(10, 8),
        new Period(start, start.plus(Duration.ofMinutes(minutes))));
  }

  /** Where the first of the tables in which reservations are ends, and the next begins. */
  public Instant border() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT CAST(upper_bound AS timestamptz) FROM partitions_of('reservation')")
                .mapTo(Instant.class)
                .first());
  }

  @Override
  public void close() {
    database.close();
  }
}
