package io.roomledger.export;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and hashes what passes. Flushing and closing are left to who owns the stream. */
final class HashedStream extends OutputStream {
  private final OutputStream out;
  private final MessageDigest hash;
  private long size;

  HashedStream(OutputStream out) {
    this(out, Sha256.begin(), 0);
  }

  /**
   * Goes on behind bytes that passed before.
   *
   * @param hash of these
   * @param size how many there are
   */
  HashedStream(OutputStream out, MessageDigest hash, long size) {
    this.out = out;
    this.hash = hash;
    this.size = size;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    hash.update(bytes, from, length);
    size += length;
  }

  long size() {
    return size;
  }

  /** The hash of everything that has passed, in hexadecimal digits. */
  String sha256() {
    return Sha256.hex(hash);
  }
}
