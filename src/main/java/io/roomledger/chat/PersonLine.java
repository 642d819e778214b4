package io.roomledger.chat;

/**
 * A message that somebody wrote, and where.
 *
 * @param line the message, with others under other names
 * @param room the room
 */
public record PersonLine(ChatLine line, ChatRoom room) {}
