package io.roomledger.export.format;

import io.roomledger.export.Item;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be written on a page, in order, before anything of it is. */
final class HtmlPage {
  /** A piece of a page. */
  sealed interface Piece {}

  /** A day begins. */
  record Day(LocalDate date) implements Piece {}

  /**
   * A row.
   *
   * @param row its cells
   * @param person whose it is; null in a table
   * @param places of the messages that it refers to, by id, as far as they are known
   * @param volume how many characters it says
   */
  record Row(
      Item.Row row,
      HtmlPeople.@Nullable Person person,
      Map<String, HtmlPlaces.Place> places,
      int volume)
      implements Piece {}

  /** A heading between rows, or what is missing. */
  record Aside(Item item) implements Piece {}

  private final int number;
  private final long before;
  private final List<Piece> pieces = new ArrayList<>();
  private int rows;
  private long volume;
  private boolean last = true;

  /**
   * Begins a page.
   *
   * @param number counted from 1
   * @param before how many rows are on the pages before
   */
  HtmlPage(int number, long before) {
    this.number = number;
    this.before = before;
  }

  void add(Piece piece) {
    pieces.add(piece);
    if (piece instanceof Row row) {
      rows++;
      volume += row.volume();
    }
  }

  /** Says that another page follows. */
  HtmlPage followed() {
    last = false;
    return this;
  }

  int number() {
    return number;
  }

  long before() {
    return before;
  }

  List<Piece> pieces() {
    return pieces;
  }

  int rows() {
    return rows;
  }

  /** How many characters its rows say. */
  long volume() {
    return volume;
  }

  /** The number of the next page, or 0. */
  int next() {
    return last ? 0 : number + 1;
  }
}
