package io.roomledger.chat;

import java.util.Optional;

/**
 * What somebody wants to say.
 *
 * @param roomId where
 * @param text what
 * @param parentId the message it answers in a thread
 * @param parentShown whether the answer is shown in the room as well
 * @param id the id it is to have, if its writer has made one already
 * @param alias a name to show instead of the author's; empty for none
 * @param extras what it carries beside its text
 */
public record Draft(
    String roomId,
    String text,
    Optional<String> parentId,
    boolean parentShown,
    Optional<String> id,
    String alias,
    MessageExtras extras) {

  /** A message of nothing but text, which may answer another. */
  public Draft(String roomId, String text, Optional<String> parentId, boolean parentShown) {
    this(roomId, text, parentId, parentShown, Optional.empty(), "", MessageExtras.NONE);
  }

  /** A message that answers nothing. */
  public static Draft of(String roomId, String text) {
    return new Draft(roomId, text, Optional.empty(), false);
  }
}
