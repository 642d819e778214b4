package io.roomledger.chat;

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
                            ? " AND (sent_at, id) < (:at, :id) ORDER BY sent_at DESC, id DESC"
                            : " AND (sent_at, id) > (:at, :id) ORDER BY sent_at, id")
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
}
