package io.roomledger.export.format;

import java.util.List;

/** What people write that a careless format would take for something else. */
public final class HostileTexts {
  /** All of it, lone surrogates too. */
  public static final List<String> ALL =
      List.of(
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(1)>",
          "=HYPERLINK(\"http://evil.example\",\"click\")",
          "+1+1",
          "-1 or so",
          "@SUM(A1)",
          "]]> <!-- <![CDATA[ --> &amp; &#0;",
          "nul \u0000 bell \u0007 escape \u001b[31m",
          "lone \ud83d high, lone \ude00 low",
          "\u202Egnp.exe\u202C and \u2066isolated\u2069",
          "\ufffe and \uffff",
          "  blanks at both ends  ",
          "two\nlines, \"quoted\", and; semi\\colon",
          "_x0041_ is not A",
          "\ud83d\ude00 family \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
          "漢字とかな العربية עברית",
          "{\"json\":[1,2]} 'apostrophe'",
          "END:VCALENDAR",
          "http://x\"onmouseover=alert(1) javascript:alert(1)");

  private HostileTexts() {}
}
