package io.roomledger.base;

import java.util.List;

/**
 * What is in a {@link Window} of a list.
 *
 * @param items the items, in the order of the list
 * @param total how many the whole list has
 */
public record Counted<T>(List<T> items, long total) {
  public Counted {
    items = List.copyOf(items);
  }
}
