package io.roomledger.base;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads some here and some there of a content that may be far away, by blocks of which the last
 * ones are in memory, 4 MiB at most. Blocks in a row are read from one stream. Not for several
 * threads at once.
 */
public final class ContentBlocks implements Positioned, Closeable {
  private static final int BLOCK = 256 << 10;
  private static final int MOST = 16;

  private final Content content;
  private final Map<Long, byte[]> blocks = new Latest();
  private @Nullable InputStream stream;
  private long streamAt;

  /** Of that content. */
  public ContentBlocks(Content content) {
    this.content = content;
  }

  /** The blocks that were read last. */
  private static final class Latest extends LinkedHashMap<Long, byte[]> {
    private static final long serialVersionUID = 1L;

    Latest() {
      super(MOST, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
      return size() > MOST;
    }
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    if (position >= content.size()) {
      return -1;
    }
    long number = position / BLOCK;
    byte[] block = blocks.get(number);
    if (block == null) {
      block = load(number * BLOCK);
      blocks.put(number, block);
    }
    int from = (int) (position - number * BLOCK);
    int length = Math.min(into.remaining(), block.length - from);
    into.put(block, from, length);
    return length;
  }

  private byte[] load(long begin) throws IOException {
    InputStream in = stream;
    if (in == null || streamAt != begin) {
      close();
      in = content.open(begin);
      stream = in;
    }
    byte[] block = in.readNBytes((int) Math.min(BLOCK, content.size() - begin));
    streamAt = begin + block.length;
    if (streamAt < Math.min(begin + BLOCK, content.size())) {
      throw new IOException("the file ends " + (content.size() - streamAt) + " bytes too early");
    }
    return block;
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }
}
