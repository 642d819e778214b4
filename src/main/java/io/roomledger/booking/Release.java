package io.roomledger.booking;

import java.time.Instant;

/**
 * Who gave a room back, and when.
 *
 * @param key who, as in {@link io.roomledger.identity.Caller#key}; {@code server} if it happened by
 *     itself, empty if not one of ours
 * @param name their name then, empty if nobody did
 * @param at when
 */
public record Release(String key, String name, Instant at) {}
