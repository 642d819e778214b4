package io.roomledger.delivery;

import io.roomledger.export.Deliveries;
import io.roomledger.export.PackagePath;
import java.nio.charset.StandardCharsets;

/**
 * The name of a file where others read: the export's number, so that a delivery that is repeated
 * meets itself, and what the order calls it, as far as any file system takes it.
 */
final class PlainName {
  private static final int MOST_BYTES = 200;

  private PlainName() {}

  static String of(Deliveries.Due due) {
    return due.export().id() + "-" + safe(due.file().name());
  }

  /** The name without what a file system or a shell stumbles over; its ending is kept. */
  static String safe(String name) {
    String plain = PackagePath.safe(name.replace('/', '_')).replaceAll("[\\p{Cntrl}\\s]+", "_");
    int cut = 0;
    while (plain.substring(cut).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      cut += Character.charCount(plain.codePointAt(cut));
    }
    return plain.substring(cut);
  }
}
