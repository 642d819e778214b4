package io.roomledger.export;

import java.util.List;
import java.util.Set;

/**
 * How the rows of a sheet make a workbook for people: a tab for each chapter, with a picture of it.
 *
 * @param chapters the tabs, in their order
 * @param shares the keys of those columns that are parts of one, to be shown as per cent
 */
public record Workbook(List<Chapter> chapters, Set<String> shares) {
  public Workbook {
    chapters = List.copyOf(chapters);
    shares = Set.copyOf(shares);
  }

  /**
   * A tab.
   *
   * @param title its name
   * @param of which rows it shows: those whose first cell is this text
   * @param columns the keys of the columns that it shows
   * @param look how
   */
  public record Chapter(String title, String of, List<String> columns, Look look) {
    public Chapter {
      columns = List.copyOf(columns);
    }
  }

  /** What a tab looks like. */
  public sealed interface Look {
    /**
     * A table with a chart of it above.
     *
     * @param kind the sort of chart
     * @param title what stands above it
     * @param category the key of the column that names the points
     * @param values the keys of the columns that are drawn
     * @param most how many rows are drawn, from the first on
     */
    record Chart(Kind kind, String title, String category, List<String> values, int most)
        implements Look {
      public Chart {
        values = List.copyOf(values);
      }
    }

    /**
     * A field of cells, coloured by their value.
     *
     * @param down the key of the column whose values name the rows
     * @param across the key of the column whose values name the columns
     * @param value the key of the column of what is shown
     */
    record Heat(String down, String across, String value) implements Look {}
  }

  /** Sorts of charts. */
  public enum Kind {
    /** Bars from left to right, one value behind the other. */
    STACKED_BARS,
    /** Columns upwards, one value above the other. */
    STACKED_COLUMNS,
    /** Columns upwards, side by side. */
    COLUMNS,
    /** Lines. */
    LINES
  }
}
