package io.roomledger.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes of which one reads some here and some there. */
public interface Positioned {
  /** How many there are. */
  long size() throws IOException;

  /** Reads some from that position on, at least one; answers how many, or -1 at the end. */
  int read(ByteBuffer into, long position) throws IOException;

  /** Those of an open file, which is left open. */
  static Positioned of(FileChannel file) {
    return new Positioned() {
      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public int read(ByteBuffer into, long position) throws IOException {
        return file.read(into, position);
      }
    };
  }
}
