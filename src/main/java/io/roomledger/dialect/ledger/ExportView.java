package io.roomledger.dialect.ledger;

import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.export.ExportStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An export, as it is told. */
record ExportView(
    @Means("Its number.") String id,
    @Means("What kind of file it is.") String recipe,
    @Means("The first moment of its records.") Instant from,
    @Means("The first moment behind them.") Instant to,
    @Means("Which records, by names that the recipe knows.") Map<String, List<String>> selection,
    @Means("The name of its file.") String fileName,
    @Means("How its file is encrypted.") Secrecy encryption,
    @Means("Where its file is brought to.") List<DeliveryView> deliveries,
    @Means("How long its file is kept, in milliseconds; null for what the server is set to.")
        Optional<Duration> keep,
    @Means("Who ordered it.") String orderedBy,
    Instant orderedAt,
    ExportStatus status,
    @Means("Why it failed, waits again or was cancelled.") Optional<String> reason,
    ProgressView progress,
    Optional<Instant> finishedAt,
    @Means("The file; null until it is there.") Optional<ResultView> result) {

  /** How a file is encrypted. */
  enum Secrecy {
    NONE,
    AGE,
    PASSPHRASE
  }

  /** Where a file is brought to; one of them is not null. */
  record DeliveryView(
      @Means("Addresses that get a mail.") Optional<List<String>> mail,
      @Means("The webhook that is called.") Optional<String> webhook,
      @Means("The folder of the server.") Optional<String> folder,
      @Means("What its key in the bucket begins with.") Optional<String> bucket) {
    static DeliveryView of(Delivery delivery) {
      return switch (delivery) {
        case Delivery.Mail(List<String> to) ->
            new DeliveryView(Optional.of(to), Optional.empty(), Optional.empty(), Optional.empty());
        case Delivery.Webhook(String id) ->
            new DeliveryView(Optional.empty(), Optional.of(id), Optional.empty(), Optional.empty());
        case Delivery.Folder(String path) ->
            new DeliveryView(
                Optional.empty(), Optional.empty(), Optional.of(path), Optional.empty());
        case Delivery.Bucket(String prefix) ->
            new DeliveryView(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(prefix));
      };
    }
  }

  /** How far it is. */
  record ProgressView(
      @Means("How many rows are done.") long done,
      @Means("How many there are; null while not known.") Optional<Long> total,
      @Means("Rows a second over the last seconds; 0 while not known.") double rate,
      @Means("How long it will go on, in milliseconds; null if that cannot be told.")
          Optional<Duration> left,
      @Means("How often it was begun.") int attempt) {}

  /** Its file. */
  record ResultView(
      @Means("In bytes.") long size,
      String mediaType,
      @Means("SHA-256 of the whole file in hexadecimal digits; its ETag too.") String sha256,
      @Means("How many rows it holds.") long rows,
      @Means("How many things are missing in it.") long gaps,
      @Means("When the file was deleted, if it was.") Optional<Instant> expiredAt) {}

  static ExportView of(ExportJob job) {
    ExportJob.Progress progress = job.progress();
    return new ExportView(
        Long.toString(job.id()),
        job.order().recipe(),
        job.order().period().from(),
        job.order().period().to(),
        job.order().selection().values(),
        job.order().handedOutName(),
        secrecy(job.order().handling().encryption()),
        job.order().handling().deliveries().stream().map(DeliveryView::of).toList(),
        job.order().handling().keep(),
        job.owner(),
        job.orderedAt(),
        job.status(),
        Optional.of(job.reason()).filter(reason -> !reason.isEmpty()),
        new ProgressView(
            progress.done(),
            progress.total(),
            progress.rate(),
            progress.left(),
            progress.attempt()),
        job.finishedAt(),
        job.result().map(result -> result(result, job.expiredAt())));
  }

  private static Secrecy secrecy(Encryption encryption) {
    return switch (encryption) {
      case Encryption.None _ -> Secrecy.NONE;
      case Encryption.ToRecipients _ -> Secrecy.AGE;
      case Encryption.WithPassphrase _ -> Secrecy.PASSPHRASE;
    };
  }

  private static ResultView result(ExportJob.Result result, Optional<Instant> expiredAt) {
    return new ResultView(
        result.size(),
        result.mediaType(),
        result.sha256(),
        result.rows(),
        result.gaps(),
        expiredAt);
  }
}
