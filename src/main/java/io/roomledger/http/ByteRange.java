package io.roomledger.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file.
 *
 * @param first the first byte
 * @param last the last byte, which belongs to it
 */
record ByteRange(long first, long last) {
  private static final Pattern ONE =
      Pattern.compile("bytes=\\s*([0-9]{0,18})\\s*-\\s*([0-9]{0,18})");

  /** What is asked for lies outside of the file. */
  static final ByteRange NOWHERE = new ByteRange(0, -1);

  long length() {
    return last - first + 1;
  }

  /**
   * The one range that a Range header asks for, {@link #NOWHERE} if it lies behind the end, or
   * nothing if the header asks for several or is none: then the whole file is meant.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14.2">RFC 9110, 14.2</a>
   */
  static Optional<ByteRange> of(String header, long size) {
    Matcher range = ONE.matcher(header.strip());
    if (!range.matches()) {
      return Optional.empty();
    }
    String from = range.group(1);
    String to = range.group(2);
    if (from.isEmpty()) {
      return to.isEmpty() ? Optional.empty() : Optional.of(suffix(Long.parseLong(to), size));
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
    if (last < first) {
      return Optional.empty();
    }
    return Optional.of(first >= size ? NOWHERE : new ByteRange(first, Math.min(last, size - 1)));
  }

  private static ByteRange suffix(long length, long size) {
    return length == 0 || size == 0 ? NOWHERE : new ByteRange(Math.max(0, size - length), size - 1);
  }
}
