package io.roomledger.dialect.ledger;

import io.roomledger.base.Period;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.export.ExportOrder.Handling;
import io.roomledger.export.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What somebody wants exported, as a request says it. */
record ExportWish(
    @Means("What kind of file; GET /exports/recipes names them.") String recipe,
    @Means("The first moment of the records; all there are, if it is left out.")
        Optional<Instant> from,
    @Means("The first moment behind them.") Optional<Instant> to,
    @Means(
            value =
                "Which records, such as {\"room\": [\"GENERAL\"]}. A chat knows room, workspace,"
                    + " person, words, since (the number of an export), names (keep, replace) and"
                    + " attachments (include, link, leave); what a recipe does not know is"
                    + " refused.",
            most = 100)
        Optional<Map<String, List<String>>> selection,
    @Means(value = "The name of the file; one is made, if it is left out.", most = 255)
        Optional<String> fileName,
    @Means("For whose eyes the file is; for everybody's who has it, if it is left out.")
        Optional<EncryptionWish> encryption,
    @Means(value = "Where the file is brought to, beside being there to be fetched.", most = 10)
        Optional<List<DeliveryWish>> deliveries,
    @Means("How long the file is kept, in milliseconds.") Optional<Duration> keep) {

  /** For whose eyes; one of the two. */
  record EncryptionWish(
      @Means(value = "Public keys of age (age1...).", most = 20) Optional<List<String>> recipients,
      @Means(value = "12 to 200 characters that open an AES zip.", most = 200)
          Optional<String> passphrase) {
    Encryption encryption() {
      if (recipients.isPresent() == passphrase.isPresent()) {
        throw Gate.invalid("encryption", "both or none", "recipients or a passphrase");
      }
      return recipients.isPresent()
          ? new Encryption.ToRecipients(recipients.get())
          : new Encryption.WithPassphrase(passphrase.orElseThrow());
    }
  }

  /** Where to; one of the four. */
  record DeliveryWish(
      @Means(value = "Addresses that get a mail with a link.", most = 100)
          Optional<List<String>> mail,
      @Means("The id of a webhook.") Optional<String> webhook,
      @Means("A folder below that of the settings; empty for that one.") Optional<String> folder,
      @Means("What the key in the bucket of the settings begins with.") Optional<String> bucket) {
    Delivery delivery() {
      List<Delivery> said =
          java.util.stream.Stream.<Optional<Delivery>>of(
                  mail.map(Delivery.Mail::new),
                  webhook.map(Delivery.Webhook::new),
                  folder.map(Delivery.Folder::new),
                  bucket.map(Delivery.Bucket::new))
              .flatMap(Optional::stream)
              .toList();
      if (said.size() != 1) {
        throw Gate.invalid(
            "deliveries", said.size() + " ways in one", "mail, webhook, folder or bucket");
      }
      return said.getFirst();
    }
  }

  /** The order, under its file's name or else {@code usual}. */
  ExportOrder order(String usual) {
    return new ExportOrder(
        recipe,
        new Period(from.orElse(Period.ALWAYS.from()), to.orElse(Period.ALWAYS.to())),
        new Selection(selection.orElse(Map.of())),
        fileName.orElse(usual),
        Optional.empty(),
        handling());
  }

  private Handling handling() {
    return new Handling(
        encryption.map(EncryptionWish::encryption).orElse(Handling.PLAIN.encryption()),
        deliveries.orElse(List.of()).stream().map(DeliveryWish::delivery).toList(),
        keep);
  }
}
