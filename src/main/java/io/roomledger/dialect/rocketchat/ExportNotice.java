package io.roomledger.dialect.rocketchat;

import io.roomledger.export.ExportOrder;
import io.roomledger.identity.Account;
import java.util.Optional;

/**
 * The mail that says that a file is ready. The vendor's words; but its text part loses the address,
 * and here it has it.
 */
final class ExportNotice {
  private static final String ROOM = "Channel Export";
  private static final String PERSON = "Your Data File is Ready to Download";
  private static final String HTML =
      "Your data file is now ready to download. Click <a href=\"{link}\">here</a> to download it.";
  private static final String TEXT =
      "Your data file is now ready to download. Click here to download it: {link}";

  private ExportNotice() {}

  /** Of a room's file. None for somebody without an address: the order is taken all the same. */
  static Optional<ExportOrder.Notice> ofRoom(Account account) {
    return notice(account, ROOM);
  }

  /** Of the file with somebody's own data. */
  static Optional<ExportOrder.Notice> ofPerson(Account account) {
    return notice(account, PERSON);
  }

  private static Optional<ExportOrder.Notice> notice(Account account, String subject) {
    return account
        .email()
        .map(email -> new ExportOrder.Notice(email, subject, HTML, TEXT, DataExport.LINK));
  }
}
