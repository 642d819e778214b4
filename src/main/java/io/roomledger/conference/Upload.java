package io.roomledger.conference;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A recording that comes in parts.
 *
 * @param id its id
 * @param size how many bytes it will have
 * @param received how many of them are stored, from the first on
 * @param expiresAt until when it can be gone on with, unless more bytes come
 * @param outcome what became of it
 * @param metadata what the uploader said of it, word for word
 */
public record Upload(
    UUID id, long size, long received, Instant expiresAt, Outcome outcome, String metadata) {

  /** Whether all bytes are there. */
  public boolean whole() {
    return received == size;
  }

  /**
   * What became of an upload.
   *
   * @param recording the recording that it became, once it has
   * @param failure why it came to nothing, if it did
   */
  public record Outcome(Optional<UUID> recording, Optional<String> failure) {}
}
