package io.roomledger.chat;

import java.time.Duration;

/**
 * What people may do with messages, whatever their roles.
 *
 * @param longestText the most characters of a message
 * @param editing whether authors may change what they wrote
 * @param editFor how long after writing; zero for ever
 * @param deleting whether authors may delete what they wrote
 * @param deleteFor how long after writing; zero for ever
 */
public record MessageRules(
    int longestText, boolean editing, Duration editFor, boolean deleting, Duration deleteFor) {
  /** As Rocket.Chat begins: 5,000 characters, and no end to second thoughts. */
  public static final MessageRules STANDARD =
      new MessageRules(5000, true, Duration.ZERO, true, Duration.ZERO);
}
