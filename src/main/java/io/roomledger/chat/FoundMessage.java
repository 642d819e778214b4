package io.roomledger.chat;

/**
 * A message that was found.
 *
 * @param message the message
 * @param excerpt what of it to show
 */
public record FoundMessage(Message message, Excerpt excerpt) {}
