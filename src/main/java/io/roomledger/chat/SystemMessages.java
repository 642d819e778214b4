package io.roomledger.chat;

import io.roomledger.base.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Writes what the system says in a room, in the transaction of what it tells of. */
final class SystemMessages {
  private SystemMessages() {}

  /**
   * Something that happened in a room.
   *
   * @param roomId where
   * @param kind what, such as {@code uj}; see {@link SystemSentence}
   * @param text the user name or value that it is about
   */
  record Event(String roomId, String kind, String text) {}

  /**
   * Says it.
   *
   * @param authorId who did it
   */
  static void say(Handle handle, Event event, String authorId, Instant at) {
    boolean _ =
        MessageRows.insert(
            handle,
            new Message(
                Ids.random(),
                event.roomId(),
                at,
                Optional.of(authorId),
                "",
                event.text(),
                event.kind(),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(),
                List.of()));
  }
}
