package io.roomledger.dialect.feishu;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import java.util.Optional;
import java.util.function.Function;

/** Columns of the vendor's tables, in which everything is a text. */
final class Columns {
  private Columns() {}

  /** A text that is always there. */
  static <T> Column<T> text(String key, String title, Function<T, String> text) {
    return new Column<>(key, title, row -> Cell.text(text.apply(row)));
  }

  /** A text that need not be there. */
  static <T> Column<T> maybe(String key, String title, Function<T, Optional<String>> text) {
    return new Column<>(
        key, title, row -> text.apply(row).<Cell>map(Cell::text).orElse(Cell.EMPTY));
  }

  /**
   * What nothing here knows: the column is there, as clients expect it, and its cells are empty.
   */
  static <T> Column<T> unknown(String key, String title) {
    return new Column<>(key, title, row -> Cell.EMPTY);
  }

  /** The vendor's yes and no. */
  static String yes(boolean yes) {
    return yes ? "是" : "否";
  }
}
