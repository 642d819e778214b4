package io.roomledger.export.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes text as UTF-8 bytes through one buffer, escaping on the way. Never closes the stream. */
final class Utf8 {
  /** What stands between a text and its reader. */
  enum Escape {
    /** Nothing. */
    NONE,
    /**
     * HTML and XML text and attribute values, which may stand in a template literal of JavaScript
     * too.
     */
    MARKUP
  }

  private static final boolean[] ALL = new boolean[0x80];
  private static final boolean[] IN_MARKUP = plain("&<>\"'`$");

  static {
    Arrays.fill(ALL, true);
  }

  /** How many signs are looked at before the buffer is; one takes six bytes at most. */
  private static final int STRETCH = 1024;

  private static final int LONGEST = 6;

  /** The buffer has 32 KiB. */
  private static final int BYTES = 32;

  /** For pieces that are short. */
  private static final int SHORT = 16;

  private static final byte[][] ENTITIES = new byte[0x80][];

  static {
    ENTITIES['&'] = ascii("&amp;");
    ENTITIES['<'] = ascii("&lt;");
    ENTITIES['>'] = ascii("&gt;");
    ENTITIES['"'] = ascii("&quot;");
    ENTITIES['\''] = ascii("&#39;");
    ENTITIES['`'] = ascii("&#96;");
    ENTITIES['$'] = ascii("&#36;");
  }

  private final byte[] buffer;
  private final char[] signs;
  private OutputStream out;
  private int filled;

  Utf8(OutputStream out) {
    this(out, STRETCH);
  }

  private Utf8(OutputStream out, int stretch) {
    this.out = out;
    this.signs = new char[stretch + 1];
    this.buffer = new byte[BYTES * stretch];
  }

  /** Which of the first signs stay as they are: all but controls and these. */
  private static boolean[] plain(String special) {
    boolean[] plain = new boolean[0x80];
    for (char c = ' '; c < plain.length; c++) {
      plain[c] = special.indexOf(c) < 0;
    }
    return plain;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Writes something that will be there many times. */
  interface Piece {
    void write(Utf8 out) throws IOException;
  }

  /** The bytes of a piece. */
  static byte[] bytes(Piece piece) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Utf8 out = new Utf8(bytes, SHORT);
    try {
      piece.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return bytes.toByteArray();
  }

  /** Goes on with another stream; {@link #flush} was called before the one before ended. */
  void to(OutputStream next) {
    if (filled > 0) {
      throw new IllegalStateException(filled + " bytes were not flushed");
    }
    out = next;
  }

  /** Passes everything on. */
  void flush() throws IOException {
    if (filled > 0) {
      out.write(buffer, 0, filled);
      filled = 0;
    }
  }

  /** Writes markup of our own. */
  Utf8 raw(String text) throws IOException {
    return text(text, 0, text.length(), Escape.NONE);
  }

  /** Writes markup of our own, as bytes. */
  Utf8 raw(byte[] bytes) throws IOException {
    return raw(bytes, 0, bytes.length);
  }

  /** Writes some bytes of our own. */
  Utf8 raw(byte[] bytes, int from, int length) throws IOException {
    if (length > buffer.length - filled) {
      flush();
      if (length > buffer.length) {
        out.write(bytes, from, length);
        return this;
      }
    }
    System.arraycopy(bytes, from, buffer, filled, length);
    filled += length;
    return this;
  }

  /** Writes signs of ASCII. */
  Utf8 raw(char[] ascii, int from, int length) throws IOException {
    if (length > buffer.length - filled) {
      flush();
    }
    for (int i = 0; i < length; i++) {
      buffer[filled + i] = (byte) ascii[from + i];
    }
    filled += length;
    return this;
  }

  /** Writes a number. */
  Utf8 raw(long number) throws IOException {
    if (number < 0 || number > 999_999) {
      return raw(Long.toString(number));
    }
    if (buffer.length - filled < LONGEST) {
      flush();
    }
    int rest = (int) number;
    int digits = 1;
    for (int power = 10; power <= rest; power *= 10) {
      digits++;
    }
    for (int at = filled + digits - 1; at >= filled; at--) {
      buffer[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    filled += digits;
    return this;
  }

  /** Writes somebody's text, escaped. */
  Utf8 text(String text) throws IOException {
    return text(text, 0, text.length(), Escape.MARKUP);
  }

  /** Writes {@code text} from {@code from} to {@code to}. */
  Utf8 text(String text, int from, int to, Escape escape) throws IOException {
    for (int i = from; i < to; ) {
      // one sign more is looked at, for what belongs together
      int end = Math.min(to, i + signs.length - 1);
      int known = Math.min(to, end + 1);
      text.getChars(i, known, signs, 0);
      if (buffer.length - filled < LONGEST * (known - i)) {
        flush();
      }
      i += stretch(end - i, known - i, escape);
    }
    return this;
  }

  /** Writes the first signs, {@code length} or one more, and answers how many. */
  private int stretch(int length, int known, Escape escape) {
    boolean[] plain =
        switch (escape) {
          case NONE -> ALL;
          case MARKUP -> IN_MARKUP;
        };
    byte[] bytes = buffer;
    int at = filled;
    int i = 0;
    while (i < length) {
      char c = signs[i++];
      if (c < 0x80) {
        if (plain[c]) {
          bytes[at++] = (byte) c;
        } else if (c != '\r' || escape != Escape.MARKUP || i >= known || signs[i] != '\n') {
          at = special(c, at);
        }
      } else if (c < 0x800) {
        bytes[at++] = (byte) (0xc0 | (c >> 6));
        bytes[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (c < Character.MIN_SURROGATE || (c > Character.MAX_SURROGATE && c < '\ufffe')) {
        at = three(c, at);
      } else if (Character.isHighSurrogate(c) && i < known && Character.isLowSurrogate(signs[i])) {
        at = four(Character.toCodePoint(c, signs[i++]), at);
      } else {
        at = three(WellFormed.REPLACEMENT, at);
      }
    }
    filled = at;
    return i;
  }

  private int special(char c, int at) {
    if (ENTITIES[c] != null) {
      System.arraycopy(ENTITIES[c], 0, buffer, at, ENTITIES[c].length);
      return at + ENTITIES[c].length;
    }
    if (c == '\n' || c == '\t' || c == '\r') {
      buffer[at] = (byte) (c == '\r' ? '\n' : c);
      return at + 1;
    }
    return three(WellFormed.REPLACEMENT, at);
  }

  private int three(char c, int at) {
    buffer[at] = (byte) (0xe0 | (c >> 12));
    buffer[at + 1] = (byte) (0x80 | ((c >> 6) & 0x3f));
    buffer[at + 2] = (byte) (0x80 | (c & 0x3f));
    return at + 3;
  }

  private int four(int c, int at) {
    buffer[at] = (byte) (0xf0 | (c >> 18));
    buffer[at + 1] = (byte) (0x80 | ((c >> 12) & 0x3f));
    buffer[at + 2] = (byte) (0x80 | ((c >> 6) & 0x3f));
    buffer[at + 3] = (byte) (0x80 | (c & 0x3f));
    return at + 4;
  }
}
