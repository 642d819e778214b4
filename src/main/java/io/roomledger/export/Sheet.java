package io.roomledger.export;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/**
 * How records become rows: a layout and its columns.
 *
 * @param name a short name for people, such as the tab of a workbook
 * @param layout what it looks like to a reader
 * @param columns in their order
 */
public record Sheet<T>(String name, Layout layout, List<Column<T>> columns) {
  public Sheet {
    columns = List.copyOf(columns);
  }

  /** What it looks like. */
  public enum Layout {
    /** A conversation: who said what when. Columns have roles. */
    TRANSCRIPT,
    /** A table with a heading. */
    TABLE,
    /**
     * Calendar entries: the columns {@code uid, start, end, summary, location, organizer, status}
     * (see IcsFormat).
     */
    CALENDAR
  }

  /**
   * The same columns for records that hold those of this sheet, and behind them more.
   *
   * @param inner the record that a record holds
   * @param more what else such a record has
   */
  public <S> Sheet<S> within(Function<S, T> inner, List<Column<S>> more) {
    List<Column<S>> all = new ArrayList<>();
    for (Column<T> column : columns) {
      all.add(
          new Column<>(
              column.key(),
              column.title(),
              column.role(),
              row -> column.cell().apply(inner.apply(row))));
    }
    all.addAll(more);
    return new Sheet<>(name, layout, all);
  }

  /**
   * The same columns for records of an export since an earlier one, and behind them what became of
   * each and when it was deleted. Of a deleted record id and time are left.
   */
  public Sheet<Changed<T>> since() {
    List<Column<Changed<T>>> all = new ArrayList<>();
    for (Column<T> column : columns) {
      all.add(
          new Column<>(
              column.key(), column.title(), column.role(), changed -> cell(column, changed)));
    }
    all.add(
        new Column<>(
            "change", "Change", Column.Role.CHANGE, row -> Cell.text(row.change().word())));
    all.add(
        new Column<>(
            "deletedAt",
            "Deleted",
            Column.Role.DELETED,
            row -> row.deletedAt().map(Cell::moment).orElse(Cell.EMPTY)));
    return new Sheet<>(name, layout, all);
  }

  private static <T> Cell cell(Column<T> column, Changed<T> changed) {
    if (changed.record().isPresent()) {
      return column.cell().apply(changed.record().get());
    }
    return switch (column.role()) {
      case ID -> Cell.text(changed.id());
      case MOMENT -> Cell.moment(changed.at());
      default -> Cell.EMPTY;
    };
  }

  /**
   * The cells of one record, each made when it is asked for: formats look at some of them only, and
   * on other cores than the one that reads.
   */
  public List<Cell> cells(T row) {
    return new Cells<>(columns, row);
  }

  private static final class Cells<T> extends AbstractList<Cell> implements RandomAccess {
    private final List<Column<T>> columns;
    private final T row;

    Cells(List<Column<T>> columns, T row) {
      this.columns = columns;
      this.row = row;
    }

    @Override
    public Cell get(int column) {
      return columns.get(column).cell().apply(row);
    }

    @Override
    public int size() {
      return columns.size();
    }
  }
}
