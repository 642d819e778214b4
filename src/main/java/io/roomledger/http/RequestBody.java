package io.roomledger.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The body of a request: taken whole, or as it comes, and never more than a limit. */
final class RequestBody {
  private static final int BUFFER = 8192;

  private final ServerRequest request;
  private boolean cut;
  private boolean streamed;

  RequestBody(ServerRequest request) {
    this.request = request;
  }

  /**
   * Whether the rest is still on its way and is not waited for, so that nothing else can follow.
   *
   * @param limit how much is waited for
   */
  boolean cut(long limit) {
    boolean onItsWay = request.content().hasEntity() && !request.content().consumed();
    return cut || (onItsWay && (streamed || announced() > limit));
  }

  /** Refuses a body that is announced to be larger than {@code limit}. */
  void checkLength(long limit) {
    if (announced() > limit) {
      cut = true;
      throw new RefusedException(new Refusal.TooLarge("body", limit));
    }
  }

  /** A length that is no number was refused before. */
  private long announced() {
    return request.headers().contains(HeaderNames.CONTENT_LENGTH)
        ? Long.parseLong(request.headers().get(HeaderNames.CONTENT_LENGTH).get())
        : 0;
  }

  /** The whole of it. */
  byte[] read(long limit) {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    checkLength(limit);
    try {
      byte[] bytes = request.content().inputStream().readNBytes((int) (limit + 1));
      if (bytes.length > limit) {
        throw tooLarge(limit);
      }
      return bytes;
    } catch (DataReader.InsufficientDataAvailableException
        | CloseConnectionException
        | UncheckedIOException
        | IOException e) {
      throw new ClientGoneException("the body did not come", e);
    } catch (RequestException | IllegalStateException | IllegalArgumentException e) {
      throw broken(e, limit);
    }
  }

  /** As it comes. */
  InputStream stream(long limit) {
    if (!request.content().hasEntity()) {
      return InputStream.nullInputStream();
    }
    checkLength(limit);
    streamed = true;
    return new Stream(request.content().inputStream(), limit);
  }

  /** What nobody has read is taken, so that the next request can be seen; if it is not too much. */
  void drain(long limit) {
    if (!request.content().hasEntity() || request.content().consumed()) {
      return;
    }
    try (InputStream rest = stream(limit)) {
      byte[] buffer = new byte[BUFFER];
      while (rest.read(buffer) >= 0) {
        // it is not wanted
      }
    } catch (RefusedException | IOException e) {
      cut = true;
    }
  }

  private RefusedException tooLarge(long limit) {
    cut = true;
    return new RefusedException(new Refusal.TooLarge("body", limit));
  }

  private RefusedException broken(RuntimeException e, long limit) {
    boolean large =
        e instanceof RequestException refused
            && refused.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code();
    cut = true;
    return large
        ? tooLarge(limit)
        : new RefusedException(
            new Refusal.Invalid("body", "broken chunks", "chunks as HTTP/1.1 writes them"));
  }

  /** Counts, and spells every way in which a body can end too early as an IOException. */
  private final class Stream extends FilterInputStream {
    private final long limit;
    private long taken;

    Stream(InputStream in, long limit) {
      super(in);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read;
      try {
        read = super.read(bytes, offset, length);
      } catch (RuntimeException e) {
        cut = true;
        throw new IOException("the body ended too early", e);
      }
      taken += Math.max(0, read);
      if (taken > limit) {
        cut = true;
        throw new IOException("the body is longer than " + limit + " bytes");
      }
      return read;
    }

    @Override
    public void close() {
      // the server decides what becomes of the rest
    }
  }
}
