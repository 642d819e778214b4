package io.roomledger.export;

import java.time.Instant;
import java.util.Optional;

/**
 * A link that opens the file of one export without a token.
 *
 * @param id its number
 * @param export the export
 * @param madeBy who made it, see {@link io.roomledger.identity.Caller#key}
 * @param madeAt when
 * @param expiresAt when it ends by itself
 * @param use what became of it
 */
public record ExportLink(
    long id, long export, String madeBy, Instant madeAt, Instant expiresAt, Use use) {

  /**
   * What became of a link.
   *
   * @param endedAt when somebody ended it, if somebody did
   * @param times how often it was opened
   */
  public record Use(Optional<Instant> endedAt, long times) {}

  /**
   * A link that was made just now.
   *
   * @param link the link
   * @param ticket what opens the file; told only now, and not kept
   */
  public record Made(ExportLink link, String ticket) {}
}
