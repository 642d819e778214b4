package io.roomledger.chat;

import java.time.Instant;

/**
 * What is left of a message that was deleted: that it was there.
 *
 * @param id its id
 * @param sentAt when it had been sent
 * @param deletedAt when it was deleted
 */
public record Tombstone(String id, Instant sentAt, Instant deletedAt) {}
