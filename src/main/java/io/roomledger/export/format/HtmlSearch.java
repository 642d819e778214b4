package io.roomledger.export.format;

import io.roomledger.export.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the search of the entry page reads of a page. A browser lets a page on disk load nothing but
 * scripts and pictures, so the texts lie in scripts that hand them over: one for each page, with
 * what is said there, and {@link HtmlFilters} that say on which pages a term cannot be. A filter
 * has a bit for each of its page's grams: two signs of a script without spaces, three of any other.
 * Nothing of a page is kept once it is written, so memory stays the same however long an export is.
 * {@code search.js} reads both and must fold and hash as this does.
 */
final class HtmlSearch {
  /** The length of a filter, in bytes. */
  static final int FILTER = 8 * 1024;

  /** Signs from here on, Chinese, Japanese and Korean mostly, are not parted by spaces. */
  private static final char WIDE = '\u2e80';

  private static final int STRETCH = 1024;
  private static final char[] FOLDED = folded();

  private final ByteArrayOutputStream shard = new ByteArrayOutputStream(256 * 1024);
  private final Utf8 out = new Utf8(shard);
  private final byte[] filter = new byte[FILTER];
  private final char[] signs = new char[STRETCH];
  private int page;
  private long rows;
  private long lastSecond;
  private String lastWho = "";

  /** Begins page {@code number}, counted from 1. */
  void begin(int number) throws IOException {
    page = number;
    rows = 0;
    lastSecond = 0;
    shard.reset();
    Arrays.fill(filter, (byte) 0);
    out.raw("roomledger(").raw(number).raw(",[");
  }

  /**
   * Takes a row of the page, which has the anchor {@code r} and {@link #number}.
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
  }

  /** The number of the row that is taken next, counted from 1 on each page. */
  long number() {
    return rows + 1;
  }

  /** Ends the page. */
  void end() throws IOException {
    out.raw("]);\n").flush();
  }

  /** Writes what was said on the page. */
  void write(Format.Target target) throws IOException {
    shard.writeTo(target.entry("search/" + name(page) + ".js"));
  }

  /** Which grams are on the page. */
  byte[] filter() {
    return filter;
  }

  static String name(int number) {
    return String.format(Locale.ROOT, "%04d", number);
  }

  private void filter(String text) {
    char a = 0;
    char b = 0;
    // how many signs of the text are known: a gram needs two or three of them
    int known = 0;
    for (int from = 0; from < text.length(); from += STRETCH) {
      int length = Math.min(STRETCH, text.length() - from);
      text.getChars(from, from + length, signs, 0);
      for (int i = 0; i < length; i++) {
        char c = FOLDED[signs[i]];
        if (known >= 1 && b >= WIDE && c >= WIDE) {
          set(hash(b, c, 0));
        }
        if (known >= 2 && (a < WIDE || b < WIDE)) {
          set(hash(a, b, c));
        }
        known++;
        a = b;
        b = c;
      }
    }
  }

  private void set(int bit) {
    filter[bit >>> 3] |= (byte) (1 << (bit & 7));
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
