package io.roomledger.booking;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Pages of things that have a UUID: the key of the next page is the id of the last one on this. */
final class Pages {
  private Pages() {}

  /**
   * The id that the page begins after.
   *
   * @throws RefusedException invalid, if that is no key or there are none or too many on a page
   */
  static Optional<UUID> after(Optional<String> key, int size, int largest) {
    if (size < 1 || size > largest) {
      throw new RefusedException(
          new Refusal.Invalid("size", String.valueOf(size), "from 1 to " + largest));
    }
    return key.map(Pages::id);
  }

  /** The page, of which one more was looked up than is on it. */
  static <T> Page<T> of(List<T> more, int size, Function<T, UUID> id) {
    if (more.size() <= size) {
      return new Page<>(more, Optional.empty());
    }
    List<T> page = more.subList(0, size);
    return new Page<>(page, Optional.of(id.apply(page.getLast()).toString()));
  }

  private static UUID id(String key) {
    try {
      return UUID.fromString(key);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(new Refusal.Invalid("after", key, "the key that a page gave"));
    }
  }
}
