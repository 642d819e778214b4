package io.roomledger.chat;

import java.util.Optional;

/**
 * What somebody wants to say.
 *
 * @param roomId where
 * @param text what
 * @param parentId the message it answers in a thread
 * @param parentShown whether the answer is shown in the room as well
 */
public record Draft(String roomId, String text, Optional<String> parentId, boolean parentShown) {

  /** A message that answers nothing. */
  public static Draft of(String roomId, String text) {
    return new Draft(roomId, text, Optional.empty(), false);
  }
}
