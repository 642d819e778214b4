package io.roomledger.people;

import io.roomledger.base.Window;

/**
 * Which people are listed, and how.
 *
 * @param words only those whose user name or name contains this; empty for all
 * @param order by what they are ordered
 * @param descending whether the last comes first
 * @param window which part of the list
 * @param role only those who have it; empty for all
 */
public record PersonQuery(
    String words, Order order, boolean descending, Window window, String role) {
  /** People of whatever role. */
  public PersonQuery(String words, Order order, boolean descending, Window window) {
    this(words, order, descending, window, "");
  }

  /** By what people can be ordered. */
  public enum Order {
    /** By user name, whatever its case. */
    USERNAME("lower(username)"),
    /** By name, whatever its case. */
    NAME("lower(name)"),
    /** By when their account was made. */
    CREATED("created_at"),
    /** Those who may log in first. */
    ACTIVE("NOT active");

    private final String column;

    Order(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }
  }
}
