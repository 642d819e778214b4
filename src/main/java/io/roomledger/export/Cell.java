package io.roomledger.export;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One value of a row. A format escapes it, once; nobody else does. */
public sealed interface Cell {
  /** No value; JSON leaves the key out. */
  record Empty() implements Cell {}

  /** Text as a person wrote it. */
  record Text(String text) implements Cell {}

  /** A number. */
  record Amount(BigDecimal value) implements Cell {}

  /** Yes or no. */
  record Flag(boolean value) implements Cell {}

  /**
   * A point in time; the format decides how it is written, unless the sheet wrote it as text
   * already.
   */
  record Moment(Instant at) implements Cell {}

  /** A length of time. */
  record Span(Duration length) implements Cell {}

  /**
   * A link.
   *
   * @param href where to: a relative path inside the package or an http(s) address; other schemes
   *     are written as text
   * @param text what to show
   */
  record Link(String href, String text) implements Cell {}

  /** Several values in order: an array in JSON. */
  record Many(List<Cell> cells) implements Cell {
    public Many {
      cells = List.copyOf(cells);
    }
  }

  /** Named values: an object in JSON. */
  record Fields(List<Field> fields) implements Cell {
    public Fields {
      fields = List.copyOf(fields);
    }
  }

  /** A named value in {@link Fields}. */
  record Field(String key, Cell cell) {}

  /** No value. */
  Cell EMPTY = new Empty();

  /** {@code text} as a cell; empty text is a value too. */
  static Cell text(String text) {
    return new Text(text);
  }

  /** {@code value} as a cell. */
  static Cell number(long value) {
    return new Amount(BigDecimal.valueOf(value));
  }

  /** {@code at} as a cell. */
  static Cell moment(Instant at) {
    return new Moment(at);
  }
}
