package io.roomledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.export.ExportOrder.Handling;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the command line says how a file is handed out. */
final class HandlingOptions {
  @Option(
      names = "--recipient",
      paramLabel = "age1...",
      description = {
        "Encrypts the file for the holder of this age key; may be repeated.",
        "Its name then ends in .age."
      })
  private List<String> recipients = List.of();

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = {
        "Encrypts the file with the passphrase in the first line of FILE, - for stdin:",
        "an AES zip with the file in it. Its name then ends in .aes.zip."
      })
  private @Nullable Path passphrase;

  @Option(
      names = "--mail",
      paramLabel = "ADDRESS",
      description = "Mails a link to the file to this address; may be repeated.")
  private List<String> mail = List.of();

  @Option(
      names = "--webhook",
      paramLabel = "ID",
      description = "Tells this webhook of the file; may be repeated.")
  private List<String> webhooks = List.of();

  @Option(
      names = "--folder",
      paramLabel = "PATH",
      description = "Puts the file into this folder below deliveries.folder; may be repeated.")
  private List<String> folders = List.of();

  @Option(
      names = "--bucket",
      paramLabel = "PREFIX",
      description = {
        "Puts the file into the bucket of deliveries.s3 under this prefix; may be repeated.",
        "--bucket= for none."
      })
  private List<String> buckets = List.of();

  @Option(
      names = "--keep",
      paramLabel = "DAYS",
      description = "Keeps the file so many days, and not as long as exports.keep says.")
  private @Nullable Integer keep;

  /** What the name of the file gets behind it. */
  String ending() {
    if (!recipients.isEmpty() && passphrase != null) {
      throw new RefusedException(
          new Refusal.Invalid("--passphrase-file", "with --recipient", "one of the two"));
    }
    if (!recipients.isEmpty()) {
      return new Encryption.ToRecipients(recipients).ending();
    }
    return passphrase == null ? "" : new Encryption.WithPassphrase("").ending();
  }

  /** All of it; reads the passphrase. */
  Handling handling() throws IOException {
    List<Delivery> deliveries = new ArrayList<>();
    if (!mail.isEmpty()) {
      deliveries.add(new Delivery.Mail(mail));
    }
    webhooks.forEach(id -> deliveries.add(new Delivery.Webhook(id)));
    folders.forEach(path -> deliveries.add(new Delivery.Folder(path)));
    buckets.forEach(prefix -> deliveries.add(new Delivery.Bucket(prefix)));
    return new Handling(encryption(), deliveries, Optional.ofNullable(keep).map(Duration::ofDays));
  }

  private Encryption encryption() throws IOException {
    if (!recipients.isEmpty()) {
      return new Encryption.ToRecipients(recipients);
    }
    return passphrase == null
        ? new Encryption.None()
        : new Encryption.WithPassphrase(Secrets.line(passphrase));
  }
}
