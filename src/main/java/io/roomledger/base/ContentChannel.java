package io.roomledger.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/** Content, wherever it is kept, as a channel to jump about in. */
public final class ContentChannel implements SeekableByteChannel {
  private static final int STEP = 1 << 16;

  private final Content content;
  private @Nullable InputStream in;
  private long at;
  private long position;

  /** Of that content, from its beginning. */
  public ContentChannel(Content content) {
    this.content = content;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (position >= content.size()) {
      return -1;
    }
    InputStream stream = streamAtPosition();
    byte[] bytes = new byte[Math.min(STEP, target.remaining())];
    int read = stream.read(bytes);
    if (read > 0) {
      target.put(bytes, 0, read);
      position += read;
      at = position;
    }
    return read;
  }

  /** Going forward is cheap where the store can skip; going back begins anew. */
  private InputStream streamAtPosition() throws IOException {
    InputStream open = in;
    if (open != null && position >= at) {
      open.skipNBytes(position - at);
      at = position;
      return open;
    }
    close();
    open = content.open(position);
    in = open;
    at = position;
    return open;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() throws IOException {
    InputStream open = in;
    in = null;
    if (open != null) {
      open.close();
    }
  }
}
