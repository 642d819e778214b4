package io.roomledger.export;

import io.roomledger.mail.Letter;
import java.util.List;
import java.util.Optional;

/** Writes the letter that says that a file is ready. */
final class Notices {
  private Notices() {}

  /** The letter of {@code notice}, with the file's address put in. */
  static Letter letter(ExportOrder.Notice notice, String publicAddress, long id) {
    String base = publicAddress.replaceFirst("/+$", "");
    String link = base + notice.linkPath().replace("{id}", Long.toString(id));
    return new Letter(
        List.of(notice.to()),
        Optional.empty(),
        notice.subject(),
        notice.html().replace("{link}", escaped(link)),
        notice.text().replace("{link}", link));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
