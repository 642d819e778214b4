package io.roomledger.dialect.rocketchat;

import io.roomledger.export.ExportOrder;
import io.roomledger.identity.Account;
import java.util.Optional;

/**
 * The mail that says that a file is ready. The vendor's words; but its text part loses the address,
 * and here it has it.
 */
final class ExportNotice {
  private static final String SUBJECT = "Channel Export";
  private static final String HTML =
      "Your data file is now ready to download. Click <a href=\"{link}\">here</a> to download it.";
  private static final String TEXT =
      "Your data file is now ready to download. Click here to download it: {link}";

  private ExportNotice() {}

  /** None for somebody without an address: the order is taken all the same. */
  static Optional<ExportOrder.Notice> to(Account account) {
    return account
        .email()
        .map(email -> new ExportOrder.Notice(email, SUBJECT, HTML, TEXT, DataExport.LINK));
  }
}
