package io.roomledger.base;

/**
 * A part of a list that is paged by number, as some vendors' clients do.
 *
 * @param offset how many items come before it
 * @param limit how many are in it at most
 */
public record Window(long offset, int limit) {
  /** The limit of a window to the end; what needs more than this is exported instead. */
  public static final int ALL = 10_000;

  public Window {
    if (offset < 0 || limit < 1 || limit > ALL) {
      throw new RefusedException(
          new Refusal.Invalid(
              "window", offset + "/" + limit, "an offset from 0 and a limit of 1 to " + ALL));
    }
  }
}
