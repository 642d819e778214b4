package io.roomledger.export.format;

import io.roomledger.export.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * What the search of the entry page reads. A browser lets a page on disk load nothing but scripts
 * and pictures, so the texts lie in scripts that hand them over: one for each page, with what is
 * said there, and one for every {@value #PAGES} pages with filters that say on which pages a term
 * cannot be. A filter has a bit for each of its page's grams: two signs of a script without spaces,
 * three of any other. Nothing of a page is kept once it is written, so memory stays the same
 * however long an export is. {@code search.js} reads both and must fold and hash as this does.
 */
final class HtmlSearch {
  /** How many pages share a file of filters. */
  static final int PAGES = 32;

  /** The length of a filter, in bytes. */
  static final int FILTER = 8 * 1024;

  /** Signs from here on, Chinese, Japanese and Korean mostly, are not parted by spaces. */
  private static final char WIDE = '\u2e80';

  private static final char[] FOLDED = folded();

  private final Format.Target target;
  private final ByteArrayOutputStream shard = new ByteArrayOutputStream(256 * 1024);
  private final Utf8 out = new Utf8(shard);
  private final byte[] filters = new byte[PAGES * FILTER];
  private int page;
  private long rows;
  private long volume;
  private long lastSecond;
  private String lastWho = "";

  HtmlSearch(Format.Target target) {
    this.target = target;
  }

  /** Begins page {@code number}, counted from 1. */
  void begin(int number) throws IOException {
    page = number;
    rows = 0;
    volume = 0;
    lastSecond = 0;
    shard.reset();
    out.raw("roomledger(").raw(number).raw(",[");
  }

  /**
   * Takes a row of the page, which has the anchor {@link #anchor}.
   *
   * @param at when
   * @param who who, as people read it
   * @param text what is searched beside {@code who}
   */
  void row(Instant at, String who, String text) throws IOException {
    // seconds since the row before, and a name only where it is another: it is what makes it small
    long second = at.getEpochSecond();
    out.raw(rows == 0 ? "\n" : ",\n").raw(second - lastSecond);
    if (rows == 0 || !who.equals(lastWho)) {
      out.raw(",\"").text(who, 0, who.length(), Utf8.Escape.SCRIPT).raw("\",\"");
      filter(who);
    } else {
      out.raw(",0,\"");
    }
    out.text(text, 0, text.length(), Utf8.Escape.SCRIPT).raw("\"");
    filter(text);
    lastSecond = second;
    lastWho = who;
    rows++;
    volume += text.length();
  }

  /** The anchor of the row that is taken next; short, for there is one in each row. */
  String anchor() {
    return "r" + (rows + 1);
  }

  /** How many characters the texts of the page have. */
  long volume() {
    return volume;
  }

  /** Ends the page and writes what is due; called when no other entry is being written. */
  void end() throws IOException {
    out.raw("]);\n").flush();
    shard.writeTo(target.entry("search/" + name(page) + ".js"));
    if (page % PAGES == 0) {
      filters();
    }
  }

  /** Writes the last filters. */
  void finish() throws IOException {
    if (page % PAGES != 0) {
      filters();
    }
  }

  private void filters() throws IOException {
    int first = (page - 1) / PAGES;
    int there = page - first * PAGES;
    byte[] all = Base64.getEncoder().encode(Arrays.copyOf(filters, there * FILTER));
    Utf8 file = new Utf8(target.entry("search/f" + name(first + 1) + ".js"));
    file.raw("roomledger(\"f").raw(first + 1L).raw("\",\"").raw(all).raw("\");\n").flush();
    Arrays.fill(filters, (byte) 0);
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "%04d", number);
  }

  private void filter(String text) {
    int base = (page - 1) % PAGES * FILTER;
    int last = text.length() - 1;
    for (int i = 0; i < last; i++) {
      char a = FOLDED[text.charAt(i)];
      char b = FOLDED[text.charAt(i + 1)];
      if (a >= WIDE && b >= WIDE) {
        set(base, hash(a, b, 0));
      } else if (i + 1 < last) {
        set(base, hash(a, b, FOLDED[text.charAt(i + 2)]));
      }
    }
  }

  private void set(int base, int bit) {
    filters[base + (bit >>> 3)] |= (byte) (1 << (bit & 7));
  }

  private static int hash(int a, int b, int c) {
    return (((a * 31 + b) * 31 + c) * 0x9E3779B1) >>> 16;
  }

  /**
   * One letter for all that a browser takes for the same when it ignores case. Where its rules are
   * not plain pairs, all letters are one: the filter then lets more pages through, and never fewer.
   */
  private static char[] folded() {
    char[] folded = new char[Character.MAX_VALUE + 1];
    for (int c = 0; c < folded.length; c++) {
      boolean pairs = c < 0x80 || (c >= 0xc0 && c <= 0x17e) || (c >= 0x400 && c <= 0x52f);
      boolean odd = c == 0x130 || c == 0x131 || (c >= 0xd800 && c <= 0xdfff) || c >= 0xfb00;
      boolean cased = c < 0x2e80 || (c >= 0xa640 && c <= 0xabff);
      folded[c] = pairs && !odd ? Character.toLowerCase((char) c) : odd || cased ? 1 : (char) c;
    }
    // KELVIN SIGN and LATIN SMALL LETTER LONG S
    folded[0x212a] = 'k';
    folded[0x17f] = 's';
    return folded;
  }
}
