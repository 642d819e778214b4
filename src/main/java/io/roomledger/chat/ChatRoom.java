package io.roomledger.chat;

import java.time.Instant;
import java.util.Optional;

/**
 * A chat room.
 *
 * @param id its id, 17 characters
 * @param organisation the organisation it belongs to
 * @param kind what sort of room it is
 * @param name its short name, unique in the organisation; empty for a conversation without one
 * @param title the name for people
 * @param topic what is talked about now
 * @param description what it is for
 * @param createdAt when it was made
 * @param creator the account that made it, if known
 * @param readOnly whether only its owners and moderators may write
 * @param archived whether it is closed
 */
public record ChatRoom(
    String id,
    String organisation,
    RoomKind kind,
    String name,
    String title,
    String topic,
    String description,
    Instant createdAt,
    Optional<String> creator,
    boolean readOnly,
    boolean archived) {

  /** What people call it: its title, or its name, or its id. */
  public String label() {
    if (!title.isEmpty()) {
      return title;
    }
    return name.isEmpty() ? id : name;
  }

  /** This under another name. */
  public ChatRoom named(String other) {
    return new ChatRoom(
        id,
        organisation,
        kind,
        other,
        title,
        topic,
        description,
        createdAt,
        creator,
        readOnly,
        archived);
  }
}
