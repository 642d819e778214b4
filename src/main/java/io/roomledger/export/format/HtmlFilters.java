package io.roomledger.export.format;

import io.roomledger.export.Format;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

/** Gathers the filters of pages and writes those of {@value #PAGES} of them to a file. */
final class HtmlFilters {
  /** How many pages share a file of filters. */
  static final int PAGES = 32;

  private final Format.Target target;
  private final byte[] filters = new byte[PAGES * HtmlFilter.LENGTH];
  private int page;

  HtmlFilters(Format.Target target) {
    this.target = target;
  }

  /** Takes the filter of the next page; called when no other entry is being written. */
  void take(int number, byte[] filter) throws IOException {
    page = number;
    int place = (page - 1) % PAGES * HtmlFilter.LENGTH;
    System.arraycopy(filter, 0, filters, place, HtmlFilter.LENGTH);
    if (page % PAGES == 0) {
      write();
    }
  }

  /** Writes the last filters. */
  void finish() throws IOException {
    if (page % PAGES != 0) {
      write();
    }
  }

  private void write() throws IOException {
    int first = (page - 1) / PAGES;
    int there = page - first * PAGES;
    byte[] all = Base64.getEncoder().encode(Arrays.copyOf(filters, there * HtmlFilter.LENGTH));
    Utf8 file = new Utf8(target.entry("search/f" + HtmlFilter.name(first + 1) + ".js"));
    file.raw("roomledger(\"f").raw(first + 1L).raw("\",\"").raw(all).raw("\");\n").flush();
  }
}
