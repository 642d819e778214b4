package io.roomledger.base;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list that is paged by key.
 *
 * @param items what is on this page, in the order of the list
 * @param next the key to ask for the next page with, if there is one
 */
public record Page<T>(List<T> items, Optional<String> next) {
  public Page {
    items = List.copyOf(items);
  }
}
