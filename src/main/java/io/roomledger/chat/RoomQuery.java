package io.roomledger.chat;

import io.roomledger.base.Window;
import java.util.Optional;
import java.util.Set;

/**
 * Which rooms are listed, and how.
 *
 * @param kinds their kinds
 * @param words what their name, title or topic contains, whatever its case; empty for all
 * @param id only the room of that id
 * @param order by what they are ordered
 * @param descending whether the last comes first
 * @param window which part of the list
 */
public record RoomQuery(
    Set<RoomKind> kinds,
    String words,
    Optional<String> id,
    Order order,
    boolean descending,
    Window window) {
  public RoomQuery {
    kinds = Set.copyOf(kinds);
  }

  /** By what rooms can be ordered. */
  public enum Order {
    /** By name, whatever its case. */
    NAME("lower(CASE WHEN r.name = '' THEN r.title ELSE r.name END)"),
    /** By when they were made. */
    CREATED("r.created_at"),
    /** By how many are in them. */
    MEMBERS("member_count"),
    /** By how many messages they have. */
    MESSAGES("message_count"),
    /** By when they or what is said in them last changed. */
    CHANGED("changed");

    private final String column;

    Order(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }
  }

  /** The rooms of a kind by name. */
  public static RoomQuery of(RoomKind kind, Window window) {
    return new RoomQuery(Set.of(kind), "", Optional.empty(), Order.NAME, false, window);
  }

  /** Only the room of that id. */
  public RoomQuery only(Optional<String> roomId) {
    return new RoomQuery(kinds, words, roomId, order, descending, window);
  }

  /** In that order. */
  public RoomQuery by(Order other, boolean down) {
    return new RoomQuery(kinds, words, id, other, down, window);
  }
}
