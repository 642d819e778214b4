package io.roomledger.retention;

import io.roomledger.db.Database;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the bytes of files whose messages went. Their keys wait in a table until that is done, so
 * that a store that is away for a while, or a crash, leaves nothing behind. A file that was brought
 * back meanwhile keeps its bytes.
 */
final class FileSweep {
  private static final Logger LOG = LoggerFactory.getLogger(FileSweep.class);
  private static final int BATCH = 200;

  private final Database database;
  private final ObjectStore store;

  FileSweep(Database database, ObjectStore store) {
    this.database = database;
    this.store = store;
  }

  /** Removes all that waits. */
  void sweep() {
    String after = "";
    for (List<String> keys = next(after); !keys.isEmpty(); keys = next(after)) {
      keys.forEach(this::remove);
      after = keys.getLast();
    }
  }

  private List<String> next(String after) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT key FROM retention_file WHERE key > :after ORDER BY key LIMIT :batch")
                .bind("after", after)
                .bind("batch", BATCH)
                .mapTo(String.class)
                .list());
  }

  private void remove(String key) {
    try {
      if (!wanted(key)) {
        store.delete(key);
      }
      database
          .jdbi()
          .useHandle(handle -> handle.execute("DELETE FROM retention_file WHERE key = ?", key));
    } catch (IOException e) {
      LOG.warn("file {} is not removed yet, the next round tries again: {}", key, e.getMessage());
    }
  }

  /** Whether a file has it again: what is brought in a second time has its id and key again. */
  private boolean wanted(String key) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT EXISTS (SELECT FROM chat_file
                                    WHERE id = regexp_replace(:key, '^.*/', '')
                                      AND store_key = :key)
                    """)
                .bind("key", key)
                .mapTo(Boolean.class)
                .one());
  }
}
