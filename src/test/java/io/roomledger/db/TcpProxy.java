package io.roomledger.db;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A network that a test can cut, slow down, open again and make lie: what comes in goes to one
 * port.
 */
public final class TcpProxy implements AutoCloseable {
  private final int target;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger taken = new AtomicInteger();
  private volatile long pauseNanos;
  private volatile UnaryOperator<String> lie = UnaryOperator.identity();
  private @Nullable ServerSocket entrance;

  /** To that port of this machine. */
  public TcpProxy(int target) throws IOException {
    this.target = target;
    this.port = listen(0).getLocalPort();
  }

  /** Where it listens, also while it refuses. */
  public int port() {
    return port;
  }

  /** How many connections came so far. */
  public int taken() {
    return taken.get();
  }

  /** Ends all connections and refuses new ones. */
  public synchronized void cut() throws IOException {
    ServerSocket known = entrance;
    entrance = null;
    if (known != null) {
      known.close();
    }
    cutConnections();
  }

  /** Ends all connections; new ones are taken. */
  public void cutConnections() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  /** Takes connections again. */
  public synchronized void mend() throws IOException {
    if (entrance == null) {
      listen(port);
    }
  }

  /** How long every piece of bytes, either way, is kept back. */
  public void slow(java.time.Duration pause) {
    pauseNanos = pause.toNanos();
  }

  /** What the other side is said to have answered instead: each piece of it, a letter a byte. */
  public void lie(UnaryOperator<String> instead) {
    lie = instead;
  }

  private synchronized ServerSocket listen(int wanted) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
    entrance = socket;
    Thread.ofVirtual().start(() -> take(socket));
    return socket;
  }

  private void take(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket near = from.accept();
        taken.incrementAndGet();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        open.add(near);
        open.add(far);
        Thread.ofVirtual().start(() -> carry(near, far, UnaryOperator::identity));
        Thread.ofVirtual().start(() -> carry(far, near, () -> lie));
      } catch (IOException e) {
        if (!from.isClosed()) {
          LockSupport.parkNanos(1_000_000);
        }
      }
    }
  }

  private void carry(Socket from, Socket to, Supplier<UnaryOperator<String>> change) {
    byte[] bytes = new byte[64 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (pauseNanos > 0) {
          LockSupport.parkNanos(pauseNanos);
        }
        String piece = new String(bytes, 0, read, ISO_8859_1);
        out.write(change.get().apply(piece).getBytes(ISO_8859_1));
      }
    } catch (IOException cut) {
      // as it is meant
      return;
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  @Override
  public void close() {
    try {
      cut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
