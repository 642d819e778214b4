package io.roomledger.intake;

/**
 * What an export that is taken in may measure. A file beyond them is refused before anything is
 * taken in.
 *
 * @param entries how many entries it may have
 * @param entryBytes how large one entry may be, unpacked
 * @param totalBytes how large all of them together may be, unpacked
 * @param ratio how many times larger than packed an entry of more than a megabyte may be, and the
 *     whole; text shrinks 5 to 50 times, a bomb 1000 times and more
 */
public record ArchiveLimits(int entries, long entryBytes, long totalBytes, int ratio) {
  /** Enough for exports of large workspaces; as many entries as this process can hold in memory. */
  public static final ArchiveLimits USUAL =
      new ArchiveLimits(entriesInMemory(), 4L << 30, 200L << 30, 200);

  /** As it stands in messages. */
  @Override
  public String toString() {
    return entries + " entries, " + entryBytes + " bytes each, " + totalBytes + " in all";
  }

  /** Measured: the directory of a zip takes 0.6 to 0.9 kB an entry. */
  private static int entriesInMemory() {
    return Math.clamp(Runtime.getRuntime().maxMemory() / 1400, 10_000, 2_000_000);
  }
}
