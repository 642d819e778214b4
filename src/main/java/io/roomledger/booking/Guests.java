package io.roomledger.booking;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;

/**
 * How many people a reservation is for.
 *
 * @param invited how many were asked to come
 * @param accepted how many of them said yes
 */
public record Guests(int invited, int accepted) {
  public Guests {
    if (invited < 0 || accepted < 0 || accepted > invited) {
      throw new RefusedException(
          new Refusal.Invalid(
              "guests", invited + ", " + accepted, "no more accepted than invited"));
    }
  }

  /** Nobody but the reserver. */
  public static final Guests NONE = new Guests(0, 0);
}
