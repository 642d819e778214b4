package io.roomledger.conference;

import io.roomledger.base.Ids;
import java.security.SecureRandom;
import java.time.Instant;

/** Makes the number that the recordings of one conference share. */
final class Sessions {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Sessions() {}

  /** 22 decimal digits, as vendors have them: on purpose more than a number of 64 bits holds. */
  static String next(Instant now) {
    return String.format("%019d%03d", Ids.growing(now), RANDOM.nextInt(1000));
  }
}
