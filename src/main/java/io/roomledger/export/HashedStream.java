package io.roomledger.export;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Counts and hashes what passes. Flushing and closing are left to who owns the stream. */
final class HashedStream extends OutputStream {
  private final OutputStream out;
  private final MessageDigest hash = ZipStream.sha256();
  private long size;

  HashedStream(OutputStream out) {
    this.out = out;
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

  /** The hash of everything, in hexadecimal digits; asked once, at the end. */
  String sha256() {
    return HexFormat.of().formatHex(hash.digest());
  }
}
