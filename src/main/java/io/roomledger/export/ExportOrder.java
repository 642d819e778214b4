package io.roomledger.export;

import io.roomledger.base.Period;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants exported.
 *
 * @param recipe the name of the {@link Recipe}
 * @param period which stretch of time
 * @param selection which records in it
 * @param fileName the name under which the result is handed out, before it is encrypted
 * @param notice the mail to send to the orderer when it is done, if one is wanted
 * @param handling how the file is handed out
 */
public record ExportOrder(
    String recipe,
    Period period,
    Selection selection,
    String fileName,
    Optional<Notice> notice,
    Handling handling) {

  /** An order whose file is only there to be fetched, as it is. */
  public ExportOrder(
      String recipe, Period period, Selection selection, String fileName, Optional<Notice> notice) {
    this(recipe, period, selection, fileName, notice, Handling.PLAIN);
  }

  /** The same, handed out otherwise. */
  public ExportOrder with(Handling other) {
    return new ExportOrder(recipe, period, selection, fileName, notice, other);
  }

  /** The same of other records. */
  ExportOrder selecting(Selection other) {
    return new ExportOrder(recipe, period, other, fileName, notice, handling);
  }

  /** The name of the file that people get: that of what is encrypted with an ending of its own. */
  public String handedOutName() {
    return fileName + handling.encryption().ending();
  }

  /**
   * A mail that says that the file is ready. {@code {link}} in its texts becomes the address.
   *
   * @param to the address
   * @param subject one line
   * @param html the body for people
   * @param text the same without HTML
   * @param linkPath where the file is handed out, with {@code {id}} for the export's id; the
   *     server's address comes before it
   */
  public record Notice(String to, String subject, String html, String text, String linkPath) {}

  /**
   * How the file is handed out. It can always be fetched by its owner; deliveries come on top.
   *
   * @param encryption for whose eyes it is
   * @param deliveries where it is brought to once it is done, each on its own and tried again
   * @param keep how long the file is kept after it was done; if nothing is said, as long as the
   *     setting {@code exports.keep} says
   */
  public record Handling(
      Encryption encryption, List<Delivery> deliveries, Optional<Duration> keep) {
    /** Clear, only to be fetched, kept as long as the setting says. */
    public static final Handling PLAIN =
        new Handling(new Encryption.None(), List.of(), Optional.empty());

    public Handling {
      deliveries = List.copyOf(deliveries);
    }
  }

  /** For whose eyes a file is. No clear byte of an encrypted one is ever stored. */
  public sealed interface Encryption {
    /** What the name of the file gets behind it. */
    String ending();

    /** For everybody who has the file. */
    record None() implements Encryption {
      @Override
      public String ending() {
        return "";
      }
    }

    /**
     * For the holders of these keys, by age.
     *
     * @param recipients public keys of age, {@code age1...}; any one of their secret halves opens
     *     the file
     */
    record ToRecipients(List<String> recipients) implements Encryption {
      public ToRecipients {
        recipients = List.copyOf(recipients);
      }

      @Override
      public String ending() {
        return ".age";
      }
    }

    /**
     * For who knows a passphrase: an AES zip with the file in it.
     *
     * @param passphrase 12 to 200 characters of ASCII; empty in every order that a door gives back,
     *     as it is sealed until the job has ended and then erased
     */
    record WithPassphrase(String passphrase) implements Encryption {
      @Override
      public String ending() {
        return ".aes.zip";
      }

      /** Never shows the passphrase. */
      @Override
      public String toString() {
        return "WithPassphrase[...]";
      }
    }
  }

  /** Where a file is brought to. */
  public sealed interface Delivery {
    /**
     * A mail that says where the file can be fetched.
     *
     * @param to the addresses
     */
    record Mail(List<String> to) implements Delivery {
      public Mail {
        to = List.copyOf(to);
      }
    }

    /**
     * A signed call of a registered address, which says where the file can be fetched.
     *
     * @param id the webhook's
     */
    record Webhook(String id) implements Delivery {}

    /**
     * A file in a folder of the server.
     *
     * @param path the folder below the one of the settings; empty for that one
     */
    record Folder(String path) implements Delivery {}

    /**
     * An object in the bucket of the settings.
     *
     * @param prefix what its key begins with, behind that of the settings; empty for none
     */
    record Bucket(String prefix) implements Delivery {}
  }
}
