package io.roomledger.export.format;

import io.roomledger.export.Cores;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Work that is done on other cores while rows still come, and handed back in the order in which it
 * was begun. Used by one thread at a time.
 */
final class Ahead<T> {
  /** More at once would only cost memory: deflating takes the other cores. */
  private static final int AT_ONCE = Math.clamp(Cores.COUNT, 2, 4);

  private static final ExecutorService POOL = Cores.pool("render-");

  private final ArrayDeque<Future<T>> begun = new ArrayDeque<>();

  void begin(Callable<T> work) {
    begun.add(POOL.submit(work));
  }

  boolean any() {
    return !begun.isEmpty();
  }

  /** Whether the oldest work is done, or so much is under way that it must be waited for. */
  boolean due() {
    return any() && (begun.size() >= AT_ONCE || begun.element().isDone());
  }

  /** What came of the oldest work; waits for it. */
  T next() throws IOException {
    try {
      return begun.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while rendering");
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot render", e.getCause());
    }
  }
}
