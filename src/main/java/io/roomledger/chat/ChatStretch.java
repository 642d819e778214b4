package io.roomledger.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.db.Sql;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Messages of a room that stand side by side, as several servers export them.
 *
 * @param room tells the room of this order from all others: what is looked up for one stretch of it
 *     holds for the next
 * @param after the key of the message before the first, as {@link MessageKey#text} writes it; empty
 *     for none
 * @param upTo the key of the last one; empty for the room's last
 * @param replies whether there are replies in the room
 * @param files whether there are files in the room
 */
record ChatStretch(String room, String after, String upTo, boolean replies, boolean files) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One as {@link #text} wrote it. */
  static ChatStretch parse(String text) {
    try {
      return JSON.readValue(text, ChatStretch.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The condition of messages, which begins with AND; the times alone say which partitions. */
  String messages() {
    return (after.isEmpty() ? "" : bound(">", MessageKey.parse(after)))
        + (upTo.isEmpty() ? "" : bound("<", MessageKey.parse(upTo)));
  }

  private static String bound(String sign, MessageKey key) {
    Instant at = key.sentAt();
    return " AND sent_at %1$s= %2$s AND (sent_at, id) %3$s (%2$s, %4$s)"
        .formatted(sign, ChatCopy.moment(at), sign.equals("<") ? "<=" : sign, Sql.coded(key.id()));
  }
}
