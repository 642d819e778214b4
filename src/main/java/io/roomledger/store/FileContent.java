package io.roomledger.store;

import io.roomledger.base.Content;
import io.roomledger.base.PieceStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The bytes of a file, as many as there were when it was found. */
record FileContent(Path file, long size) implements Content {
  @Override
  public InputStream open(long position) throws IOException {
    if (position < 0 || position > size) {
      throw new IllegalArgumentException(
          "position: " + position + " (expected: 0 to " + size + ")");
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    return new Stream(channel, position, size);
  }

  /** Reads the first bytes of an open file; closing leaves that open. */
  static InputStream beginning(FileChannel channel, long size) {
    return new FilterInputStream(new Stream(channel, 0, size)) {
      @Override
      public void close() {}
    };
  }

  @Override
  public Optional<Path> path() {
    return Optional.of(file);
  }

  /** Reads from a position up to a size, each stream with a position of its own. */
  private static final class Stream extends PieceStream {
    private final FileChannel channel;
    private final long size;
    private long position;

    Stream(FileChannel channel, long position, long size) {
      this.channel = channel;
      this.position = position;
      this.size = size;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int wanted = (int) Math.min(length, size - position);
      int read = wanted == 0 ? -1 : channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
      if (read > 0) {
        position += read;
      }
      return read;
    }

    @Override
    public long skip(long count) {
      long skipped = Math.max(0, Math.min(count, size - position));
      position += skipped;
      return skipped;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, size - position);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
