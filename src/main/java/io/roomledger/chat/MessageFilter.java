package io.roomledger.chat;

import io.roomledger.base.Period;
import io.roomledger.base.Window;
import java.util.Optional;
import java.util.Set;

/**
 * Which messages of a room are listed, and which part of them.
 *
 * @param roomId the room
 * @param period when they were sent
 * @param threads what is listed of threads
 * @param pinned whether only those that are pinned
 * @param mentioning only those that mention one of these accounts; empty for all
 * @param words only those that contain this, whatever its case; empty for all
 * @param newestFirst whether the youngest comes first
 * @param window which part of them
 */
public record MessageFilter(
    String roomId,
    Period period,
    Threads threads,
    boolean pinned,
    Set<String> mentioning,
    String words,
    boolean newestFirst,
    Window window) {
  public MessageFilter {
    mentioning = Set.copyOf(mentioning);
  }

  /** What is listed of threads. */
  public sealed interface Threads {
    /** Everything, replies too. */
    record Everything() implements Threads {}

    /** No replies but those that are shown in the room as well. */
    record RoomOnly() implements Threads {}

    /** The messages under which there are replies, by the latest reply. */
    record Parents() implements Threads {}

    /** The replies to one message. */
    record RepliesTo(String parentId) implements Threads {}
  }

  /** All messages of a room, the youngest first. */
  public static MessageFilter all(String roomId, Window window) {
    return new MessageFilter(
        roomId, Period.ALWAYS, new Threads.Everything(), false, Set.of(), "", true, window);
  }

  /** Those of that time. */
  public MessageFilter in(Period other) {
    return new MessageFilter(
        roomId, other, threads, pinned, mentioning, words, newestFirst, window);
  }

  /** Those of that kind. */
  public MessageFilter of(Threads other) {
    return new MessageFilter(roomId, period, other, pinned, mentioning, words, newestFirst, window);
  }

  /** Only those that are pinned. */
  public MessageFilter pinnedOnly() {
    return new MessageFilter(roomId, period, threads, true, mentioning, words, newestFirst, window);
  }

  /** Only those that mention one of these accounts, by id. */
  public MessageFilter mentioning(Set<String> accountIds) {
    return new MessageFilter(
        roomId, period, threads, pinned, accountIds, words, newestFirst, window);
  }

  /** Only those that contain this. */
  public MessageFilter containing(String text) {
    return new MessageFilter(
        roomId, period, threads, pinned, mentioning, text, newestFirst, window);
  }

  /** The oldest first. */
  public MessageFilter oldestFirst() {
    return new MessageFilter(roomId, period, threads, pinned, mentioning, words, false, window);
  }

  /** The message whose replies are asked for, if they are. */
  Optional<String> parent() {
    return threads instanceof Threads.RepliesTo replies
        ? Optional.of(replies.parentId())
        : Optional.empty();
  }
}
