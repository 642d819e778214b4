package io.roomledger.export.format;

import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;

/**
 * What every page has around it.
 *
 * @param heading what the export is about
 * @param sheet its layout
 * @param target where pages go
 */
record HtmlShell(Heading heading, Sheet<?> sheet, Format.Target target) {
  private static final String STYLE = resource("style.css");
  private static final String ENTRY_STYLE = STYLE + resource("entry.css");
  private static final String SCRIPT = resource("search.js");

  /** Pages have no script at all. */
  private static final byte[] HEAD = head("", STYLE);

  /**
   * The entry page has one, known by its hash. What it loads are the files of {@link HtmlFilters}
   * and the pages; {@code strict-dynamic} trusts what that one script asks for and no element of
   * the page.
   */
  private static final byte[] SEARCHING =
      head("script-src 'sha256-" + hash(SCRIPT) + "' 'strict-dynamic'; ", ENTRY_STYLE);

  /**
   * No frame, no request: pictures of the package only. {@code file:} is named because browsers do
   * not agree that a file on disk is its own site.
   */
  private static byte[] head(String scripts, String style) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; %s\
    style-src 'sha256-%s'; img-src 'self' file:; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <meta name="color-scheme" content="light dark">
    <meta name="generator" content="Roomledger">
    <style>%s</style>
    <title>\
    """
        .formatted(scripts, hash(style), style)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String resource(String name) {
    try (InputStream in = HtmlShell.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The file name of page {@code number}. */
  static String page(int number) {
    return String.format(Locale.ROOT, "%04d.html", number);
  }

  /** A number with separators. */
  static String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  /**
   * The beginning of a page, up to its body. Read as a script, which is all that a browser lets the
   * entry page read of it, a page hands itself over as one text: what makes it a script are
   * comments of HTML, and {@link Utf8} leaves nothing in it that could end that text.
   */
  void page(Utf8 out, int number) throws IOException {
    out.raw("<!--\nroomledger(").raw(number).raw(",String.raw`-->\n");
    head(out, HEAD, heading.title() + " \u2013 page " + number);
  }

  /** The end of a page. */
  void endPage(Utf8 out) throws IOException {
    out.raw("</body>\n</html>\n<!--`)//-->\n");
    out.flush();
  }

  /** The beginning of the entry page, which may search. */
  void entry(Utf8 out, String title) throws IOException {
    head(out, SEARCHING, title);
  }

  private static void head(Utf8 out, byte[] head, String title) throws IOException {
    out.raw(head).text(title).raw("</title>\n</head>\n<body>\n");
    out.raw("<a class=\"skip\" href=\"#content\">Skip to the content</a>\n");
  }

  /** The script that searches. */
  void script(Utf8 out) throws IOException {
    out.raw("<script>").raw(SCRIPT).raw("</script>\n");
  }

  /** The end of the entry page. */
  void end(Utf8 out) throws IOException {
    out.raw("</body>\n</html>\n");
    out.flush();
  }

  /** The class that makes tables wide. */
  String width() {
    return sheet.layout() == Sheet.Layout.TRANSCRIPT ? "wrap" : "wrap wide";
  }

  /** The entry page as seen from a page in a folder. */
  String contents() {
    return HtmlText.address(target.mainPath());
  }
}
