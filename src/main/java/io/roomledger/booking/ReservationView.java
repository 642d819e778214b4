package io.roomledger.booking;

import io.roomledger.export.Pseudonyms;
import java.util.Optional;

/** How an order wants reservations shown. */
final class ReservationView {
  private final boolean topics;
  private final boolean renamed;
  private final Pseudonyms names = new Pseudonyms();

  ReservationView(boolean topics, boolean renamed) {
    this.topics = topics;
    this.renamed = renamed;
  }

  Reservation of(Reservation reservation) {
    Reservation shown = topics ? reservation : reservation.withoutTopic();
    return renamed ? renamed(shown) : shown;
  }

  /** Whoever reserved or gave back has another name; departments and topics stay. */
  private Reservation renamed(Reservation shown) {
    Booking booking = shown.booking();
    Reserver reserver = booking.reserver();
    Booking other =
        new Booking(
            booking.id(),
            booking.room(),
            booking.topic(),
            new Reserver("", name(reserver.key(), reserver.name()), reserver.department()),
            booking.guests(),
            booking.period());
    Optional<Release> release =
        shown.release().map(by -> new Release("", name(by.key(), by.name()), by.at()));
    return new Reservation(other, shown.roomName(), shown.status(), shown.checkIn(), release);
  }

  /** Who has no account is known by name only. */
  private String name(String key, String name) {
    return names.of(key.isEmpty() ? name : key);
  }
}
