package io.roomledger.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.db.Sql;
import io.roomledger.export.Extent;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * How much an order of chat would give: counted up to a bound, and beyond it told from what was
 * counted and from the database's statistics.
 */
final class ChatExtent {
  /** How many messages are looked at. */
  static final int BOUND = 20_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ChatExtent() {}

  /** What was found among the messages that were looked at. */
  record Seen(long looked, long rows, long files, long fileBytes, long textBytes) {}

  static Extent of(Handle handle, ChatWish wish) {
    String among = among(wish);
    if (wish.base().isPresent()) {
      // nobody knows how many transactions an earlier snapshot has not seen; the index does
      handle.execute("SET LOCAL enable_seqscan = off");
    }
    Seen seen = seen(handle, wish, among);
    boolean bytes = wish.files() == FilePlace.INCLUDE;
    if (seen.looked() < BOUND) {
      return extent(seen, 1, bytes, Extent.Certainty.EXACT);
    }
    if (wish.base().isPresent()) {
      return extent(seen, 1, bytes, Extent.Certainty.AT_LEAST);
    }
    double all = Math.max(planned(handle, among), (double) seen.looked());
    return extent(seen, all / seen.looked(), bytes, Extent.Certainty.ABOUT);
  }

  private static Extent extent(Seen seen, double times, boolean bytes, Extent.Certainty how) {
    return new Extent(
        Math.round(seen.rows() * times),
        bytes ? Math.round(seen.files() * times) : 0,
        Math.round((seen.textBytes() + (bytes ? seen.fileBytes() : 0)) * times),
        how);
  }

  private static Seen seen(Handle handle, ChatWish wish, String among) {
    String words = new Narrowing(List.of(), wish.words(), wish.base()).worded();
    return handle
        .createQuery(
            "SELECT count(*) AS looked, count(*) FILTER (WHERE meant) AS rows,"
                + " coalesce(sum(f.files) FILTER (WHERE meant), 0)::bigint AS files,"
                + " coalesce(sum(f.bytes) FILTER (WHERE meant), 0)::bigint AS file_bytes,"
                + " coalesce(sum(octet_length(text)) FILTER (WHERE meant), 0)::bigint AS text_bytes"
                + " FROM (SELECT id, text, files, true"
                + words
                + " AS meant"
                + among
                + " LIMIT "
                + BOUND
                + ") m LEFT JOIN LATERAL (SELECT count(*) AS files, sum(size) AS bytes"
                + " FROM chat_file WHERE message_id = m.id) f ON m.files > 0")
        .mapTo(Seen.class)
        .one();
  }

  /** How many rows the database's statistics promise. */
  private static double planned(Handle handle, String among) {
    String plan =
        handle.createQuery("EXPLAIN (FORMAT JSON) SELECT id" + among).mapTo(String.class).one();
    try {
      return JSON.readTree(plan).path(0).path("Plan").path("Plan Rows").asDouble();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** About how many messages of a room are looked at. */
  static long planned(Handle handle, ChatWish wish, String room) {
    return Math.round(planned(handle, among(wish, Sql.coded(room))));
  }

  /** The messages that are looked at, whatever they say. */
  static String among(ChatWish wish) {
    return among(
        wish,
        wish.organisation()
            .map(of -> "SELECT r.id FROM chat_room r WHERE r.organisation = " + Sql.coded(of))
            .orElseGet(
                () -> wish.rooms().stream().map(Sql::coded).collect(Collectors.joining(", "))));
  }

  private static String among(ChatWish wish, String rooms) {
    return " FROM chat_message WHERE room_id IN ("
        + rooms
        + ") AND sent_at >= "
        + ChatCopy.moment(wish.period().from())
        + " AND sent_at < "
        + ChatCopy.moment(wish.period().to())
        + new Narrowing(wish.people(), List.of(), wish.base()).messages();
  }
}
