package io.roomledger.retention;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * A table with a partition for each year: what of one is kept, and what must be done before it
 * goes.
 */
interface YearTable {
  /** The table. */
  String name();

  /**
   * Whether nothing of a partition is kept or held.
   *
   * @param due the rooms of which something may be past its time; of others everything is kept
   */
  boolean isOver(Handle transaction, String partition, List<DueRoom> due);

  /** How much is in a partition, by organisation. */
  Map<String, RetentionRun.Removed> removed(Handle transaction, String partition);

  /** Writes down that all of it was there, and removes what hangs on it. */
  void writeDown(Handle transaction, String partition);
}
