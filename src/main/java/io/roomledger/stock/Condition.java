package io.roomledger.stock;

/**
 * What of the machine itself somebody should know.
 *
 * @param mail whether mails can be sent
 * @param films whether films can be looked at and mended
 * @param freeBytes how many bytes there is room for where things are stored, or -1 if that cannot
 *     be told
 * @param allBytes of how many
 */
public record Condition(boolean mail, boolean films, long freeBytes, long allBytes) {
  private static final int SMALL_PART = 10;

  /** Whether less than a tenth is free. */
  public boolean nearlyFull() {
    return freeBytes >= 0 && freeBytes < allBytes / SMALL_PART;
  }
}
