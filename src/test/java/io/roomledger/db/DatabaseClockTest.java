package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.roomledger.base.SettableClock;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A machine's clock that a test sets, beside a real PostgreSQL whose clock is right. */
class DatabaseClockTest {
  private static final Database DATABASE = TestDatabase.fresh();

  /** Within that the database tells the time of this machine, however busy it is. */
  private static final Duration BUSY = Duration.ofSeconds(20);

  private final SettableClock machine = SettableClock.at(Instant.now().toString());

  /** Stands still until the test moves it. */
  private final AtomicLong elapsed = new AtomicLong();

  private final DatabaseClock clock;

  DatabaseClockTest() throws SQLException {
    clock = new DatabaseClock(DATABASE.dataSource(), machine, elapsed::get);
    machine.set(machine.instant().minus(clock.ahead()));
  }

  @AfterEach
  void close() {
    clock.close();
  }

  @AfterAll
  static void closeDatabase() {
    DATABASE.close();
  }

  @Test
  void aClockThatIsRightButForMomentsIsBelieved() {
    Instant right = machine.instant();
    for (int millis : new int[] {-249, -1, 0, 1, 249}) {
      machine.set(right.plusMillis(millis));
      assertThat(clock.instant()).isEqualTo(machine.instant());
      assertThat(clock.millis()).isEqualTo(machine.millis());
    }
  }

  @Test
  void aClockThatIsWrongOrSetOnTheWayCountsForNothing() {
    Instant right = machine.instant();
    for (Duration wrong :
        new Duration[] {
          Duration.ofMillis(-300),
          Duration.ofMinutes(10),
          Duration.ofMinutes(-10),
          Duration.ofDays(9000)
        }) {
      machine.set(right.plus(wrong));
      assertThat(clock.instant()).isCloseTo(right, within(1, ChronoUnit.MILLIS));
      assertThat(clock.millis()).isCloseTo(right.toEpochMilli(), within(1L));
      assertThat(clock.ahead()).isCloseTo(wrong, Duration.ofMillis(1));
    }
  }

  @Test
  void betweenTwoQuestionsTimeGoesOnByWhatHasElapsed() {
    Instant right = machine.instant();
    elapsed.addAndGet(TimeUnit.SECONDS.toNanos(40));
    assertThat(clock.instant()).isCloseTo(right.plusSeconds(40), within(1, ChronoUnit.MILLIS));
    machine.set(right.plusSeconds(40));
    assertThat(clock.instant()).isEqualTo(right.plusSeconds(40));
  }

  @Test
  void theNextAnswerSetsItRight() {
    // as after a machine was put to sleep: what elapsed says too little
    elapsed.addAndGet(TimeUnit.HOURS.toNanos(-1));
    assertThat(clock.instant()).isBefore(Instant.now().minus(Duration.ofMinutes(50)));
    clock.look();
    assertThat(clock.instant()).isCloseTo(Instant.now(), within(BUSY));
  }

  @Test
  void whileNobodyAnswersItGoesOn() throws Exception {
    Database gone = TestDatabase.fresh();
    Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofHours(3));
    Clock told = gone.clock(wrong);
    gone.close();
    ((DatabaseClock) told).look();
    assertThat(told.instant()).isCloseTo(Instant.now(), within(BUSY));
  }
}
