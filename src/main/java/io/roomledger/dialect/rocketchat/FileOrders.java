package io.roomledger.dialect.rocketchat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.FileNames;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.http.Answer;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Orders files that a mail tells of, under the vendor's names. */
final class FileOrders {
  private final Exports exports;
  private final Clock clock;

  FileOrders(Exports exports, Clock clock) {
    this.exports = exports;
    this.clock = clock;
  }

  /** Orders it. Somebody whose address cannot be written to gets the file and no mail. */
  ExportJob order(Caller.Person caller, ExportOrder order) {
    try {
      return exports.order(caller, order);
    } catch (RefusedException e) {
      boolean badAddress =
          e.refusal() instanceof Refusal.Invalid invalid && invalid.field().equals("notice");
      if (!badAddress) {
        throw e;
      }
      return exports.order(
          caller,
          new ExportOrder(
              order.recipe(),
              order.period(),
              order.selection(),
              order.fileName(),
              Optional.empty()));
    }
  }

  /** The day, who orders, and what kind of file it is. */
  String fileName(Account account, String kind) {
    String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    String who = account.name().isBlank() ? account.username() : account.name();
    return day + "-" + FileNames.safe(who) + kind + ".zip";
  }

  /**
   * The vendor's answer does not say what was ordered, and whether a mail will ever come. Two
   * headers do: the number, by which the file is to be had at {@link DataExport#LINK}, and {@code
   * sent} or {@code none}.
   */
  Answer told(Answer answer, ExportJob export) {
    boolean mail = exports.mails() && export.order().notice().isPresent();
    return answer
        .with("X-Roomledger-Export", Long.toString(export.id()))
        .with("X-Roomledger-Mail", mail ? "sent" : "none");
  }
}
