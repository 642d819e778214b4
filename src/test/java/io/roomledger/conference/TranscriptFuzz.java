package io.roomledger.conference;

import io.roomledger.base.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Subtitles become paragraphs; printed as WebVTT they can be read again. */
public final class TranscriptFuzz {
  private static final UUID RECORDING = new UUID(1, 1);

  private TranscriptFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    keys(text);
    List<Paragraph> paragraphs;
    try {
      paragraphs = Subtitles.parse(RECORDING, text);
    } catch (RefusedException refused) {
      return;
    }
    // what was taken in, the server gives out, and takes in again
    if (!paragraphs.isEmpty()) {
      Subtitles.parse(RECORDING, WebVtt.print(paragraphs));
    }
  }

  private static void keys(String text) {
    try {
      RecordingKey key = RecordingKey.parse(text);
      if (!RecordingKey.parse(key.text()).equals(key)) {
        throw new AssertionError("another key");
      }
    } catch (RefusedException refused) {
      // as it should be
    }
  }
}
