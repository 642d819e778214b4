package io.roomledger.dialect.ledger;

import java.util.Optional;

/**
 * A value beside the body of a request.
 *
 * @param in {@code path}, {@code query} or {@code header}
 * @param name its name there
 * @param shape what it looks like; a list may be there more than once
 * @param meaning what it is for, in one sentence
 * @param required whether the request is refused without it
 * @param otherwise what is taken where it is left out
 */
record Param(
    String in,
    String name,
    Shape shape,
    String meaning,
    boolean required,
    Optional<String> otherwise) {

  /** One of the query that may be left out. */
  static Param query(String name, Shape shape, String meaning) {
    return new Param("query", name, shape, meaning, false, Optional.empty());
  }

  /** One of a header that may be left out. */
  static Param header(String name, Shape shape, String meaning) {
    return new Param("header", name, shape, meaning, false, Optional.empty());
  }

  /** A name in the path. */
  static Param path(String name) {
    String meaning = "The id of the " + name + ".";
    return new Param("path", name, Shape.text(), meaning, true, Optional.empty());
  }

  /** Where the last page ended. */
  static Param after() {
    return query("after", Shape.text(), "The key of the next page, as the last one named it.");
  }

  /** How many at most. */
  static Param limit(int usual, int most) {
    return query("limit", Shape.whole(1, most), "How many at most.")
        .otherwise(Integer.toString(usual));
  }

  /** The same, which must be there. */
  Param needed() {
    return new Param(in, name, shape, meaning, true, otherwise);
  }

  /** The same, with what is taken where it is left out. */
  Param otherwise(String value) {
    return new Param(in, name, shape, meaning, required, Optional.of(value));
  }
}
