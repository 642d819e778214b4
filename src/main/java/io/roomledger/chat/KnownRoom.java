package io.roomledger.chat;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a whole room, in one snapshot, to whoever tells stretches of it: looked up for
 * the first, and kept for those that follow.
 */
final class KnownRoom {
  private final String room;
  private final ChatCopy copy;
  private final AuthorNames names;
  private @Nullable List<Answered> answered;

  private KnownRoom(String room, ChatCopy copy, AuthorNames names) {
    this.room = room;
    this.copy = copy;
    this.names = names;
  }

  /**
   * A message that others answer.
   *
   * @param place how many messages come before it, rounded down
   */
  record Answered(MessageKey key, long place) {}

  /** The room that was told last. */
  static final class Last {
    private volatile SoftReference<@Nullable KnownRoom> last = new SoftReference<>(null);

    /** What is known of the room of a stretch. */
    KnownRoom of(ChatStretch stretch, ChatCopy copy, RoomPouring pouring) {
      KnownRoom known = last.get();
      if (known == null || !known.room.equals(stretch.room())) {
        known = new KnownRoom(stretch.room(), copy, pouring.names(copy));
        last = new SoftReference<>(known);
      }
      return known;
    }
  }

  /** All of its messages that are wanted. */
  ChatCopy copy() {
    return copy;
  }

  /** What people of the room are called. */
  AuthorNames names() {
    return names;
  }

  /**
   * The messages that others answer, in their order.
   *
   * @param step places are multiples of this
   */
  synchronized List<Answered> answered(Handle snapshot, int step) {
    List<Answered> known = answered;
    if (known == null) {
      RoomCuts cuts = new RoomCuts(snapshot, copy);
      known = placed(cuts.answered(), cuts.cuts(step), step);
      answered = known;
    }
    return known;
  }

  private static List<Answered> placed(List<MessageKey> keys, List<MessageKey> cuts, int step) {
    List<Answered> placed = new ArrayList<>(keys.size());
    int before = 0;
    for (MessageKey key : keys) {
      while (before < cuts.size() && cuts.get(before).isBefore(key)) {
        before++;
      }
      placed.add(new Answered(key, (long) before * step));
    }
    return placed;
  }
}
