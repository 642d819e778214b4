package io.roomledger.chat;

import io.roomledger.db.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Brings the index of words into line with the messages: by the number of the transaction that last
 * wrote each, so that nothing which was imported, changed or deleted is forgotten, whoever did it.
 * Whoever writes messages does nothing for it.
 */
final class SearchIndex {
  /** Told apart from other locks of the database by this number only. */
  private static final long LOCK = 0x726d5f7365617263L;

  /** Held for as long as much is taken in; whoever searches then does not help. */
  private static final long MUCH = LOCK + 1;

  private static final int BATCH = 2_000;
  private static final int FETCH = 50;
  private static final long AT_ONCE = 1_000_000;

  /** What is not in the index as it is now; the room's index by transaction finds it. */
  private static final String BEHIND =
      """
        FROM chat_room r
       CROSS JOIN LATERAL (
             SELECT m.id FROM chat_message m
               LEFT JOIN chat_search s ON s.message_id = m.id
              WHERE m.room_id = r.id AND m.changed >= CAST(:horizon AS xid8)
                AND s.changed IS DISTINCT FROM m.changed
                AND (s.message_id IS NOT NULL OR m.deleted_at IS NULL AND m.system_kind IS NULL)
              LIMIT :most) m
      """;

  private final Database database;

  SearchIndex(Database database) {
    this.database = database;
  }

  private record Due(
      String id,
      String roomId,
      Instant sentAt,
      Optional<String> authorId,
      String text,
      String changed,
      boolean gone) {}

  /**
   * Takes in what is new, if it is little.
   *
   * @return whether nothing is behind now
   */
  boolean catchUp() {
    return database
        .jdbi()
        .inTransaction(handle -> {
          if (!alone(handle)) {
            return false;
          }
          String horizon = horizon(handle);
          List<String> behind = behind(handle, horizon, BATCH + 1);
          if (behind.isEmpty()) {
            return true;
          }
          if (behind.size() > BATCH) {
            return false;
          }
          lock(handle);
          take(handle, behind);
          return true;
        });
  }

  private static boolean alone(Handle handle) {
    return handle
        .createQuery("SELECT pg_try_advisory_xact_lock_shared(:lock)")
        .bind("lock", MUCH)
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Takes in everything that is new, in several transactions; stops when the thread is interrupted,
   * and goes on at the next turn.
   *
   * @return how many messages
   */
  int advance() {
    try (Handle handle = database.jdbi().open()) {
      Mark mark = handle.inTransaction(SearchIndex::mark);
      int due = list(handle, mark);
      int taken = due > BATCH ? locked(handle, due) : drain(handle, due);
      handle.execute("DROP TABLE chat_search_due");
      if (taken == due) {
        finish(handle, mark, taken);
      }
      return taken;
    }
  }

  private static int list(Handle handle, Mark mark) {
    handle.execute("DROP TABLE IF EXISTS chat_search_due");
    handle.execute("CREATE TEMPORARY TABLE chat_search_due (n bigserial PRIMARY KEY, id text)");
    return handle
        .createUpdate("INSERT INTO chat_search_due (id) SELECT m.id " + BEHIND)
        .bind("horizon", mark.horizon())
        .bind("most", Long.MAX_VALUE)
        .execute();
  }

  private static int locked(Handle handle, int due) {
    handle.execute("SELECT pg_advisory_lock(?)", MUCH);
    try {
      return drain(handle, due);
    } finally {
      handle.execute("SELECT pg_advisory_unlock(?)", MUCH);
    }
  }

  private static int drain(Handle handle, int due) {
    int taken = 0;
    while (taken < due && !Thread.currentThread().isInterrupted()) {
      List<String> batch = next(handle, taken);
      handle.useTransaction(transaction -> {
        lock(transaction);
        take(transaction, batch);
      });
      taken += batch.size();
    }
    return taken;
  }

  private static List<String> next(Handle handle, int taken) {
    return handle
        .createQuery("SELECT id FROM chat_search_due WHERE n > :taken ORDER BY n LIMIT :batch")
        .bind("taken", taken)
        .bind("batch", BATCH)
        .mapTo(String.class)
        .list();
  }

  private static void finish(Handle handle, Mark mark, int taken) {
    handle
        .createUpdate(
            "UPDATE chat_search_state SET horizon = greatest(horizon, CAST(:before AS xid8))")
        .bind("before", mark.before())
        .execute();
    if (taken > BATCH) {
      // what waits beside the index would slow down whoever searches
      handle.execute("SELECT gin_clean_pending_list('chat_search_words')");
      handle.execute("ANALYZE chat_search");
    }
  }

  /**
   * Where the index stands.
   *
   * @param horizon everything before it has been looked at
   * @param before all transactions before this one have ended by now
   */
  private record Mark(String horizon, String before) {}

  /** In a database that was filled from a dump of another, everything begins anew. */
  private static Mark mark(Handle handle) {
    handle.execute(
        """
        UPDATE chat_search_state SET horizon = '0', system = c.system_identifier::text
          FROM pg_control_system() c WHERE system <> c.system_identifier::text
        """);
    String before =
        handle
            .createQuery("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
            .mapTo(String.class)
            .one();
    return new Mark(horizon(handle), before);
  }

  private static String horizon(Handle handle) {
    return handle
        .createQuery("SELECT horizon::text FROM chat_search_state")
        .mapTo(String.class)
        .one();
  }

  private static List<String> behind(Handle handle, String horizon, int most) {
    return handle
        .createQuery("SELECT m.id " + BEHIND + " LIMIT :most")
        .bind("horizon", horizon)
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }

  private static void lock(Handle handle) {
    handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
  }

  /**
   * As they are now: whoever changed one meanwhile makes it new again. Long ones are written a few
   * at a time, so that a small heap suffices.
   */
  private static void take(Handle handle, List<String> ids) {
    List<String> gone = new ArrayList<>();
    List<Due> due = new ArrayList<>();
    long characters = 0;
    try (ResultIterator<Due> rows = due(handle, ids)) {
      while (rows.hasNext()) {
        Due one = rows.next();
        if (one.gone()) {
          gone.add(one.id());
        } else {
          due.add(one);
          characters += one.text().length();
        }
        if (characters > AT_ONCE) {
          write(handle, due);
          due.clear();
          characters = 0;
        }
      }
    }
    write(handle, due);
    handle
        .createUpdate("DELETE FROM chat_search WHERE message_id = ANY (:ids)")
        .bindArray("ids", String.class, gone)
        .execute();
  }

  private static ResultIterator<Due> due(Handle handle, List<String> ids) {
    return handle
        .createQuery(
            """
            SELECT id, room_id, sent_at, author_id, text, changed::text AS changed,
                   deleted_at IS NOT NULL OR system_kind IS NOT NULL AS gone
              FROM chat_message WHERE id = ANY (:ids) ORDER BY id FOR KEY SHARE
            """)
        .bindArray("ids", String.class, ids)
        .setFetchSize(FETCH)
        .mapTo(Due.class)
        .iterator();
  }

  private static void write(Handle handle, List<Due> due) {
    handle
        .createUpdate(
            """
            INSERT INTO chat_search (message_id, room_id, sent_at, changed, words)
            SELECT id, room, sent::timestamptz, changed::xid8,
                   to_tsvector('chat_words', words) || array_to_tsvector(ARRAY[room_word, author_word])
              FROM unnest(:ids, :rooms, :sent, :changed, :words, :roomWords, :authorWords)
                AS due (id, room, sent, changed, words, room_word, author_word)
            ON CONFLICT (message_id) DO UPDATE SET changed = excluded.changed, words = excluded.words
            """)
        .bindArray("ids", String.class, due.stream().map(Due::id).toList())
        .bindArray("rooms", String.class, due.stream().map(Due::roomId).toList())
        .bindArray("sent", String.class, due.stream().map(one -> one.sentAt().toString()).toList())
        .bindArray("changed", String.class, due.stream().map(Due::changed).toList())
        .bindArray(
            "words", String.class, due.stream().map(one -> SearchText.of(one.text())).toList())
        .bindArray(
            "roomWords", String.class, due.stream().map(one -> roomWord(one.roomId())).toList())
        .bindArray(
            "authorWords",
            String.class,
            due.stream().map(one -> authorWord(one.authorId().orElse(""))).toList())
        .execute();
  }

  /** A word that no text has, for everything in a room. */
  static String roomWord(String roomId) {
    return "/r" + roomId;
  }

  /** A word that no text has, for everything by somebody. */
  static String authorWord(String accountId) {
    return "/u" + accountId;
  }
}
