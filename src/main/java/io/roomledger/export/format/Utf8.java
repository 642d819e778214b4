package io.roomledger.export.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes text as UTF-8 bytes through one buffer, escaping on the way. Never closes the stream. */
final class Utf8 {
  /** What stands between a text and its reader. */
  enum Escape {
    /** Nothing. */
    NONE,
    /** HTML and XML text and attribute values. */
    MARKUP,
    /** A string literal of JavaScript or JSON. */
    SCRIPT
  }

  private static final byte[] HEX = ascii("0123456789abcdef");

  private static final byte[][] ENTITIES = new byte[64][];

  static {
    ENTITIES['&'] = ascii("&amp;");
    ENTITIES['<'] = ascii("&lt;");
    ENTITIES['>'] = ascii("&gt;");
    ENTITIES['"'] = ascii("&quot;");
    ENTITIES['\''] = ascii("&#39;");
  }

  private final byte[] buffer = new byte[32 * 1024];
  private OutputStream out;
  private int filled;

  Utf8(OutputStream out) {
    this.out = out;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
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
    if (bytes.length > buffer.length - filled) {
      flush();
      if (bytes.length > buffer.length) {
        out.write(bytes);
        return this;
      }
    }
    System.arraycopy(bytes, 0, buffer, filled, bytes.length);
    filled += bytes.length;
    return this;
  }

  /** Writes a number. */
  Utf8 raw(long number) throws IOException {
    return raw(Long.toString(number));
  }

  /** Writes somebody's text, escaped. */
  Utf8 text(String text) throws IOException {
    return text(text, 0, text.length(), Escape.MARKUP);
  }

  /** Writes {@code text} from {@code from} to {@code to}. */
  Utf8 text(String text, int from, int to, Escape escape) throws IOException {
    boolean markup = escape == Escape.MARKUP;
    boolean script = escape == Escape.SCRIPT;
    for (int i = from; i < to; i++) {
      if (filled > buffer.length - 8) {
        flush();
      }
      char c = text.charAt(i);
      if (c < 0x80) {
        if (c == '\r' && markup && i + 1 < to && text.charAt(i + 1) == '\n') {
          continue;
        }
        if (script) {
          literal(c);
        } else {
          one(c, markup);
        }
      } else if (c < 0x800) {
        buffer[filled++] = (byte) (0xc0 | (c >> 6));
        buffer[filled++] = (byte) (0x80 | (c & 0x3f));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < to
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        four(Character.toCodePoint(c, text.charAt(i)));
      } else {
        three(Character.isSurrogate(c) || c >= '\ufffe' ? WellFormed.REPLACEMENT : c);
      }
    }
    return this;
  }

  /** The angle bracket too, so that no reader ever sees an element in a script. */
  private void literal(char c) {
    if (c == '"' || c == '\\') {
      buffer[filled++] = '\\';
      buffer[filled++] = (byte) c;
    } else if (c < ' ' || c == '<') {
      buffer[filled++] = '\\';
      buffer[filled++] = 'u';
      buffer[filled++] = '0';
      buffer[filled++] = '0';
      buffer[filled++] = HEX[c >> 4];
      buffer[filled++] = HEX[c & 0xf];
    } else {
      buffer[filled++] = (byte) c;
    }
  }

  private void one(char c, boolean markup) {
    if (markup && c < 64 && (c < ' ' || ENTITIES[c] != null)) {
      if (ENTITIES[c] != null) {
        System.arraycopy(ENTITIES[c], 0, buffer, filled, ENTITIES[c].length);
        filled += ENTITIES[c].length;
      } else if (c == '\n' || c == '\t') {
        buffer[filled++] = (byte) c;
      } else if (c == '\r') {
        buffer[filled++] = (byte) '\n';
      } else {
        three(WellFormed.REPLACEMENT);
      }
    } else {
      buffer[filled++] = (byte) c;
    }
  }

  private void three(char c) {
    buffer[filled++] = (byte) (0xe0 | (c >> 12));
    buffer[filled++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    buffer[filled++] = (byte) (0x80 | (c & 0x3f));
  }

  private void four(int c) {
    buffer[filled++] = (byte) (0xf0 | (c >> 18));
    buffer[filled++] = (byte) (0x80 | ((c >> 12) & 0x3f));
    buffer[filled++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    buffer[filled++] = (byte) (0x80 | (c & 0x3f));
  }
}
