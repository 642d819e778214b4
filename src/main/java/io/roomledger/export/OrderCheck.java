package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.mail.MailAddress;
import java.util.List;
import java.util.Map;

/** Refuses orders whose texts could not be stored, sent or handed out. */
final class OrderCheck {
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_VALUE = 1_000;
  private static final int MOST_VALUES = 100_000;
  private static final int LONGEST_BODY = 100_000;

  private OrderCheck() {}

  static void check(ExportOrder order) {
    text("file name", order.fileName(), LONGEST_NAME);
    if (order.fileName().isBlank() || order.fileName().matches(".*[/\\\\].*")) {
      throw invalid("file name", order.fileName(), "a name without slashes");
    }
    int values = 0;
    for (Map.Entry<String, List<String>> entry : order.selection().values().entrySet()) {
      text("selection", entry.getKey(), LONGEST_VALUE);
      for (String value : entry.getValue()) {
        text(entry.getKey(), value, LONGEST_VALUE);
      }
      values += entry.getValue().size();
    }
    if (values > MOST_VALUES) {
      throw invalid("selection", values + " values", "at most " + MOST_VALUES);
    }
    order.notice().ifPresent(OrderCheck::notice);
    HandlingCheck.check(order.handling());
  }

  private static void notice(ExportOrder.Notice notice) {
    MailAddress.check("notice", notice.to());
    text("notice subject", notice.subject(), LONGEST_NAME);
    text("notice link", notice.linkPath(), LONGEST_VALUE);
    if (notice.subject().isBlank()) {
      throw invalid("notice subject", "", "one line of text");
    }
    if (Math.max(notice.html().length(), notice.text().length()) > LONGEST_BODY) {
      throw new RefusedException(new Refusal.TooLarge("notice", LONGEST_BODY));
    }
  }

  static void text(String field, String text, int longest) {
    if (text.length() > longest) {
      throw invalid(field, text, "at most " + longest + " characters");
    }
    boolean bad =
        text.codePoints()
            .anyMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    if (bad) {
      throw invalid(field, text, "text without control characters");
    }
  }

  static RefusedException invalid(String field, String value, String expected) {
    return new RefusedException(new Refusal.Invalid(field, shown(value), expected));
  }

  /** {@code value} short and printable, for a refusal. */
  static String shown(String value) {
    String line = value.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    return line.length() <= 80 ? line : line.substring(0, 80) + "...";
  }
}
