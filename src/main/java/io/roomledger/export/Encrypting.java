package io.roomledger.export;

import io.roomledger.base.LeftOpen;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.seal.AesZip;
import io.roomledger.seal.Age;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * What a file passes on its way into the store: nothing, or its encryption. An attempt at an
 * encrypted file cannot be taken up in the middle, as its keys are nowhere but in it.
 */
final class Encrypting {
  private static final String ZIP = "application/zip";

  private final ExportOrder order;
  private final String passphrase;
  private final Instant now;

  /**
   * For one attempt.
   *
   * @param passphrase in the clear, or empty if the order has none
   * @param now the time that a zip carries
   */
  Encrypting(ExportOrder order, String passphrase, Instant now) {
    this.order = order;
    this.passphrase = passphrase;
    this.now = now;
  }

  /** Where the clear bytes go; closing it ends the encryption and leaves {@code out} open. */
  OutputStream over(OutputStream out) throws IOException {
    return switch (order.handling().encryption()) {
      case Encryption.None _ -> new LeftOpen(out);
      case Encryption.ToRecipients(List<String> recipients) -> Age.sealing(out, recipients);
      case Encryption.WithPassphrase _ -> AesZip.sealing(out, order.fileName(), now, passphrase);
    };
  }

  /** Whether an attempt can be taken up in the middle. */
  boolean none() {
    return order.handling().encryption() instanceof Encryption.None;
  }

  /** What the file is, when what is in it is {@code clear}. */
  String mediaType(String clear) {
    return switch (order.handling().encryption()) {
      case Encryption.None _ -> clear;
      case Encryption.ToRecipients _ -> "application/age";
      case Encryption.WithPassphrase _ -> ZIP;
    };
  }
}
