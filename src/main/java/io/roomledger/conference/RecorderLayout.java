package io.roomledger.conference;

import java.util.Optional;

/**
 * What a recorder shows.
 *
 * @param picture what fills the picture
 * @param inset where the small picture of who speaks stands, if that was asked for
 */
public record RecorderLayout(Picture picture, Optional<Inset> inset) {
  /** What fills the picture. */
  public enum Picture {
    /** Everybody, side by side. */
    GRID,
    /** Whoever speaks. */
    SPEAKER,
    /** What is shared, and nothing else. */
    FULL_SCREEN
  }

  /** Where a small picture stands. */
  public enum Inset {
    /** At the right, beside the large one. */
    BESIDE,
    /** At the right, over the large one. */
    OVER_RIGHT,
    /** At the bottom, over the large one. */
    OVER_BOTTOM
  }
}
