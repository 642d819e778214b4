package io.roomledger.chat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An emoji under a message and who put it there.
 *
 * @param emoji its name between colons, such as {@code :thumbsup:}
 * @param by the accounts, or their user names in a {@link ChatLine}, in the order in which they
 *     reacted
 */
public record Reaction(String emoji, List<String> by) {
  public Reaction {
    by = List.copyOf(by);
  }

  /** {@code reactions} with the account's {@code emoji} there or not there. */
  static List<Reaction> changed(
      List<Reaction> reactions, String emoji, String accountId, boolean there) {
    List<Reaction> others = new ArrayList<>();
    Set<String> by = new LinkedHashSet<>();
    int place = reactions.size();
    for (Reaction reaction : reactions) {
      if (reaction.emoji().equals(emoji)) {
        place = others.size();
        by.addAll(reaction.by());
      } else {
        others.add(reaction);
      }
    }
    boolean _ = there ? by.add(accountId) : by.remove(accountId);
    if (!by.isEmpty()) {
      others.add(Math.min(place, others.size()), new Reaction(emoji, List.copyOf(by)));
    }
    return others;
  }
}
