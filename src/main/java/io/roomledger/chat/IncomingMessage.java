package io.roomledger.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message that an importer brings.
 *
 * @param key 14 characters that tell it from others of the room and are the same at every import
 *     (see {@link io.roomledger.base.Ids#derived}); messages of the same key are told apart by the
 *     order in which they come
 * @param sentAt when, in microseconds
 * @param authorId the account that wrote it
 * @param alias the name to show, when there is no account
 * @param text what was written
 * @param systemKind the kind of a message that the system wrote; empty for people and programs
 * @param parentKey the key of the message that it answers
 * @param parentShown whether the answer is shown in the room as well
 * @param edited when it was last changed and by whom
 * @param reactions the emojis under it
 * @param files what came with it; their bytes are stored by {@link ChatIntake#keep} before
 * @param extras what it carries beside its text
 * @param ids the ids of it and of what it answers, where they are to be kept
 */
public record IncomingMessage(
    String key,
    Instant sentAt,
    Optional<String> authorId,
    String alias,
    String text,
    String systemKind,
    Optional<String> parentKey,
    boolean parentShown,
    Optional<Message.Edit> edited,
    List<Reaction> reactions,
    List<ChatFile> files,
    MessageExtras extras,
    Ids ids) {
  /** The length of a key. */
  public static final int KEY_LENGTH = 14;

  public IncomingMessage {
    if (key.length() != KEY_LENGTH) {
      throw new IllegalArgumentException("key of an incoming message: " + key);
    }
    reactions = List.copyOf(reactions);
    files = List.copyOf(files);
  }

  /**
   * Ids that are kept instead of being made of keys.
   *
   * @param own of the message
   * @param parent of what it answers
   */
  public record Ids(Optional<String> own, Optional<String> parent) {
    /** Ids are made of keys. */
    public static final Ids OF_KEYS = new Ids(Optional.empty(), Optional.empty());
  }

  /** A message that carries nothing besides, and whose id is made of its key. */
  public IncomingMessage(
      String key,
      Instant sentAt,
      Optional<String> authorId,
      String alias,
      String text,
      String systemKind,
      Optional<String> parentKey,
      boolean parentShown,
      Optional<Message.Edit> edited,
      List<Reaction> reactions,
      List<ChatFile> files) {
    this(
        key,
        sentAt,
        authorId,
        alias,
        text,
        systemKind,
        parentKey,
        parentShown,
        edited,
        reactions,
        files,
        MessageExtras.NONE,
        Ids.OF_KEYS);
  }
}
