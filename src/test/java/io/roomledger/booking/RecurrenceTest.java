package io.roomledger.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Refusal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {
  private static final Instant FIRST = Instant.parse("2022-06-15T08:00:00Z");
  private static final Instant FAR = Instant.parse("2024-06-15T08:00:00Z");
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private static List<Instant> starts(String rule) {
    return new Recurrence(rule).starts(FIRST, SHANGHAI, FAR, 1_000);
  }

  @Test
  void countsEndsAndNothingAreAllowed() {
    assertThat(starts("FREQ=DAILY;COUNT=10")).hasSize(10).startsWith(FIRST);
    assertThat(starts("RRULE:freq=weekly;byday=MO,WE;count=4"))
        .containsExactly(
            FIRST,
            Instant.parse("2022-06-20T08:00:00Z"),
            Instant.parse("2022-06-22T08:00:00Z"),
            Instant.parse("2022-06-27T08:00:00Z"));
    assertThat(starts("FREQ=DAILY")).hasSize(731);
    assertThat(starts("FREQ=MONTHLY;BYDAY=3WE")).hasSize(24);
    assertThat(new Recurrence("FREQ=DAILY").starts(FIRST, SHANGHAI, FAR, 5)).hasSize(5);
  }

  @Test
  void anEndIsReadAsItStands() {
    assertThat(starts("FREQ=DAILY;UNTIL=20220617T080000Z")).hasSize(3);
    assertThat(starts("FREQ=DAILY;UNTIL=20220617T075959Z")).hasSize(2);
    assertThat(starts("FREQ=DAILY;UNTIL=20220617T160000")).as("in Shanghai").hasSize(3);
    assertThat(starts("FREQ=DAILY;UNTIL=20220617")).as("the whole day").hasSize(3);
    assertThat(starts("FREQ=DAILY;UNTIL=20200101")).as("over before it began").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "DAILY",
        "FREQ=HOURLY",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;COUNT=2;UNTIL=20220617",
        "FREQ=DAILY;COUNT=many",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;BYHOUR=9,10",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0"
      })
  void whatCannotBeFollowedIsRefused(String rule) {
    assertThat(EventsTest.refusal(() -> new Recurrence(rule))).isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void aRuleOfTwoThousandCharactersIsTooLong() {
    String rule = "FREQ=DAILY;BYMONTHDAY=1" + ",1".repeat(1_000);

    assertThat(EventsTest.refusal(() -> new Recurrence(rule))).isInstanceOf(Refusal.Invalid.class);
  }
}
