package io.roomledger.conference;

import io.roomledger.base.Content;
import java.time.Instant;

/**
 * The bytes of a recording, to hand out.
 *
 * @param recording whose they are
 * @param addedAt when they were taken in
 * @param content the bytes
 */
public record RecordingFile(Recording recording, Instant addedAt, Content content) {}
