package io.roomledger.dialect.rocketchat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as the vendor's JSON has them: UTC, with milliseconds. */
final class Iso {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Iso() {}

  static String text(Instant at) {
    return FORMAT.format(at);
  }
}
