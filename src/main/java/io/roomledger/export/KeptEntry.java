package io.roomledger.export;

/**
 * An entry as it lies in the finished part of a zip.
 *
 * @param path its name
 * @param offset where its header begins
 * @param size how many of its bytes are packed
 * @param squeezed how many they became
 * @param crc their checksum
 * @param sha256 their hash, in hexadecimal digits
 * @param ended whether that is all of it
 */
record KeptEntry(
    String path, long offset, long size, long squeezed, long crc, String sha256, boolean ended) {

  /** An entry of which no more will be written. */
  static KeptEntry of(ZipHeaders.Entry entry, String sha256) {
    return new KeptEntry(
        entry.path, entry.offset, entry.size, entry.squeezed, entry.crc, sha256, !entry.piece);
  }

  /** This, with where it came to lie. */
  KeptEntry at(ZipHeaders.Entry entry) {
    return new KeptEntry(path, entry.offset, size, entry.squeezed, crc, sha256, ended);
  }

  /** This as an entry that has ended. */
  KeptEntry whole() {
    return new KeptEntry(path, offset, size, squeezed, crc, sha256, true);
  }

  /** Whether that is the same. */
  boolean same(long otherSize, String otherSha256, boolean otherEnded) {
    return size == otherSize && sha256.equals(otherSha256) && ended == otherEnded;
  }

  /** Says of an entry that this is there of it. */
  void into(ZipHeaders.Entry entry) {
    entry.offset = offset;
    entry.size = size;
    entry.squeezed = squeezed;
    entry.crc = crc;
  }
}
