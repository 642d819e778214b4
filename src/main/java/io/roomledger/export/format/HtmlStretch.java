package io.roomledger.export.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What the entry page says of the rows of a stretch, and whoever writes the pages behind it must
 * know.
 *
 * @param before how many rows stand before
 * @param pages how many pages it has
 * @param days those on which something was said, in their order
 * @param moreDays whether these are not all
 * @param people who said something, in the order in which they did first
 */
record HtmlStretch(long before, int pages, List<Day> days, boolean moreDays, List<Person> people) {
  /** The pages of a file of filters: neither is cut. */
  static final int ROWS = HtmlPages.ROWS * HtmlFilters.PAGES;

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A day.
   *
   * @param day counted from 1970-01-01
   * @param page the one on which it begins here
   */
  record Day(long day, int page, long rows) {}

  /** Somebody, by the name they had first. */
  record Person(String username, String name, long rows) {}

  static HtmlStretch parse(String text) {
    try {
      return JSON.readValue(text, HtmlStretch.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether {@code rows} rows are on full pages, as those are that come after are told. */
  boolean full(long rows) {
    return rows % ROWS == 0 && pages == rows / HtmlPages.ROWS;
  }
}
