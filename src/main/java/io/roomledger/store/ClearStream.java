package io.roomledger.store;

import io.roomledger.base.PieceStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Reads a decrypting channel on from where it stands; what is skipped is not decrypted. */
final class ClearStream extends PieceStream {
  private static final int AHEAD = 1 << 14;

  private final SeekableByteChannel clear;
  private final ByteBuffer ahead;
  private long left;

  private ClearStream(SeekableByteChannel clear, long left) {
    this.clear = clear;
    this.left = left;
    this.ahead = ByteBuffer.allocate((int) Math.min(AHEAD, left));
  }

  /** Begins to read so many bytes, the first at once: what fails fails here. */
  static ClearStream open(SeekableByteChannel clear, long left) throws IOException {
    ClearStream stream = new ClearStream(clear, left);
    boolean good = false;
    try {
      stream.fill();
      good = true;
      return stream;
    } finally {
      if (!good) {
        clear.close();
      }
    }
  }

  private void fill() throws IOException {
    while (ahead.hasRemaining()) {
      if (clear.read(ahead) < 0) {
        throw tooShort();
      }
    }
    ahead.flip();
  }

  private IOException tooShort() {
    return new IOException("the encrypted file ends " + left + " bytes too early");
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int read = ahead.hasRemaining() ? here(bytes, offset, length) : further(bytes, offset, length);
    left -= read;
    return read;
  }

  private int here(byte[] bytes, int offset, int length) {
    int read = Math.min(length, ahead.remaining());
    ahead.get(bytes, offset, read);
    return read;
  }

  private int further(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer into = ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left));
    int read = clear.read(into);
    while (read == 0) {
      read = clear.read(into);
    }
    if (read < 0) {
      throw tooShort();
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = Math.max(0, Math.min(count, left));
    int here = (int) Math.min(skipped, ahead.remaining());
    ahead.position(ahead.position() + here);
    if (skipped > here) {
      SeekableByteChannel _ = clear.position(clear.position() + skipped - here);
    }
    left -= skipped;
    return skipped;
  }

  @Override
  public void close() throws IOException {
    clear.close();
  }
}
