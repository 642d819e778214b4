package io.roomledger;

import io.roomledger.base.Setting;
import java.util.Set;

/**
 * How the server writes its log, which goes to standard error.
 *
 * @param format {@code text}, a line for people, or {@code json}, one object a line for programs
 * @param level from which level on
 * @param requests whether each request has a line
 */
record LogSettings(
    @Setting(
            value = "text",
            doc = "How lines of the log are written: text, or json with one object a line.")
        String format,
    @Setting(value = "info", doc = "From which level on: error, warn, info or debug.") String level,
    @Setting(
            value = "false",
            doc = "Whether each request has a line: without its query, its headers and its body.")
        boolean requests) {
  private static final Set<String> FORMATS = Set.of("text", "json");
  private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug");

  LogSettings {
    if (!FORMATS.contains(format)) {
      throw new IllegalArgumentException("log.format: " + format + " (expected: text or json)");
    }
    if (!LEVELS.contains(level)) {
      throw new IllegalArgumentException(
          "log.level: " + level + " (expected: error, warn, info or debug)");
    }
  }
}
