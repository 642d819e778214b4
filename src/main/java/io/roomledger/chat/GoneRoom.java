package io.roomledger.chat;

import java.time.Instant;

/**
 * A room that was deleted.
 *
 * @param id its id
 * @param kind what sort of room it was
 * @param name its name
 * @param goneAt when it was deleted
 */
public record GoneRoom(String id, RoomKind kind, String name, Instant goneAt) {}
