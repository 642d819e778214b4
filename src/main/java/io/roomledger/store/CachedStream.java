package io.roomledger.store;

import io.roomledger.base.PieceStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an object of a bucket by blocks that are kept on this machine; one is in memory. */
final class CachedStream extends PieceStream {
  private final S3Content content;
  private final BlockCache cache;
  private byte[] block = {};

  /** Where the block begins that is in memory. */
  private long from;

  private long position;

  /** The bucket's own stream, where blocks in a row are not here. */
  private @Nullable S3Stream bucket;

  private long bucketAt;

  private CachedStream(S3Content content, BlockCache cache, long position) {
    this.content = content;
    this.cache = cache;
    this.position = position;
  }

  /** Begins to read. */
  static CachedStream open(S3Content content, BlockCache cache, long position) throws IOException {
    CachedStream stream = new CachedStream(content, cache, position);
    if (position < content.size()) {
      stream.load(position / BlockCache.BLOCK);
    }
    return stream;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= content.size()) {
      return -1;
    }
    if (position < from || position >= from + block.length) {
      load(position / BlockCache.BLOCK);
    }
    int at = (int) (position - from);
    int read = Math.min(length, block.length - at);
    System.arraycopy(block, at, bytes, offset, read);
    position += read;
    return read;
  }

  private void load(long number) throws IOException {
    long begin = number * BlockCache.BLOCK;
    int length = (int) Math.min(BlockCache.BLOCK, content.size() - begin);
    Optional<byte[]> kept = cache.get(content, number, length);
    block = kept.isPresent() ? kept.get() : fetched(number, begin, length);
    from = begin;
  }

  private byte[] fetched(long number, long begin, int length) throws IOException {
    S3Stream stream = bucket;
    if (stream == null || bucketAt != begin) {
      close();
      stream = S3Stream.open(content, begin);
      bucket = stream;
    }
    byte[] fetched = stream.readNBytes(length);
    if (fetched.length < length) {
      throw new IOException(content.key() + ": ends too early");
    }
    bucketAt = begin + length;
    cache.put(content, number, fetched, length);
    return fetched;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, content.size() - position));
    position += skipped;
    return skipped;
  }

  @Override
  public int available() {
    long here = from + block.length - position;
    return here > 0 && here <= block.length ? (int) here : 0;
  }

  @Override
  public void close() throws IOException {
    if (bucket != null) {
      bucket.close();
      bucket = null;
    }
  }
}
