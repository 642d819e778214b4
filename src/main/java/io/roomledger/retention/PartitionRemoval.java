package io.roomledger.retention;

import io.roomledger.db.Contention;
import io.roomledger.db.Database;
import io.roomledger.db.Partitions;
import io.roomledger.hold.Held;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Removes whole partitions of a table, the oldest first: those in which nothing is held, and of
 * which no room still keeps anything. What is written down of them is the same as if each thing had
 * been removed by itself. While somebody reads the table for long, as exports do, no partition can
 * go; then what is in it is removed as everything else.
 */
final class PartitionRemoval {
  private final Database database;
  private final YearTable table;
  private final List<DueRoom> due;
  private final Map<String, Long> runs;

  /** Those that were looked at and stay. */
  private final Set<String> staying = new HashSet<>();

  /**
   * Of that table.
   *
   * @param due the rooms of all organisations of which something may be past its time
   * @param runs by organisation, to which it is added what goes
   */
  PartitionRemoval(Database database, YearTable table, List<DueRoom> due, Map<String, Long> runs) {
    this.database = database;
    this.table = table;
    this.due = due;
    this.runs = runs;
  }

  /**
   * Removes the next one.
   *
   * @return whether there may be another
   */
  boolean next() {
    return Contention.unlessBusy(database.jdbi(), this::removeOldest).orElse(false);
  }

  private boolean removeOldest(Handle transaction) {
    Optional<String> oldest = oldest(transaction);
    if (oldest.isEmpty()) {
      return false;
    }
    String name = oldest.get();
    Held.share(transaction);
    transaction.execute("LOCK TABLE " + name + " IN SHARE ROW EXCLUSIVE MODE");
    if (!table.isOver(transaction, name, due)) {
      staying.add(name);
      return true;
    }
    // if it cannot go now, that is better known before the work
    transaction.savepoint("looking");
    transaction.execute("LOCK TABLE " + table.name() + " IN ACCESS EXCLUSIVE MODE");
    transaction.rollbackToSavepoint("looking");
    Map<String, RetentionRun.Removed> removed = table.removed(transaction, name);
    // an organisation without a run has no rules, and so nothing in here
    runs.forEach((organisation, run) ->
        Optional.ofNullable(removed.get(organisation))
            .ifPresent(its -> RunRows.add(transaction, run, its)));
    table.writeDown(transaction, name);
    transaction.execute("SELECT partition_let_go(?, ?)", table.name(), name);
    return true;
  }

  /**
   * The first one, which stays, if there is anything in it, or the one behind it: none may be
   * missing between two.
   */
  private Optional<String> oldest(Handle handle) {
    Instant latest =
        due.stream().map(DueRoom::before).max(Comparator.naturalOrder()).orElse(Instant.MIN);
    List<Partitions.Part> parts = Partitions.of(handle, table.name());
    String first = parts.getFirst().name();
    return Stream.of(parts.getFirst(), parts.get(1))
        .filter(part -> part.to().isPresent() && ends(handle, part).compareTo(latest) <= 0)
        .map(Partitions.Part::name)
        .filter(name -> !staying.contains(name))
        .filter(name -> !name.equals(first) || !isEmpty(handle, name))
        .findFirst();
  }

  private static Instant ends(Handle handle, Partitions.Part part) {
    return handle
        .createQuery("SELECT CAST(:to AS timestamptz)")
        .bind("to", part.to().orElseThrow())
        .mapTo(Instant.class)
        .one();
  }

  private static boolean isEmpty(Handle handle, String name) {
    return handle
        .createQuery("SELECT NOT EXISTS (SELECT FROM " + name + ")")
        .mapTo(Boolean.class)
        .one();
  }
}
