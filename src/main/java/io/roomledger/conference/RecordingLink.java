package io.roomledger.conference;

import java.time.Instant;

/**
 * Leave to fetch the bytes of one recording without any other token.
 *
 * @param recording which
 * @param ticket what to show to {@link Recordings#open(String, java.util.UUID)}; URL-safe
 * @param expiresAt when it stops to work
 */
public record RecordingLink(Recording recording, String ticket, Instant expiresAt) {}
