package io.roomledger.chat;

import io.roomledger.base.RefusedException;
import java.nio.charset.StandardCharsets;

/** What people type into the search, and the keys of pages. */
public final class SearchFuzz {
  private SearchFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      SearchWords.parse(text);
    } catch (RefusedException refused) {
      // in words
    }
    try {
      MessageKey key = MessageKey.parse(text);
      if (key.sentAt().isBefore(MessageKey.START.sentAt())
          || key.sentAt().isAfter(MessageKey.END.sentAt())) {
        throw new AssertionError("a moment that the database has not: " + key.sentAt());
      }
    } catch (RefusedException refused) {
      // in words
    }
  }
}
