package io.roomledger.export;

import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the files of attempts that were never published: those that no export names, and uploads
 * that no attempt will go on with; if they are older than an hour and their job has ended, so that
 * one between its upload and its transaction is left alone, on whatever server that is.
 */
final class ExportSweep implements AutoCloseable {
  static final String FOLDER = "exports/";

  private static final Logger LOG = LoggerFactory.getLogger(ExportSweep.class);
  private static final Duration YOUNG = Duration.ofHours(1);
  private static final int BATCH = 1_000;

  private final Exports.House house;
  private final ExportRows rows = new ExportRows();
  private @Nullable ScheduledExecutorService daily;

  ExportSweep(Exports.House house) {
    this.house = house;
  }

  /** Sweeps now and once a day. */
  synchronized void start() {
    if (daily == null) {
      daily =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("export-sweep").factory());
      var _ = daily.scheduleWithFixedDelay(this::quietly, 0, 1, TimeUnit.DAYS);
    }
  }

  private void quietly() {
    try {
      sweep();
    } catch (IOException | RuntimeException e) {
      LOG.warn("files of broken-off exports could not be swept; tried again in a day", e);
    }
  }

  /**
   * Sweeps once and answers how many files were deleted: those of attempts, and uploads that nobody
   * goes on with.
   */
  int sweep() throws IOException {
    Instant before = house.clock().instant().minus(YOUNG);
    List<String> old =
        house.store().list(FOLDER).stream()
            .filter(entry -> entry.storedAt().isBefore(before))
            .map(ObjectStore.Entry::key)
            .toList();
    List<String> orphans = new ArrayList<>();
    for (int from = 0; from < old.size(); from += BATCH) {
      List<String> keys = old.subList(from, Math.min(old.size(), from + BATCH));
      Set<String> needed = house.database().jdbi().withHandle(handle -> rows.needed(handle, keys));
      keys.stream().filter(key -> !needed.contains(key)).forEach(orphans::add);
    }
    for (String orphan : orphans) {
      house.store().delete(orphan);
      LOG.info("{}: deleted, no export names it", orphan);
    }
    Set<String> wanted = house.database().jdbi().withHandle(PartRows::uploads);
    return orphans.size() + house.store().dropLeft(wanted, before);
  }

  /**
   * Deletes what attempts at an export that has ended have left, be it on the way: what one went on
   * with, the file of one that could not be published.
   *
   * @param but the key of its file; empty if it has none
   */
  static void tidy(long export, String but, ObjectStore store) {
    try {
      for (ObjectStore.Entry entry : store.list(FOLDER + export + "/")) {
        if (!entry.key().equals(but)) {
          store.delete(entry.key());
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("export {}: what its attempts left is left to the sweep", export, e);
    }
  }

  @Override
  public synchronized void close() {
    if (daily != null) {
      daily.shutdownNow();
    }
  }
}
