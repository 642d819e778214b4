package io.roomledger.export;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Where blocks of all zips of this process are squeezed, on as many threads as there are cores. */
final class Squeezing {
  /** How many blocks of one zip are under way at most, so that memory stays the same. */
  static final int UNDER_WAY = 2 * Cores.COUNT + 1;

  private static final ExecutorService POOL = Cores.pool("squeeze-");
  private static final Squeezer SQUEEZER = Squeezer.chosen();

  private Squeezing() {}

  /**
   * How a block is squeezed.
   *
   * @param store whether it is compressed already and only needs the wrapping
   * @param last whether its entry ends with it
   */
  record How(boolean store, boolean last) {}

  /** Begins to squeeze a block; what comes of it is how many bytes were written to {@code to}. */
  static Future<Integer> begin(byte[] block, int length, How how, byte[] to) {
    return POOL.submit(() -> SQUEEZER.squeeze(block, length, how.store(), how.last(), to));
  }

  static int await(Future<Integer> length) throws IOException {
    try {
      return length.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while compressing");
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot compress", e.getCause());
    }
  }
}
