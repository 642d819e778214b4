package io.roomledger.booking;

import io.roomledger.base.Period;
import io.roomledger.db.Database;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.RecordSource;
import io.roomledger.export.RecordSourceContract;
import io.roomledger.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

class ReservationSourceContractTest extends RecordSourceContract<Reservation> {
  private final BookingHouse house = new BookingHouse();
  private final ReservationSource source = new ReservationSource(house.rooms, house.accounts);
  private int rooms;

  @AfterEach
  void close() {
    house.close();
  }

  @Override
  protected Database database() {
    return house.database;
  }

  @Override
  protected RecordSource<Reservation> source() {
    return source;
  }

  @Override
  protected ExportOrder order(Period period) {
    return new ExportOrder(
        "any",
        period,
        ReservationSource.selection(house.building.id(), List.of(), false, true),
        "any",
        Optional.empty());
  }

  @Override
  protected Caller insider() {
    return house.manager;
  }

  @Override
  protected Caller stranger() {
    return house.ada;
  }

  /** A room of its own for each, since several may be at one moment. */
  @Override
  protected String add(Instant at) {
    MeetingRoom room =
        house.rooms.add(house.manager, MeetingRoom.in(house.floor.id(), "Room " + ++rooms, 1));
    Booking booking =
        new Booking(
            UUID.randomUUID(),
            room.id(),
            "",
            Reserver.of(house.ada),
            Guests.NONE,
            new Period(at, at.plus(Duration.ofMinutes(30))));
    return house.reservations.book(house.ada, booking).booking().id().toString();
  }

  /** No door does this: it stands for whatever takes rows away under a running export. */
  @Override
  protected void remove(String id) {
    UUID reservation = UUID.fromString(id);
    house
        .database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute("DELETE FROM reservation_step WHERE reservation = ?", reservation);
          handle.execute("DELETE FROM reservation WHERE id = ?", reservation);
        });
  }
}
