package io.roomledger.http;

import io.roomledger.base.Refusal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request that was refused for want of a right, with a token that is not good, or
 * after too many others: who, from where, what. So many of a minute that one sees what goes on, and
 * how many more there were.
 */
final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger("refusals");
  private static final int MOST = 60;
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();

  private long began = System.nanoTime();
  private int written;
  private long left;

  /** Writes one down, if it is of that kind. */
  void write(Call call, @Nullable Refusal refusal, int status) {
    Optional<String> why = why(refusal, status);
    if (why.isPresent() && LOG.isInfoEnabled() && room(System.nanoTime())) {
      LOG.info(
          "{} {} {} {} {}: {}",
          call.requestId(),
          call.address(),
          call.who(),
          AccessLog.printable(call.method()),
          AccessLog.printable(call.path()),
          why.get());
    }
  }

  private static Optional<String> why(@Nullable Refusal refusal, int status) {
    return switch (refusal) {
      case Refusal.Forbidden no -> Optional.of(no.message());
      case Refusal.Throttled wait -> Optional.of(wait.message());
      // whoever sends no token at all is a browser or a monitor
      case Refusal.Unauthenticated who when who.why() != Refusal.Credential.MISSING ->
          Optional.of(who.message());
      // a site that has spelled a refusal itself
      case null, default ->
          status == 403 || status == 429 ? Optional.of("answered " + status) : Optional.empty();
    };
  }

  /** Whether there is room for a line; says how many had none, once there is again. */
  synchronized boolean room(long now) {
    if (now - began >= WINDOW) {
      if (left > 0) {
        LOG.info("{} more were refused and not written down", left);
      }
      began = now;
      written = 0;
      left = 0;
    }
    boolean room = written < MOST;
    if (room) {
      written++;
    } else {
      left++;
    }
    return room;
  }
}
