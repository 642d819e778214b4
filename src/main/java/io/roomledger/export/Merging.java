package io.roomledger.export;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Pours what changed since an earlier export in the order in which it happened, with what was
 * deleted in its place.
 */
public final class Merging<T> {
  private final RecordSource.Basin<T> basin;
  private final Queue<Base.Gone> gone;

  /**
   * Begins.
   *
   * @param gone what was deleted, in order
   */
  public Merging(RecordSource.Basin<T> basin, List<Base.Gone> gone) {
    this.basin = basin;
    this.gone = new ArrayDeque<>(gone);
  }

  /** Takes what is there; {@code word} is what {@link Base#word} said of it. */
  public void row(String word, String id, Instant at, T row) throws IOException {
    for (Base.Gone next = gone.peek(); next != null && before(next, at, id); next = gone.peek()) {
      pour(gone.remove());
    }
    basin.changed(
        word.equals(Change.NEW.word()) ? Changed.added(id, at, row) : Changed.edited(id, at, row));
  }

  /** Gives what is left. */
  public void finish() throws IOException {
    while (!gone.isEmpty()) {
      pour(gone.remove());
    }
  }

  private static boolean before(Base.Gone one, Instant at, String id) {
    int order = one.at().compareTo(at);
    return order < 0 || (order == 0 && one.id().compareTo(id) < 0);
  }

  private void pour(Base.Gone one) throws IOException {
    basin.changed(Changed.deleted(one.id(), one.at(), one.deletedAt()));
  }
}
