package io.roomledger.store;

import io.roomledger.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A content behind its head, read as a channel; in a row from one stream. Its first bytes are
 * known, so that who reads from the middle asks for nothing else.
 */
final class CipherChannel implements SeekableByteChannel {
  private static final int PIECE = 1 << 16;

  private final Content content;
  private final byte[] beginning;
  private final int head;
  private final byte[] piece = new byte[PIECE];
  private @Nullable InputStream stream;
  private long streamAt;
  private long position;
  private boolean closed;

  CipherChannel(Content content, byte[] beginning, int head) {
    this.content = content;
    this.beginning = beginning;
    this.head = head;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (position >= size()) {
      return -1;
    }
    if (head + position < beginning.length) {
      int from = (int) (head + position);
      int here = Math.min(into.remaining(), beginning.length - from);
      into.put(beginning, from, here);
      position += here;
      return here;
    }
    InputStream in = stream;
    if (in == null || streamAt != position) {
      drop();
      in = content.open(head + position);
      stream = in;
      streamAt = position;
    }
    int read = in.read(piece, 0, Math.min(PIECE, into.remaining()));
    if (read > 0) {
      into.put(piece, 0, read);
      position += read;
      streamAt = position;
    }
    return read;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long wanted) {
    position = wanted;
    return this;
  }

  @Override
  public long size() {
    return content.size() - head;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  private void drop() throws IOException {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    drop();
  }
}
