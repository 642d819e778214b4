package io.roomledger.chat;

import java.util.Optional;

/**
 * What a message carries beside its text.
 *
 * @param emoji an emoji in place of the author's picture, such as {@code :ghost:}; empty for none
 * @param avatar the address of a picture in its place; empty for none
 * @param attachments a JSON list, as it came: messages that are quoted, and what programs attach;
 *     empty for none
 * @param customFields a JSON object, kept for whoever wrote it; empty for none
 * @param pinned when it was pinned to the room, and by whom
 */
public record MessageExtras(
    String emoji,
    String avatar,
    String attachments,
    String customFields,
    Optional<Message.Edit> pinned) {
  /** Nothing. */
  public static final MessageExtras NONE = new MessageExtras("", "", "", "", Optional.empty());

  /** These with that list in place of what was attached. */
  public MessageExtras attaching(String list) {
    return new MessageExtras(emoji, avatar, list, customFields, pinned);
  }

  MessageExtras pinned(Optional<Message.Edit> pin) {
    return new MessageExtras(emoji, avatar, attachments, customFields, pin);
  }
}
