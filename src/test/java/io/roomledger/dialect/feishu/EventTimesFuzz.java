package io.roomledger.dialect.feishu;

import io.roomledger.base.RefusedException;
import io.roomledger.http.TestCall;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/** When an event is: a moment that the database has, or a refusal. */
public final class EventTimesFuzz {
  private static final Instant LATEST = Instant.parse("+294276-12-31T00:00:00Z");
  private static final Instant FIRST = Instant.parse("-4712-01-01T00:00:00Z");

  private EventTimesFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String body = new String(bytes, StandardCharsets.UTF_8);
    try {
      var time =
          new CalendarTimes(ZoneId.of("Asia/Shanghai"))
              .need(Fields.of(new TestCall("POST", "/events", Map.of(), body)));
      if (time.period().from().isBefore(FIRST) || time.period().to().isAfter(LATEST)) {
        throw new AssertionError("a moment that the database has not: " + time);
      }
    } catch (RefusedException | FailureException refused) {
      // in the vendor's words
    }
  }
}
