package io.roomledger.export;

import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.export.ExportOrder.Handling;
import io.roomledger.mail.MailAddress;
import io.roomledger.seal.AesZip;
import io.roomledger.seal.Age;
import java.time.Duration;
import java.util.List;

/** Refuses what no file could be handed out by. */
final class HandlingCheck {
  private static final int MOST_RECIPIENTS = 20;
  private static final int MOST_DELIVERIES = 10;
  private static final int MOST_ADDRESSES = 100;
  private static final int LONGEST_PATH = 200;
  private static final Duration SHORTEST_KEEP = Duration.ofMinutes(1);
  private static final Duration LONGEST_KEEP = Duration.ofDays(3_660);

  private HandlingCheck() {}

  static void check(Handling handling) {
    switch (handling.encryption()) {
      case Encryption.None _ -> {
        // nothing to look at
      }
      case Encryption.ToRecipients(List<String> recipients) -> {
        size("recipients", recipients, MOST_RECIPIENTS);
        recipients.forEach(Age::check);
      }
      case Encryption.WithPassphrase(String passphrase) -> AesZip.check(passphrase);
    }
    deliveries(handling);
    handling.keep().ifPresent(HandlingCheck::keep);
  }

  /** The same of where to it is brought only. */
  static void deliveries(Handling handling) {
    if (handling.deliveries().size() > MOST_DELIVERIES) {
      size("deliveries", handling.deliveries(), MOST_DELIVERIES);
    }
    handling.deliveries().forEach(HandlingCheck::delivery);
  }

  private static void delivery(Delivery delivery) {
    switch (delivery) {
      case Delivery.Mail(List<String> to) -> {
        size("mail", to, MOST_ADDRESSES);
        to.forEach(address -> MailAddress.check("mail", address));
      }
      case Delivery.Webhook(String id) -> OrderCheck.text("webhook", id, LONGEST_PATH);
      case Delivery.Folder(String path) -> path("folder", path);
      case Delivery.Bucket(String prefix) -> path("bucket", prefix);
    }
  }

  /** Names joined by slashes that stay below where they begin. */
  private static void path(String field, String path) {
    OrderCheck.text(field, path, LONGEST_PATH);
    if (!path.isEmpty()
        && !path.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")) {
      throw OrderCheck.invalid(
          field, path, "names of letters, digits, dot, underscore and hyphen, joined by slashes");
    }
  }

  private static void size(String field, List<?> list, int most) {
    if (list.isEmpty() || list.size() > most) {
      throw OrderCheck.invalid(field, list.size() + " of them", "1 to " + most);
    }
  }

  private static void keep(Duration keep) {
    if (keep.compareTo(SHORTEST_KEEP) < 0 || keep.compareTo(LONGEST_KEEP) > 0) {
      throw OrderCheck.invalid("keep", keep.toString(), "one minute to ten years");
    }
  }
}
