package io.roomledger.chat;

import io.roomledger.identity.Account;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an exported message has beside what was said.
 *
 * @param authorId the account that wrote it; empty for a program without one
 * @param editor the user name of who changed it last; empty if nobody did
 * @param pinned when it was pinned to the room, and the user name of who did
 * @param shown whether a reply in a thread is shown in the room as well
 * @param replies how many messages of the exported period reply to it
 * @param repliedAt when the last of them was written
 * @param mentions the people that its text mentions, of those who ever wrote here or are members
 * @param attachments a JSON list, as it came: messages that are quoted, and what programs attach;
 *     empty for none
 * @param pictures what is known of its files beside {@link ChatFile}, one for each in its place
 */
public record LineContext(
    String authorId,
    String editor,
    Optional<Message.Edit> pinned,
    boolean shown,
    long replies,
    Optional<Instant> repliedAt,
    List<Account> mentions,
    String attachments,
    List<FileView> pictures) {
  /** Nothing. */
  public static final LineContext NONE =
      new LineContext(
          "", "", Optional.empty(), false, 0, Optional.empty(), List.of(), "", List.of());

  public LineContext {
    mentions = List.copyOf(mentions);
    pictures = List.copyOf(pictures);
  }

  /** This with other things known of its files. */
  LineContext with(List<FileView> views) {
    return new LineContext(
        authorId, editor, pinned, shown, replies, repliedAt, mentions, attachments, views);
  }
}
