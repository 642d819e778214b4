package io.roomledger.chat;

import java.util.List;
import java.util.Optional;

/**
 * A part of a room's conversation, as people read it.
 *
 * @param messages in the order in which they were sent
 * @param before the place before which there is more, if there is
 * @param after the place after which there is more, if there is
 */
public record Stretch(List<Message> messages, Optional<String> before, Optional<String> after) {
  public Stretch {
    messages = List.copyOf(messages);
  }

  /** The part of a room's conversation before, or after, a place. */
  public enum Way {
    BEFORE,
    AFTER
  }
}
