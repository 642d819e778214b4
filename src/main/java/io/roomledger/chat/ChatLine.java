package io.roomledger.chat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is exported: like {@link Message}, with names in place of account ids.
 *
 * @param id its id
 * @param sentAt when
 * @param username the author's user name, or what the program called itself
 * @param name the author's name for people
 * @param text what was written, as stored
 * @param systemKind the kind of a message that the system wrote; empty for people and programs
 * @param editedAt when it was last changed
 * @param parentId the message that it answers; empty for none
 * @param reactions the emojis under it, with user names
 * @param files what came with it; what has no bytes says why
 * @param context what it has beside what was said
 */
public record ChatLine(
    String id,
    Instant sentAt,
    String username,
    String name,
    String text,
    String systemKind,
    @Nullable Instant editedAt,
    String parentId,
    List<Reaction> reactions,
    List<ChatFile> files,
    LineContext context) {

  /** What people read: for a message of the system an English sentence. */
  public String sentence() {
    return systemKind.isEmpty() ? text : SystemSentence.of(systemKind, text);
  }

  /** This with other things said of its files. */
  ChatLine with(List<ChatFile> others, List<FileView> views) {
    return new ChatLine(
        id,
        sentAt,
        username,
        name,
        text,
        systemKind,
        editedAt,
        parentId,
        reactions,
        others,
        context.with(views));
  }
}
