package io.roomledger.hold;

import java.util.Optional;

/**
 * Which holds are wanted.
 *
 * @param kind on what; empty for all that the caller may see
 * @param subject on which of them, by its id
 * @param words what is in the name of what is held, or in the reason; empty for all
 * @param lifted whether those that were lifted are among them
 */
public record HoldFilter(
    Optional<HeldKind> kind, Optional<String> subject, String words, boolean lifted) {
  /** All that are in force. */
  public static final HoldFilter NOW =
      new HoldFilter(Optional.empty(), Optional.empty(), "", false);

  /** All on one thing, those that were lifted too. */
  public static HoldFilter on(HeldKind kind, String subject) {
    return new HoldFilter(Optional.of(kind), Optional.of(subject), "", true);
  }
}
