package io.roomledger.export.format;

import io.roomledger.export.Format;
import io.roomledger.export.Item;
import java.io.IOException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of pages look: as a conversation or as a table. Rows come in order to {@link #take};
 * pages are then written by a {@link Writer} each, several at once.
 */
interface HtmlBody {
  /** Looks up what a row of page {@code page} needs of those before it. */
  HtmlPage.Row take(Item.Row row, int page);

  /** Forgets where rows are: others were written behind them. */
  default void forget() {}

  /** Takes where a row is that was written by others, see {@link Format.Writer#earlier}. */
  default void earlier(String id, int page, boolean answered, Item.@Nullable Row row) {}

  /** Somebody who writes pages, one after the other. */
  Writer writer();

  /** What rows are called, in the plural. */
  String rows();

  /** Writes the rows of a page. */
  interface Writer {
    /** Begins page {@code number}, counted from 1. */
    void begin(Utf8 out, int number) throws IOException;

    /** Begins a day on this page. */
    void day(Utf8 out, LocalDate day) throws IOException;

    /** Writes a row, and what can be found of it. */
    void row(Utf8 out, HtmlPage.Row row, HtmlFilter filter) throws IOException;

    /** Makes room for a section's title or a gap. */
    void interrupt(Utf8 out) throws IOException;

    /** Ends the page. */
    void end(Utf8 out) throws IOException;
  }
}
