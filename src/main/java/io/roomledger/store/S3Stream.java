package io.roomledger.store;

import io.roomledger.base.PieceStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads an object of a bucket from a position on, by windows that grow: who wants a little costs
 * the server little, who wants all asks seldom. A window that breaks off is asked for anew from
 * where it broke.
 */
final class S3Stream extends PieceStream {
  private static final Logger LOG = LoggerFactory.getLogger(S3Stream.class);
  private static final long FIRST = 1 << 20;
  private static final long LARGEST = 1 << 25;

  /** So much is read to its end rather than thrown away with its connection. */
  private static final long LITTLE = 1 << 16;

  private static final int TRIES = 5;
  private static final long PAUSE_MILLIS = 100;

  private final S3Content content;
  private @Nullable ResponseInputStream<GetObjectResponse> window;
  private long position;
  private long windowEnd;
  private long next = FIRST;

  private S3Stream(S3Content content, long position) {
    this.content = content;
    this.position = position;
  }

  /** Begins to read. */
  static S3Stream open(S3Content content, long position) throws IOException {
    S3Stream stream = new S3Stream(content, position);
    if (position < content.size()) {
      var _ = stream.window();
    }
    return stream;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    for (int tries = 1; position < content.size(); tries++) {
      try {
        int read = window().read(bytes, offset, (int) Math.min(length, windowEnd - position));
        if (read > 0) {
          position += read;
          return read;
        }
        throw new IOException("it ends " + (windowEnd - position) + " bytes too early");
      } catch (SdkException | IOException e) {
        drop();
        if (tries == TRIES || !brokenOff(e)) {
          throw e instanceof SdkException sdk
              ? content.store().trouble(content.key() + ": cannot be read", sdk)
              : (IOException) e;
        }
        LOG.debug("{}: read anew from {}", content.key(), position, e);
        pause(PAUSE_MILLIS << tries);
      }
    }
    return -1;
  }

  /** What the server refused was tried often enough; what broke off on its way was not. */
  private static boolean brokenOff(Exception e) {
    boolean interrupted =
        e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
    return !interrupted && !(e instanceof SdkException) && !(e.getCause() instanceof SdkException);
  }

  private static void pause(long millis) throws InterruptedIOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private InputStream window() throws IOException {
    if (window != null && position == windowEnd) {
      window.close();
      window = null;
    }
    if (window == null) {
      windowEnd = Math.min(content.size(), position + next);
      next = Math.min(LARGEST, next * 4);
      window = content.window(position, windowEnd);
    }
    return window;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = Math.max(0, Math.min(count, content.size() - position));
    if (window != null && skipped <= Math.min(LITTLE, windowEnd - position)) {
      return super.skip(skipped);
    }
    if (skipped > 0) {
      drop();
      position += skipped;
    }
    return skipped;
  }

  @Override
  public int available() {
    return 0;
  }

  private void drop() {
    if (window != null) {
      window.abort();
      window = null;
    }
  }

  @Override
  public void close() throws IOException {
    if (window != null && windowEnd - position <= LITTLE) {
      window.close();
      window = null;
    }
    drop();
  }
}
