package io.roomledger.export.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * Says on which pages a term cannot be, so that the search of the entry page does not read them. A
 * browser lets a page on disk load nothing but scripts and pictures, so {@link HtmlFilters} are
 * scripts, and so is each page, see {@link HtmlShell}. A filter has a bit for each of its page's
 * grams: two signs of a script without spaces, three of any other, none across a blank. Nothing of
 * a page is kept once it is written, so memory stays the same however long an export is. {@code
 * search.js} must read pages and fold and hash as this does.
 */
final class HtmlFilter {
  /** Its length in bytes. */
  static final int LENGTH = 8 * 1024;

  /** Signs from here on, Chinese, Japanese and Korean mostly, are not parted by spaces. */
  private static final char WIDE = '\u2e80';

  private static final int STRETCH = 1024;
  private static final char[] FOLDED = folded();

  private final long[] bits = new long[LENGTH / Long.BYTES];
  private final char[] signs = new char[STRETCH];
  private String lastWho = "";

  /** Begins a page. */
  void clear() {
    Arrays.fill(bits, 0);
    lastWho = "";
  }

  /** Takes who said something, as people read it. */
  void who(String who) {
    if (!who.equals(lastWho)) {
      lastWho = who;
      text(who);
    }
  }

  /** Which grams are on the page: the bit of gram 0 is the lowest of the first byte. */
  byte[] bits() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(bits);
    return bytes.array();
  }

  static String name(int number) {
    return String.format(Locale.ROOT, "%04d", number);
  }

  /** Takes what can be found. */
  void text(String text) {
    // before the first sign and behind the last there is none, as at a blank
    int a = ' ';
    int b = ' ';
    for (int from = 0; from < text.length(); from += STRETCH) {
      int length = Math.min(STRETCH, text.length() - from);
      text.getChars(from, from + length, signs, 0);
      int all = a | b;
      for (int i = 0; i < length; i++) {
        char c = FOLDED[signs[i]];
        signs[i] = c;
        all |= c;
      }
      if (all < WIDE) {
        narrow(a, b, length);
      } else {
        mixed(a, b, length);
      }
      a = length > 1 ? signs[length - 2] : b;
      b = signs[length - 1];
    }
  }

  /**
   * Takes signs none of which is wide. Where words end cannot be foreseen, so nothing here
   * branches: what is no gram sets no bit of where it would be.
   */
  private void narrow(int before, int last, int length) {
    int pair = before * 31 + last;
    int both = said(before) & said(last);
    int b = last;
    int saidB = said(last);
    for (int i = 0; i < length; i++) {
      int c = signs[i];
      int saidC = said(c);
      set(hash(pair, c), both & saidC);
      pair = b * 31 + c;
      both = saidB & saidC;
      b = c;
      saidB = saidC;
    }
  }

  private void mixed(int before, int last, int length) {
    int a = before;
    int b = last;
    for (int i = 0; i < length; i++) {
      int c = signs[i];
      set(hash(b * 31 + c, 0), wide(b) & wide(c));
      set(hash(a * 31 + b, c), said(a) & said(b) & said(c) & ~(wide(a) & wide(b)));
      a = b;
      b = c;
    }
  }

  /** 0 for a blank, 1 for any other sign. */
  private static int said(int sign) {
    return ((' ' - sign) | (sign - ' ')) >>> 31;
  }

  private static int wide(int sign) {
    return (WIDE - 1 - sign) >>> 31;
  }

  private void set(int bit, int whether) {
    bits[bit >>> 6] |= (long) whether << bit;
  }

  private static int hash(int pair, int c) {
    return ((pair * 31 + c) * 0x9E3779B1) >>> 16;
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
