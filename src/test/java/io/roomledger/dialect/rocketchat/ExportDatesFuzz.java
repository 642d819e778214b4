package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The dates of an order. */
public final class ExportDatesFuzz {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private ExportDatesFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int middle = text.length() / 2;
    try {
      new ExportDates(RocketChatSettings.standard(), NOW)
          .period(new TextNode(text.substring(0, middle)), new TextNode(text.substring(middle)));
    } catch (FailureException refused) {
      // in the vendor's words
    }
  }
}
