package io.roomledger.conference;

import java.time.Instant;

/**
 * Leave to fetch the bytes of one recording without any other token.
 *
 * @param recording which
 * @param ticket what to show to {@link Recordings#open(String, java.util.UUID)} and {@link
 *     Films#open}; URL-safe
 * @param expiresAt when it stops to work
 * @param pictured whether there is a small picture of it
 * @param streams whether there is a stream of it, in pieces
 */
public record RecordingLink(
    Recording recording, String ticket, Instant expiresAt, boolean pictured, boolean streams) {}
