package io.roomledger.chat;

import io.roomledger.base.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The statements behind a {@link Stretch}. */
final class StretchRows {
  private StretchRows() {}

  static Stretch read(Handle handle, String roomId, Stretch.Way way, MessageKey place, int limit) {
    boolean back = way == Stretch.Way.BEFORE;
    List<Message> found =
        new ArrayList<>(
            handle
                .createQuery(
                    MessageRows.COLUMNS
                        + " AND room_id = :room AND (parent_id IS NULL OR parent_shown)"
                        + (back
                            ? " AND sent_at <= :at AND (sent_at, id) < (:at, :id)"
                                + " ORDER BY sent_at DESC, id DESC"
                            : " AND sent_at >= :at AND (sent_at, id) > (:at, :id)"
                                + " ORDER BY sent_at, id")
                        + " LIMIT :limit")
                .bind("room", roomId)
                .bind("at", RoomRows.utc(ChatCopy.bounded(place.sentAt())))
                .bind("id", place.id())
                .bind("limit", limit + 1)
                .map((row, context) -> MessageRows.message(row))
                .list());
    boolean more = found.size() > limit;
    if (more) {
      found.removeLast();
    }
    if (back) {
      Collections.reverse(found);
    }
    Optional<String> first = found.stream().findFirst().map(ChatMessages::placeOf);
    Optional<String> last =
        found.isEmpty() ? Optional.empty() : Optional.of(ChatMessages.placeOf(found.getLast()));
    return back
        ? new Stretch(found, more ? first : Optional.empty(), last)
        : new Stretch(found, first, more ? last : Optional.empty());
  }

  /**
   * What was deleted from the first message of a stretch on, up to the next one behind it, in their
   * order: so stretches side by side have each once.
   */
  static List<Tombstone> deleted(Handle handle, String roomId, Stretch stretch) {
    if (stretch.messages().isEmpty()) {
      return List.of();
    }
    Message last = stretch.messages().getLast();
    Instant from =
        stretch.before().isEmpty() ? Period.ALWAYS.from() : stretch.messages().getFirst().sentAt();
    return handle
        .createQuery(
            """
            SELECT id, sent_at, deleted_at FROM chat_message
             WHERE room_id = :room AND deleted_at IS NOT NULL AND sent_at >= :from
               AND sent_at < coalesce((
                     SELECT n.sent_at FROM chat_message n
                      WHERE n.room_id = :room AND n.deleted_at IS NULL
                        AND (n.parent_id IS NULL OR n.parent_shown)
                        AND n.sent_at >= :lastAt AND (n.sent_at, n.id) > (:lastAt, :lastId)
                      ORDER BY n.sent_at, n.id LIMIT 1), 'infinity')
               AND (parent_id IS NULL OR parent_shown)
             ORDER BY sent_at, id LIMIT :limit
            """)
        .bind("room", roomId)
        .bind("from", RoomRows.utc(from))
        .bind("lastAt", RoomRows.utc(last.sentAt()))
        .bind("lastId", last.id())
        .bind("limit", ChatMessages.LONGEST_PAGE)
        .mapTo(Tombstone.class)
        .list();
  }
}
