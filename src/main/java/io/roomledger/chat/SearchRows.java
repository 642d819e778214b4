package io.roomledger.chat;

import io.roomledger.base.Period;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The SQL of looking for messages. */
final class SearchRows {
  /** How many of the newest are looked at one after the other before the index is asked. */
  private static final int WINDOW = 10_000;

  /**
   * How many of the newest are looked at for words that stand side by side, before the index is
   * asked: it knows who has these words, and would have to look at each of them.
   */
  private static final int FURTHER = 150_000;

  /** With more rooms than these, each found message is looked at whether its room is one. */
  private static final int FEW_ROOMS = 64;

  private static final String IN_RANGE =
      """
       (s.sent_at, s.message_id) < (:before, :beforeId) AND s.sent_at >= :from
      """;

  private SearchRows() {}

  /** A place in the order: before this one. */
  record Place(Instant at, String id, double rank) {}

  /** Something found. */
  record Hit(String id, Instant sentAt, double rank) {}

  /** The rooms that somebody may read. */
  static List<String> rooms(
      Handle handle, String organisation, boolean all, boolean open, Optional<String> account) {
    return handle
        .createQuery(
            """
            SELECT r.id FROM chat_room r
             WHERE r.organisation = :organisation
               AND (:all OR (:open AND r.kind = 'c')
                    OR EXISTS (SELECT FROM chat_member m
                                WHERE m.room_id = r.id AND m.account_id = :account))
            """)
        .bind("organisation", organisation)
        .bind("all", all)
        .bind("open", open)
        .bind("account", account.orElse(""))
        .mapTo(String.class)
        .list();
  }

  /**
   * What is looked for, and where.
   *
   * @param query the words
   * @param rooms the rooms; at least one
   * @param author the author, or empty for everybody
   */
  record Wish(String query, List<String> rooms, Optional<String> author, Period period) {
    /** Whether words must stand side by side. */
    boolean phrase() {
      return query.contains(" <");
    }

    /** The words with those that stand for rooms and authors, so that the index does it all. */
    String scoped() {
      String scoped = "(" + query + ")";
      if (author.isPresent()) {
        scoped += " & " + quoted(SearchIndex.authorWord(author.get()));
      }
      if (rooms.size() <= FEW_ROOMS) {
        scoped +=
            rooms.stream()
                .map(room -> quoted(SearchIndex.roomWord(room)))
                .collect(Collectors.joining(" | ", " & (", ")"));
      }
      return scoped;
    }
  }

  /** The newest that are meant, before that place. */
  static List<Hit> newest(Handle handle, Wish wish, Place before, int most) {
    int window = Math.max(WINDOW, 20 * most);
    List<Hit> hits = amongNewest(handle, wish, before, window, most);
    if (wish.phrase() && !hits.isEmpty() && hits.size() < most) {
      // about so many have as many hits as are wanted, and a fifth more
      long further = 6L * window * most / hits.size() / 5;
      if (further <= FURTHER) {
        hits = amongNewest(handle, wish, before, (int) further, most);
      }
    }
    return hits.size() == most ? hits : byIndex(handle, wish, before, most);
  }

  private static List<Hit> amongNewest(
      Handle handle, Wish wish, Place before, int window, int most) {
    boolean one = wish.rooms().size() == 1;
    String sql =
        "SELECT message_id AS id, sent_at, 0 AS rank FROM ("
            + "SELECT s.message_id, s.sent_at, s.room_id, s.words FROM chat_search s WHERE "
            + (one ? "s.room_id = :room AND " : "")
            + IN_RANGE
            + """
              ORDER BY s.sent_at DESC, s.message_id DESC LIMIT :window) w
             WHERE words @@ CAST(:scoped AS tsquery) AND room_id = ANY (:rooms)
             ORDER BY sent_at DESC, message_id DESC LIMIT :most
            """;
    Query query = bound(handle.createQuery(sql), handle, wish, before).bind("window", window);
    if (one) {
      query.bind("room", wish.rooms().getFirst());
    }
    return query.bind("most", most).mapTo(Hit.class).list();
  }

  private static List<Hit> byIndex(Handle handle, Wish wish, Place before, int most) {
    // where words are frequent, PostgreSQL would rather read everything
    handle.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off");
    List<Hit> hits =
        bound(
                handle.createQuery(
                    "WITH found AS MATERIALIZED (SELECT s.message_id, s.sent_at FROM chat_search s"
                        + " WHERE s.words @@ CAST(:scoped AS tsquery) AND s.room_id = ANY (:rooms)"
                        + " AND "
                        + IN_RANGE
                        + """
                        )
                        SELECT message_id AS id, sent_at, 0 AS rank FROM found
                        ORDER BY sent_at DESC, message_id DESC LIMIT :most
                        """),
                handle,
                wish,
                before)
            .bind("most", most)
            .mapTo(Hit.class)
            .list();
    handle.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = on");
    return hits;
  }

  /** Those hits with their rank, the best first, before that place. */
  static List<Hit> best(Handle handle, Wish wish, Collection<Hit> hits, Place before, int most) {
    return handle
        .createQuery(
            """
            SELECT message_id AS id, sent_at, rank FROM (
              SELECT message_id, sent_at,
                     ts_rank_cd(words, to_tsquery('chat_words', :query), 1)::float8 AS rank
                FROM chat_search WHERE message_id = ANY (:ids)) ranked
             WHERE (rank, sent_at, message_id) < (:rank, :before, :beforeId)
             ORDER BY rank DESC, sent_at DESC, message_id DESC LIMIT :most
            """)
        .bind("query", wish.query())
        .bindArray("ids", String.class, hits.stream().map(Hit::id).toList())
        .bind("rank", before.rank())
        .bind("before", RoomRows.utc(before.at()))
        .bind("beforeId", before.id())
        .bind("most", most)
        .mapTo(Hit.class)
        .list();
  }

  private static Query bound(Query query, Handle handle, Wish wish, Place before) {
    return query
        .bind("scoped", parsed(handle, wish))
        .bindArray("rooms", String.class, wish.rooms())
        .bind("from", RoomRows.utc(wish.period().from()))
        .bind("before", RoomRows.utc(before.at()))
        .bind("beforeId", before.id());
  }

  /** The words by their stems, the others as they are. */
  private static String parsed(Handle handle, Wish wish) {
    String words =
        handle
            .createQuery("SELECT to_tsquery('chat_words', :query)::text")
            .bind("query", wish.query())
            .mapTo(String.class)
            .one();
    return new Wish(words, wish.rooms(), wish.author(), wish.period()).scoped();
  }

  private static String quoted(String lexeme) {
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** Of those messages, the ones that are as they were when they were taken into the index. */
  static List<String> unchanged(Handle handle, Collection<Hit> hits) {
    return handle
        .createQuery(
            """
            SELECT m.id FROM chat_message m JOIN chat_search s ON s.message_id = m.id
             WHERE m.id = ANY (:ids) AND m.deleted_at IS NULL AND m.changed = s.changed
            """)
        .bindArray("ids", String.class, hits.stream().map(Hit::id).toList())
        .mapTo(String.class)
        .list();
  }
}
