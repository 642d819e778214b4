package io.roomledger.http;

import java.time.Duration;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each request. It has no query and no header, as these hold secrets. */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("access");
  private static final int LONGEST_PATH = 300;

  private AccessLog() {}

  static void write(Call call, int status, long bytes, Duration took) {
    if (LOG.isInfoEnabled()) {
      LOG.info(
          "{} {} {} {} {} ms {} bytes {}",
          call.address(),
          printable(call.method()),
          printable(call.path()),
          status,
          took.toMillis(),
          bytes,
          call.requestId());
    }
  }

  /** What opens a file for whoever has it: told by its beginning only. */
  private static final Pattern TICKET = Pattern.compile("(/(?:files|media)/[^/]{6})[^/]+");

  /** What cannot forge a line, and opens nothing. */
  static String printable(String whole) {
    String text = TICKET.matcher(whole).replaceAll("$1...");
    String shown = text.length() > LONGEST_PATH ? text.substring(0, LONGEST_PATH) + "..." : text;
    for (int i = 0; i < shown.length(); i++) {
      if (shown.charAt(i) <= ' ' || shown.charAt(i) > '~') {
        return shown.replaceAll("[^!-~]", "?");
      }
    }
    return shown.isEmpty() ? "-" : shown;
  }
}
