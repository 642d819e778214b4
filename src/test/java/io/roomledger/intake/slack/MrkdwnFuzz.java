package io.roomledger.intake.slack;

import java.nio.charset.StandardCharsets;

/** Slack's way of writing: any text becomes a text. */
public final class MrkdwnFuzz {
  private static final Mrkdwn MRKDWN = new Mrkdwn(id -> "user-" + id);

  private MrkdwnFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    MRKDWN.decode(new String(bytes, StandardCharsets.UTF_8));
  }
}
