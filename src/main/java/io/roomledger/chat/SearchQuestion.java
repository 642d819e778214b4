package io.roomledger.chat;

import io.roomledger.base.Period;
import java.util.Optional;

/**
 * What somebody looks for among messages.
 *
 * @param words words that all must be there; {@code "in quotes"} one after the other, {@code
 *     -without} this one, {@code begin*} of one
 * @param room only in that room, by its id; empty for all that the caller may read
 * @param author only what that account wrote, by its id; empty for everybody
 * @param period when it was sent
 * @param order what comes first
 */
public record SearchQuestion(
    String words, Optional<String> room, Optional<String> author, Period period, Order order) {
  /** What comes first. */
  public enum Order {
    /** The newest. */
    NEWEST,
    /**
     * What has the words most often and closest together, among the 1,000 newest that have them.
     */
    BEST
  }
}
