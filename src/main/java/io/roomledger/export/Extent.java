package io.roomledger.export;

/**
 * How much an order would give if it were run now.
 *
 * @param rows how many records
 * @param files how many files that come with them, if the order wants their bytes
 * @param bytes how many bytes these have, and the texts before they are packed; 0 if not known
 * @param certainty how well that is known
 */
public record Extent(long rows, long files, long bytes, Certainty certainty) {
  /** How well something is known. */
  public enum Certainty {
    /** It was counted. */
    EXACT,
    /** Some of it was counted, and the database's statistics say how much more there is. */
    ABOUT,
    /** So many were counted, and there are more. */
    AT_LEAST,
    /** Counting it took too long. */
    UNKNOWN
  }

  /** Counting it took too long. */
  public static final Extent UNKNOWN = new Extent(0, 0, 0, Certainty.UNKNOWN);

  /** Records that were counted. */
  public static Extent exactly(long rows) {
    return new Extent(rows, 0, 0, Certainty.EXACT);
  }
}
