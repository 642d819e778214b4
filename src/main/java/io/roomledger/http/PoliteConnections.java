package io.roomledger.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections that end when the client has been silent for too long, also in the middle of a
 * request, and that hear a client out for a moment before they close, when it was answered in the
 * middle of its words: a socket that is closed with unread bytes takes the answer back.
 *
 * @param http what speaks HTTP
 * @param idle how long a client may be silent
 * @param largestChunk how many bytes a client may send in one chunk
 * @param crowd how many there are
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112, 9.6</a>
 */
record PoliteConnections(
    Http1ConnectionSelector http, Duration idle, long largestChunk, Crowd crowd)
    implements ServerConnectionSelector {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration MOMENT = Duration.ofMillis(200);

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    WatchedSocket socket = new WatchedSocket(context, largestChunk);
    return new Polite(http.connection(socket), socket, idle, crowd);
  }

  /** One connection. */
  private static final class Polite implements ServerConnection, InterruptableTask<Void> {
    private final ServerConnection connection;
    private final WatchedSocket socket;
    private final Duration idle;
    private final Crowd crowd;
    private volatile boolean closing;
    private final AtomicLong heard = new AtomicLong();

    Polite(ServerConnection connection, WatchedSocket socket, Duration idle, Crowd crowd) {
      this.connection = connection;
      this.socket = socket;
      this.idle = idle;
      this.crowd = crowd;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
      boolean room = crowd.enter();
      try {
        if (room) {
          connection.handle(limit);
        } else {
          socket.dataWriter().writeNow(crowd.refusal());
        }
      } catch (Exchange.UnreadBodyException e) {
        hearOut();
        throw e;
      } finally {
        if (room) {
          crowd.leave();
        }
      }
      // it ends without an exception after an answer to what was no request, too
      hearOut();
    }

    /** Until the client has closed, has said nothing for a moment, or has talked for too long. */
    private void hearOut() throws InterruptedException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      Thread listener = Thread.ofVirtual().start(this::drain);
      long before = -1;
      while (!closing && heard.get() != before && System.nanoTime() < end) {
        before = heard.get();
        if (listener.join(MOMENT)) {
          return;
        }
      }
    }

    /** Ends with the socket at the latest. */
    private void drain() {
      DataReader reader = socket.dataReader();
      try {
        while (true) {
          reader.ensureAvailable();
          int available = reader.available();
          reader.skip(available);
          heard.addAndGet(available);
        }
      } catch (DataReader.InsufficientDataAvailableException | CloseConnectionException e) {
        // the client has read its answer and closed
        return;
      }
    }

    /** While an answer is made or sent, it is not the client that is silent. */
    @Override
    public Duration idleTime() {
      return socket.silence();
    }

    /** Called when the server stops, and also when the client was silent for too long. */
    @Override
    public void close(boolean interrupt) {
      closing = true;
      connection.close(interrupt || idleTime().compareTo(idle) > 0);
    }

    @Override
    public boolean canInterrupt() {
      return connection instanceof InterruptableTask<?> task && task.canInterrupt();
    }
  }
}
