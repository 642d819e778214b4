package io.roomledger.booking;

import java.time.Instant;

/**
 * Who gave a room back, and when.
 *
 * @param key who, as in {@link io.roomledger.identity.Caller#key}; empty if not one of ours
 * @param name their name then
 * @param at when
 */
public record Release(String key, String name, Instant at) {}
