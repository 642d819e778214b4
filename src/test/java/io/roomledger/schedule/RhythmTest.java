package io.roomledger.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.schedule.Rhythm.Every;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When schedules run, and what of. */
class RhythmTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static List<String> runs(Rhythm rhythm, String after, int count) {
    List<String> runs = new ArrayList<>();
    Instant at = Instant.parse(after);
    for (int i = 0; i < count; i++) {
      at = rhythm.after(at);
      runs.add(at.toString());
    }
    return runs;
  }

  private static Rhythm rhythm(Every every, int day, String at, ZoneId zone) {
    return new Rhythm(every, day, LocalTime.parse(at), zone);
  }

  @Test
  void everyDayHasOneRunWhereTheClocksAreChanged() {
    Rhythm night = rhythm(Every.DAY, 1, "02:30", BERLIN);

    // on 29 March 2026 there is no 02:30, on 25 October there are two
    assertThat(runs(night, "2026-03-27T12:00:00Z", 3))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
    assertThat(runs(night, "2026-10-24T12:00:00Z", 2))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    // between the two
    assertThat(runs(night, "2026-10-25T00:30:00Z", 1)).containsExactly("2026-10-26T01:30:00Z");
  }

  @Test
  void aMonthWithoutThatDayHasItsLast() {
    assertThat(runs(rhythm(Every.MONTH, 31, "00:00", ZoneId.of("UTC")), "2027-12-31T00:00:00Z", 4))
        .containsExactly(
            "2028-01-31T00:00:00Z",
            "2028-02-29T00:00:00Z",
            "2028-03-31T00:00:00Z",
            "2028-04-30T00:00:00Z");
  }

  @Test
  void aWeekHasOneRun() {
    assertThat(
            runs(
                rhythm(Every.WEEK, 1, "06:00", ZoneId.of("Asia/Shanghai")),
                "2026-03-02T12:00:00Z",
                2))
        .containsExactly("2026-03-08T22:00:00Z", "2026-03-15T22:00:00Z");
  }

  @Property(tries = 200)
  void theNextRunIsLaterAndNeverMoreThanAMonthAway(
      @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second,
      @ForAll Every every,
      @ForAll @IntRange(min = 1, max = 7) int day,
      @ForAll @IntRange(min = 0, max = 1439) int minute) {
    ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe");
    Rhythm rhythm =
        new Rhythm(
            every, every == Every.DAY ? 1 : day, LocalTime.ofSecondOfDay(minute * 60L), lordHowe);
    Instant now = Instant.ofEpochSecond(second);
    Instant next = rhythm.after(now);

    assertThat(next).isAfter(now).isBefore(now.plusSeconds(32 * 86_400L));
    // nothing lies between
    assertThat(rhythm.after(next.minusSeconds(1))).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "LAST_DAY, 2026-03-29T22:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "LAST_WEEK, 2026-03-04T05:00:00Z, 2026-02-22T23:00:00Z, 2026-03-01T23:00:00Z",
    "LAST_MONTH, 2026-03-01T05:00:00Z, 2026-01-31T23:00:00Z, 2026-02-28T23:00:00Z",
    "SINCE_LAST, 2026-03-01T05:00:00Z, 2026-02-27T05:00:00Z, 2026-03-01T05:00:00Z",
  })
  void aSpanIsOfWholeDaysOfThePlace(Span span, Instant run, Instant from, Instant to) {
    Optional<Instant> done = Optional.of(Instant.parse("2026-02-27T05:00:00Z"));

    assertThat(span.period(run, run, BERLIN, done)).isEqualTo(new Period(from, to));
    assertThat(Span.EVERYTHING.period(run, run, BERLIN, done)).isEqualTo(Period.ALWAYS);
    assertThat(Span.SINCE_LAST.period(run, run, BERLIN, Optional.empty()).from())
        .isEqualTo(Period.ALWAYS.from());
  }

  @Test
  void aRunThatMakesUpForOthersHasTheirDaysToo() {
    Instant first = Instant.parse("2026-03-02T01:00:00Z");
    Instant last = Instant.parse("2026-03-05T01:00:00Z");

    assertThat(Span.LAST_DAY.period(first, last, ZoneId.of("UTC"), Optional.empty()))
        .isEqualTo(
            new Period(
                Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-05T00:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({"DAY, 2", "WEEK, 0", "WEEK, 8", "MONTH, 32", "MONTH, 0"})
  void aDayThatIsNoneIsRefused(Every every, int day) {
    assertThatThrownBy(() -> rhythm(every, day, "00:00", BERLIN))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("day: " + day);
  }
}
