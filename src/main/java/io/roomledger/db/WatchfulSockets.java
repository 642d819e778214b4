package io.roomledger.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets that notice within some thirty seconds when the machine at the other end, or the network
 * to it, is gone without a word: else a statement under way would wait for hours. The driver makes
 * it by its name.
 */
public final class WatchfulSockets extends SocketFactory {
  private static final int SILENT_SECONDS = 15;
  private static final int ASK_EVERY_SECONDS = 5;
  private static final int UNANSWERED = 3;

  @Override
  public Socket createSocket() {
    Socket socket = new Socket();
    try {
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, SILENT_SECONDS);
      set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, ASK_EVERY_SECONDS);
      set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, UNANSWERED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return socket;
  }

  private static void set(Socket socket, SocketOption<Integer> option, int value)
      throws IOException {
    if (socket.supportedOptions().contains(option)) {
      socket.setOption(option, value);
    }
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = createSocket();
    socket.connect(address);
    return socket;
  }
}
