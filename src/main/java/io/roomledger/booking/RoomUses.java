package io.roomledger.booking;

import java.util.Arrays;
import java.util.function.Consumer;

/** The reservations of a room and what became of them, 28 bytes for each. */
final class RoomUses {
  private int size;
  private long[] from = new long[16];
  private long[] held = new long[16];
  private long[] to = new long[16];
  private Ruling[] rulings = new Ruling[16];

  int size() {
    return size;
  }

  void add(UtilisationRows.Judged it) {
    if (size == rulings.length) {
      int more = 2 * size;
      from = Arrays.copyOf(from, more);
      held = Arrays.copyOf(held, more);
      to = Arrays.copyOf(to, more);
      rulings = Arrays.copyOf(rulings, more);
    }
    from[size] = it.from();
    held[size] = it.held();
    to[size] = it.to();
    rulings[size] = it.ruling();
    size++;
  }

  /**
   * Tells of each that has a part in a stretch of time.
   *
   * @param place the number that the room has for who asks
   * @param first in milliseconds since 1970
   * @param end likewise; no longer in it
   */
  void each(int place, long first, long end, Consumer<UtilisationRows.Judged> each) {
    for (int i = 0; i < size; i++) {
      if (from[i] < end && to[i] > first) {
        each.accept(new UtilisationRows.Judged(place, rulings[i], from[i], held[i], to[i]));
      }
    }
  }
}
