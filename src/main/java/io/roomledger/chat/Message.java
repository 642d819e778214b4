package io.roomledger.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was said in a room.
 *
 * @param id its id, 17 characters
 * @param roomId the room
 * @param sentAt when, in microseconds; messages are ordered by {@code (sentAt, id)}
 * @param authorId the account that wrote it; empty for a program without an account
 * @param alias the name to show instead of the author's, often empty
 * @param text what was written
 * @param systemKind the kind of a message that the system wrote, such as {@code uj}; empty for
 *     people and programs
 * @param parentId the message that it answers in a thread
 * @param parentShown whether the answer is shown in the room as well
 * @param edited when it was last changed and by whom
 * @param reactions the emojis under it
 * @param files what came with it
 * @param extras what it carries beside its text
 */
public record Message(
    String id,
    String roomId,
    Instant sentAt,
    Optional<String> authorId,
    String alias,
    String text,
    String systemKind,
    Optional<String> parentId,
    boolean parentShown,
    Optional<Edit> edited,
    List<Reaction> reactions,
    List<ChatFile> files,
    MessageExtras extras) {
  public Message {
    reactions = List.copyOf(reactions);
    files = List.copyOf(files);
  }

  /** A message that carries nothing but its text, its reactions and its files. */
  public Message(
      String id,
      String roomId,
      Instant sentAt,
      Optional<String> authorId,
      String alias,
      String text,
      String systemKind,
      Optional<String> parentId,
      boolean parentShown,
      Optional<Edit> edited,
      List<Reaction> reactions,
      List<ChatFile> files) {
    this(
        id,
        roomId,
        sentAt,
        authorId,
        alias,
        text,
        systemKind,
        parentId,
        parentShown,
        edited,
        reactions,
        files,
        MessageExtras.NONE);
  }

  /**
   * A change of a message.
   *
   * @param at when
   * @param by the account, empty if not known
   */
  public record Edit(Instant at, String by) {}
}
