package io.roomledger.store;

import io.roomledger.base.Content;
import io.roomledger.base.PieceStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the head of an encrypted object. Its first bytes are known, so that who reads
 * them and then from the middle asks the store for nothing but that.
 */
final class CipherBody implements Content {
  private final Content whole;
  private final byte[] beginning;
  private final int head;

  CipherBody(Content whole, byte[] beginning, int head) {
    this.whole = whole;
    this.beginning = beginning;
    this.head = head;
  }

  @Override
  public long size() {
    return whole.size() - head;
  }

  @Override
  public InputStream open(long position) {
    return new Body(head + position);
  }

  /** Asks for the object when it needs what is not known. */
  private final class Body extends PieceStream {
    private long at;
    private @Nullable InputStream further;

    Body(long at) {
      this.at = at;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (at < beginning.length) {
        int here = Math.min(length, beginning.length - (int) at);
        System.arraycopy(beginning, (int) at, bytes, offset, here);
        at += here;
        return here;
      }
      InputStream in = further;
      if (in == null) {
        in = whole.open(at);
        further = in;
      }
      int read = in.read(bytes, offset, length);
      at += Math.max(0, read);
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      long wanted = Math.max(0, Math.min(count, whole.size() - at));
      long skipped = further == null ? wanted : further.skip(wanted);
      at += skipped;
      return skipped;
    }

    @Override
    public void close() throws IOException {
      if (further != null) {
        further.close();
      }
    }
  }
}
