package io.roomledger.booking;

import io.roomledger.base.Period;
import java.util.Optional;
import java.util.UUID;

/**
 * A time at which a room is held.
 *
 * @param room which room
 * @param held from when to when
 * @param event what for: an event, a series, or an occurrence that differs from its series; of what
 *     was reserved without an event, the reservation's id
 * @param by who organises it; empty if that is private
 */
public record RoomUse(UUID room, Period held, EventKey event, Optional<Reserver> by) {}
