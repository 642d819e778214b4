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
 * Removes whole partitions of messages, the oldest first: those in which nothing is held, and of
 * which no room still keeps anything. What is written down of them is the same as if each message
 * had been removed by itself. While somebody reads messages for long, as exports do, no partition
 * can go; then what is in it is removed as everything else.
 */
final class PartitionRemoval {
  private static final String TABLE = "chat_message";

  private final Database database;
  private final List<DueRoom> due;
  private final Map<String, Long> runs;

  /** Those that were looked at and stay. */
  private final Set<String> staying = new HashSet<>();

  /**
   * Of messages.
   *
   * @param due the rooms of all organisations of which something may be past its time
   * @param runs by organisation, to which it is added what goes
   */
  PartitionRemoval(Database database, List<DueRoom> due, Map<String, Long> runs) {
    this.database = database;
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
    if (!isOver(transaction, name)) {
      staying.add(name);
      return true;
    }
    // if it cannot go now, that is better known before the work
    transaction.savepoint("looking");
    transaction.execute("LOCK TABLE chat_message IN ACCESS EXCLUSIVE MODE");
    transaction.rollbackToSavepoint("looking");
    PartitionRows rows = new PartitionRows(transaction, name);
    Map<String, RetentionRun.Removed> removed = rows.removed();
    // an organisation without a run has no rules, and so nothing in here
    runs.forEach((organisation, run) ->
        Optional.ofNullable(removed.get(organisation))
            .ifPresent(its -> RunRows.add(transaction, run, its)));
    rows.writeDown();
    transaction.execute("SELECT partition_let_go(?, ?)", TABLE, name);
    return true;
  }

  /**
   * The first one, which stays, if there is anything in it, or the one behind it: none may be
   * missing between two.
   */
  private Optional<String> oldest(Handle handle) {
    Instant latest =
        due.stream().map(DueRoom::before).max(Comparator.naturalOrder()).orElse(Instant.MIN);
    List<Partitions.Part> parts = Partitions.of(handle, TABLE);
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

  /** One look into the order of each room, and one for each person that is held. */
  private boolean isOver(Handle transaction, String name) {
    return transaction
        .createQuery(
            """
            SELECT NOT EXISTS (
              SELECT FROM chat_room r
                LEFT JOIN unnest(CAST(:rooms AS text[]), CAST(:before AS timestamptz[]))
                       AS d (room, before) ON d.room = r.id AND hold_on('CHAT_ROOM', r.id) IS NULL
               WHERE EXISTS (SELECT FROM %1$s m
                              WHERE m.room_id = r.id AND m.deleted_at IS NULL
                                AND m.sent_at >= coalesce(d.before, '-infinity'))
                  OR EXISTS (SELECT FROM %1$s m
                              WHERE m.room_id = r.id AND m.deleted_at IS NOT NULL
                                AND m.sent_at >= coalesce(d.before, '-infinity')))
              AND NOT EXISTS (
              SELECT FROM legal_hold h
               WHERE h.kind = 'PERSON' AND h.lifted_at IS NULL
                 AND EXISTS (SELECT FROM %1$s m WHERE m.author_id = h.subject))
            """
                .formatted(name))
        .bindArray("rooms", String.class, due.stream().map(DueRoom::id).toList())
        .bindArray("before", String.class, due.stream().map(it -> it.before().toString()).toList())
        .mapTo(Boolean.class)
        .one();
  }
}
