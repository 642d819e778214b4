package io.roomledger.export;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The finished part of a zip that somebody else began.
 *
 * @param stamp the time that its entries carry
 * @param size how many bytes of the file are finished
 * @param entries those that have ended, in their order
 * @param open the one that had not
 */
record KeptZip(Instant stamp, long size, List<KeptEntry> entries, Optional<KeptEntry> open) {

  /** What would now be packed is not what the finished part has. */
  static final class ChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedException(String message) {
      super(message);
    }
  }

  KeptZip {
    entries = List.copyOf(entries);
  }

  /** Nothing is there yet. */
  static KeptZip none(Instant stamp) {
    return new KeptZip(stamp, 0, List.of(), Optional.empty());
  }

  /** What is there of the entry at that place, which must be called so; null behind the last. */
  @Nullable KeptEntry entry(int place, String path) throws ChangedException {
    KeptEntry there = at(place);
    if (there != null && !there.path().equals(path)) {
      throw new ChangedException(path + " is now where " + there.path() + " was");
    }
    return there;
  }

  /** The entry at that place, if all of it is there and it has that name and size. */
  @Nullable KeptEntry whole(int place, String path, long size) {
    KeptEntry there = at(place);
    boolean same =
        there != null && there.ended() && there.path().equals(path) && there.size() == size;
    return same ? there : null;
  }

  /** Refuses an end before everything that is there has come again. */
  void needAll(int places) throws ChangedException {
    KeptEntry next = at(places);
    if (next != null) {
      throw new ChangedException(next.path() + " is no longer part of it");
    }
  }

  private @Nullable KeptEntry at(int place) {
    return place < entries.size()
        ? entries.get(place)
        : place == entries.size() ? open.orElse(null) : null;
  }
}
