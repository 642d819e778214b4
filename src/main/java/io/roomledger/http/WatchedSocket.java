package io.roomledger.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** A connection's surroundings, in which is known how long the client has been waited for. */
final class WatchedSocket implements ConnectionContext {
  private static final long NOT_READING = 0;

  private final ConnectionContext context;
  private final DataReader reader;
  private volatile long readingSince = NOT_READING;

  WatchedSocket(ConnectionContext context, long largestChunk) {
    this.context = context;
    this.reader = new ChunkReader(this::read, largestChunk);
  }

  /** How long the client has been waited for; nothing, if nobody waits. */
  Duration silence() {
    long since = readingSince;
    return since == NOT_READING ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }

  private byte @Nullable [] read() {
    readingSince = System.nanoTime() | 1;
    try {
      return context.serverSocket().get();
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("the client is gone", e);
    } finally {
      readingSince = NOT_READING;
    }
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public DataWriter dataWriter() {
    return context.dataWriter();
  }

  @Override
  public ListenerContext listenerContext() {
    return context.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return context.executor();
  }

  @Override
  public Router router() {
    return context.router();
  }

  @Override
  public Optional<ProxyProtocolData> proxyProtocolData() {
    return context.proxyProtocolData();
  }

  @Override
  public HelidonSocket serverSocket() {
    return context.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    return context.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return context.localPeer();
  }

  @Override
  public boolean isSecure() {
    return context.isSecure();
  }

  @Override
  public String socketId() {
    return context.socketId();
  }

  @Override
  public String childSocketId() {
    return context.childSocketId();
  }
}
