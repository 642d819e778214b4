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

/**
 * Connections that hear out a client for a moment before they close, when it was answered in the
 * middle of its words: a socket that is closed with unread bytes takes the answer back.
 *
 * @param http what speaks HTTP
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112, 9.6</a>
 */
record PoliteConnections(Http1ConnectionSelector http) implements ServerConnectionSelector {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long MOST = 512L << 20;

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
    return new Polite(http.connection(context), context.dataReader());
  }

  /** One connection. */
  private static final class Polite implements ServerConnection, InterruptableTask<Void> {
    private final ServerConnection connection;
    private final DataReader reader;
    private volatile boolean closing;

    Polite(ServerConnection connection, DataReader reader) {
      this.connection = connection;
      this.reader = reader;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
      try {
        connection.handle(limit);
      } catch (Exchange.UnreadBodyException e) {
        hearOut();
        throw e;
      }
      // it ends without an exception after an answer to what was no request, too
      hearOut();
    }

    private void hearOut() throws InterruptedException {
      if (!closing) {
        Thread.ofVirtual().start(this::drain).join(PATIENCE);
      }
    }

    /** Ends with the socket at the latest. */
    private void drain() {
      try {
        for (long bytes = 0; bytes < MOST; ) {
          reader.ensureAvailable();
          int available = reader.available();
          reader.skip(available);
          bytes += available;
        }
      } catch (DataReader.InsufficientDataAvailableException | CloseConnectionException e) {
        // the client has read its answer and closed
        return;
      }
    }

    @Override
    public Duration idleTime() {
      return connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      closing = true;
      connection.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
      return connection instanceof InterruptableTask<?> task && task.canInterrupt();
    }
  }
}
