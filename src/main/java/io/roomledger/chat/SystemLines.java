package io.roomledger.chat;

import io.roomledger.base.Ids;
import io.roomledger.identity.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Writes into a room what happened to it, as messages of the system: who does not read the audit
 * log sees it there, and so does an export.
 */
final class SystemLines {
  private SystemLines() {}

  /**
   * Writes a line.
   *
   * @param by who did it; the operator is nobody, and then the line has no author
   * @param kind the kind, such as {@code uj}
   * @param text the name or value that it is about
   */
  static void write(Handle handle, String roomId, Caller by, String kind, String text, Instant at) {
    MessageRows.insert(
        handle,
        new Message(
            Ids.random(),
            roomId,
            at,
            RoomRights.accountOf(by),
            by instanceof Caller.Person ? "" : "system",
            text,
            kind,
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(),
            List.of()));
  }
}
