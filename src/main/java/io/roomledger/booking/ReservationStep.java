package io.roomledger.booking;

import java.time.Instant;

/**
 * Something that became of a reservation.
 *
 * @param step the status it came to, {@code CHECK_IN_OPEN}, {@code CHECKED_IN}, {@code ROOM_CLOSED}
 *     when nobody could check in, {@code MOVED} when another reservation was made instead of it,
 *     {@code RENAMED}, {@code RESTORED} when it was given back and that was taken back, or {@code
 *     TAKEN_IN} by an import
 * @param at when
 * @param actor by whom, as in {@link io.roomledger.identity.Caller#key}, or {@code server}
 * @param actorName their name then
 */
public record ReservationStep(String step, Instant at, String actor, String actorName) {}
