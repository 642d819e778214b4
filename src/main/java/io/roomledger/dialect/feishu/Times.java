package io.roomledger.dialect.feishu;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times and lengths as the vendor's tables have them. */
final class Times {
  private static final String PATTERN = "uuuu.MM.dd HH:mm:ss '(GMT'xxx')'";

  private final DateTimeFormatter format;

  /** Times in {@code zone}. */
  Times(ZoneId zone) {
    this.format = DateTimeFormatter.ofPattern(PATTERN).withZone(zone);
  }

  /** As in {@code 2022.07.21 11:01:40 (GMT+08:00)}. */
  String at(Instant at) {
    return format.format(at);
  }

  /** As in {@code 01:00:00}; a day has 24 hours more. */
  static String length(Instant from, Instant to) {
    Duration length = Duration.between(from, to);
    return "%02d:%02d:%02d"
        .formatted(length.toHours(), length.toMinutesPart(), length.toSecondsPart());
  }
}
