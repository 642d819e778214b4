package io.roomledger.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Counts calls in windows. The counts are this process's own and forgotten when it ends; windows
 * that nobody calls in are let go.
 */
public final class RateLimits {
  private static final int MOST_WINDOWS = 100_000;

  private final TimeMeter meter;
  private final Cache<Key, Bucket> windows;

  /** Windows by {@code clock}. */
  public RateLimits(Clock clock) {
    this.meter = new ClockMeter(clock);
    this.windows =
        Caffeine.newBuilder()
            .maximumSize(MOST_WINDOWS)
            .ticker(meter::currentTimeNanos)
            .expireAfter(Expiry.<Key, Bucket>accessing((key, bucket) -> key.window()))
            .build();
  }

  /**
   * What a call finds.
   *
   * @param limit how many are allowed in the window
   * @param remaining how many are left
   * @param reset how long until the window is full again
   */
  public record Allowance(long limit, long remaining, Duration reset) {}

  /**
   * Takes one call of {@code who} from the window of {@code what}. All calls of a window come back
   * at once, {@code window} after it began.
   *
   * @throws io.roomledger.base.RefusedException throttled, if none is left
   */
  public Allowance take(String who, String what, long limit, Duration window) {
    ConsumptionProbe probe = bucket(who, what, limit, window).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
      throw new RefusedException(new Refusal.Throttled(limit, window, wait));
    }
    Duration reset = Duration.ofNanos(probe.getNanosToWaitForReset());
    return new Allowance(limit, probe.getRemainingTokens(), reset);
  }

  /** Gives back what {@link #take} took, when the call turns out not to count. */
  void giveBack(String who, String what, long limit, Duration window) {
    bucket(who, what, limit, window).addTokens(1);
  }

  private Bucket bucket(String who, String what, long limit, Duration window) {
    return windows.get(new Key(who, what, limit, window), this::open);
  }

  private Bucket open(Key key) {
    return Bucket.builder()
        .withCustomTimePrecision(meter)
        .addLimit(bandwidth ->
            bandwidth
                .capacity(key.limit())
                .refillIntervally(key.limit(), key.window())
                .id(key.what()))
        .build();
  }

  private record Key(String who, String what, long limit, Duration window) {}

  private record ClockMeter(Clock clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      Instant now = clock.instant();
      return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
