package io.roomledger.http;

import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Sockets that wait for a client as long as it may be silent. Helidon looks for silent connections
 * itself, but sees them only when the handshake is over, and sets no such time on a socket.
 *
 * @param options all else
 * @param idle how long a client may be silent
 */
record TlsSocketOptions(SocketOptions options, Duration idle) implements SocketOptions {
  @Override
  public void configureSocket(Socket socket) {
    options.configureSocket(socket);
    try {
      socket.setSoTimeout(Math.toIntExact(idle.toMillis()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Duration readTimeout() {
    return idle;
  }

  @Override
  public Map<SocketOption<?>, Object> socketOptions() {
    return options.socketOptions();
  }

  @Override
  public Duration connectTimeout() {
    return options.connectTimeout();
  }

  @Override
  public Optional<Integer> socketReceiveBufferSize() {
    return options.socketReceiveBufferSize();
  }

  @Override
  public Optional<Integer> socketSendBufferSize() {
    return options.socketSendBufferSize();
  }

  @Override
  public boolean socketReuseAddress() {
    return options.socketReuseAddress();
  }

  @Override
  public boolean socketKeepAlive() {
    return options.socketKeepAlive();
  }

  @Override
  public boolean tcpNoDelay() {
    return options.tcpNoDelay();
  }
}
