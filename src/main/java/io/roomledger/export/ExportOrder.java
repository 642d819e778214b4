package io.roomledger.export;

import io.roomledger.base.Period;
import java.util.Optional;

/**
 * What somebody wants exported.
 *
 * @param recipe the name of the {@link Recipe}
 * @param period which stretch of time
 * @param selection which records in it
 * @param fileName the name under which the result is handed out
 * @param notice the mail to send to the orderer when it is done, if one is wanted
 */
public record ExportOrder(
    String recipe, Period period, Selection selection, String fileName, Optional<Notice> notice) {

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
}
