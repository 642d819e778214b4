package io.roomledger.dialect.ledger;

import io.roomledger.base.RefusedException;
import java.nio.charset.StandardCharsets;

/** What an upload says of its file. */
public final class UploadMetadataFuzz {
  private UploadMetadataFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      Metadata metadata = Metadata.parse(new String(bytes, StandardCharsets.ISO_8859_1));
      metadata.values().keySet().forEach(metadata::many);
    } catch (RefusedException refused) {
      // in words
    }
  }
}
