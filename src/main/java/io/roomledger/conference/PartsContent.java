package io.roomledger.conference;

import io.roomledger.base.Content;
import io.roomledger.base.PieceStream;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The parts of an upload as one.
 *
 * @param store where they are
 * @param parts in order, without a gap
 */
record PartsContent(ObjectStore store, List<Part> parts) implements Content {

  /** A part: where it begins in the whole, how long it is, and where it is kept. */
  record Part(long begins, long size, String key) {
    long end() {
      return begins + size;
    }
  }

  @Override
  public long size() {
    return parts.isEmpty() ? 0 : parts.getLast().end();
  }

  @Override
  public InputStream open(long position) {
    return new Stream(position);
  }

  private InputStream part(long position) throws IOException {
    for (Part part : parts) {
      if (position >= part.begins() && position < part.end()) {
        return store
            .find(part.key())
            .orElseThrow(() -> new IOException(part.key() + ": a part of an upload is gone"))
            .content()
            .open(position - part.begins());
      }
    }
    return InputStream.nullInputStream();
  }

  /** Reads one part after the other. */
  private final class Stream extends PieceStream {
    private long position;
    private InputStream in = InputStream.nullInputStream();

    Stream(long position) {
      this.position = position;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      if (read < 0 && position < size()) {
        in.close();
        in = part(position);
        read = in.read(bytes, offset, length);
      }
      position += Math.max(0, read);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
