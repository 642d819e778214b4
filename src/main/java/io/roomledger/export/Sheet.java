package io.roomledger.export;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

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

  /** The cells of one record. */
  public List<Cell> cells(T row) {
    Cell[] cells = new Cell[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = columns.get(i).cell().apply(row);
    }
    return Collections.unmodifiableList(Arrays.asList(cells));
  }
}
