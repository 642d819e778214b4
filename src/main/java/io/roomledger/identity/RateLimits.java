package io.roomledger.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Counts calls in windows: those of this process where it is alone with its database, else those of
 * all servers together, in {@link SharedWindow}. Windows that nobody calls in are let go.
 */
public final class RateLimits {
  private static final int MOST_WINDOWS = 100_000;

  private final Cache<Key, Window> windows;
  private final Opener opener;

  /** Windows of this process alone, by {@code clock}. */
  public RateLimits(Clock clock) {
    this(new ClockMeter(clock));
  }

  private RateLimits(TimeMeter meter) {
    this(meter, key -> open(key, meter));
  }

  private RateLimits(TimeMeter meter, Opener opener) {
    this.opener = opener;
    this.windows =
        Caffeine.newBuilder()
            .maximumSize(MOST_WINDOWS)
            .ticker(meter::currentTimeNanos)
            .expireAfter(Expiry.<Key, Window>accessing((key, window) -> key.window()))
            .build();
  }

  /** Windows of all servers of {@code database}, if there may be others. */
  public static RateLimits over(Database database, Clock clock) {
    if (!database.shared()) {
      return new RateLimits(clock);
    }
    CallWindows shared = new CallWindows(database);
    return new RateLimits(new ClockMeter(clock), key -> new SharedWindow(shared, key));
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
   * at once, {@code window} after it began. Not for use inside a transaction, which would take the
   * count back with it.
   *
   * @throws io.roomledger.base.RefusedException throttled, if none is left
   */
  public Allowance take(String who, String what, long limit, Duration window) {
    return window(who, what, limit, window).take();
  }

  /** Gives back what {@link #take} took, when the call turns out not to count. */
  void giveBack(String who, String what, long limit, Duration window) {
    window(who, what, limit, window).giveBack();
  }

  private Window window(String who, String what, long limit, Duration window) {
    return windows.get(new Key(who, what, limit, window), opener::open);
  }

  /** Of whom, for what, how many in how long. */
  record Key(String who, String what, long limit, Duration window) {
    RefusedException refused(Duration wait) {
      return new RefusedException(new Refusal.Throttled(limit, window, wait));
    }
  }

  /** Where the calls of a key are counted. */
  interface Window {
    Allowance take();

    void giveBack();
  }

  private interface Opener {
    Window open(Key key);
  }

  private static Window open(Key key, TimeMeter meter) {
    return new OwnWindow(
        key,
        Bucket.builder()
            .withCustomTimePrecision(meter)
            .addLimit(bandwidth ->
                bandwidth
                    .capacity(key.limit())
                    .refillIntervally(key.limit(), key.window())
                    .id(key.what()))
            .build());
  }

  private record OwnWindow(Key key, Bucket bucket) implements Window {
    @Override
    public Allowance take() {
      ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
      if (!probe.isConsumed()) {
        throw key.refused(Duration.ofNanos(probe.getNanosToWaitForRefill()));
      }
      Duration reset = Duration.ofNanos(probe.getNanosToWaitForReset());
      return new Allowance(key.limit(), probe.getRemainingTokens(), reset);
    }

    @Override
    public void giveBack() {
      bucket.addTokens(1);
    }
  }

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
