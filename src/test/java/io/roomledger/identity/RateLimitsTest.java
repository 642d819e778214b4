package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Refusal;
import io.roomledger.base.SettableClock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SettableClock clock = SettableClock.at("2026-01-02T03:04:05Z");
  private final RateLimits limits = new RateLimits(clock);

  private RateLimits.Allowance take(String who) {
    return limits.take(who, "exports", 3, MINUTE);
  }

  @Test
  void aWindowCountsDownAndTellsWhenItIsFullAgain() {
    assertThat(take("a")).isEqualTo(new RateLimits.Allowance(3, 2, MINUTE));
    clock.tick(Duration.ofSeconds(20));
    assertThat(take("a")).isEqualTo(new RateLimits.Allowance(3, 1, Duration.ofSeconds(40)));
    assertThat(take("a")).isEqualTo(new RateLimits.Allowance(3, 0, Duration.ofSeconds(40)));
    Refused.with(new Refusal.Throttled(3, MINUTE, Duration.ofSeconds(40)), () -> take("a"));
  }

  @Test
  void allCallsComeBackTogetherAndRefusedOnesDoNotCount() {
    for (int i = 0; i < 3; i++) {
      take("a");
    }
    clock.tick(MINUTE.minusNanos(1_000_000));
    Refused.as(Refusal.Throttled.class, () -> take("a"));
    clock.tick(Duration.ofMillis(1));
    assertThat(take("a").remaining()).isEqualTo(2);
  }

  @Test
  void callersAndThingsHaveTheirOwnWindows() {
    for (int i = 0; i < 3; i++) {
      take("a");
    }
    assertThat(take("b").remaining()).isEqualTo(2);
    assertThat(limits.take("a", "downloads", 3, MINUTE).remaining()).isEqualTo(2);
  }

  @Test
  void aWindowThatNobodyCalledInIsFull() {
    take("a");
    clock.tick(Duration.ofDays(1).plusSeconds(7));
    assertThat(take("a").remaining()).isEqualTo(2);
  }

  @Test
  void noCallIsCountedTwiceOrLostWhenManyComeAtOnce() {
    AtomicInteger taken = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        threads.execute(() -> {
          limits.take("a", "many", 100, MINUTE);
          taken.incrementAndGet();
        });
      }
    }
    assertThat(taken).hasValue(100);
  }
}
