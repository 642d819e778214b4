package io.roomledger.intake.recordings;

import io.roomledger.intake.UnreadableException;
import java.util.Arrays;

/** What recorders write beside their films. */
public final class RecorderMetadataFuzz {
  private RecorderMetadataFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
    try {
      if ((bytes[0] & 1) == 0) {
        BigBlueButtonMetadata.read(rest);
      } else {
        JibriMetadata.read(rest);
      }
    } catch (UnreadableException damaged) {
      if (damaged.getMessage() == null) {
        throw new AssertionError("damaged, and no word why");
      }
    }
  }
}
