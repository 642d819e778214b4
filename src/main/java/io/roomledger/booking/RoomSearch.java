package io.roomledger.booking;

import java.util.UUID;

/**
 * Which rooms somebody looks for.
 *
 * @param level the level in which or below which they are
 * @param words a part of the name, in capitals or not; empty for all
 * @param levelNames whether the words may be in the name of the room's level instead
 */
public record RoomSearch(UUID level, String words, boolean levelNames) {}
