package io.roomledger.delivery;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One POST to an address that somebody else chose. The name is resolved once, and the connection
 * goes to the very address that was looked at; nothing of the environment (proxies, redirects,
 * cookies, log-ins) plays a part; of the answer only its status is read. That no client library
 * lets one look at the address it connects to in every case is why this is written here.
 */
final class Post {
  private static final int MOST_OF_HEAD = 64 * 1024;
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final boolean closedToo;
  private final Duration limit;
  private final SSLSocketFactory tls;

  /**
   * Calls with these limits.
   *
   * @param closedToo whether addresses of private networks may be called
   * @param limit how long a call may take in all
   * @param tls by which authorities' word servers are believed
   */
  Post(boolean closedToo, Duration limit, SSLSocketFactory tls) {
    this.closedToo = closedToo;
    this.limit = limit;
    this.tls = tls;
  }

  /**
   * Posts a JSON text and answers the status.
   *
   * @throws IOException if no answer came, in words for people
   */
  int json(URI address, Map<String, String> headers, byte[] body) throws IOException {
    FutureTask<Integer> call = new FutureTask<>(() -> call(address, headers, body));
    // a virtual thread lets go of a socket when it is interrupted
    Thread.ofVirtual().name("webhook").start(call);
    try {
      return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + limit.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while calling");
    } catch (ExecutionException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw why instanceof IOException io ? io : new IOException("the call failed", why);
    } finally {
      boolean _ = call.cancel(true);
    }
  }

  private int call(URI address, Map<String, String> headers, byte[] body) throws IOException {
    boolean secure = "https".equals(address.getScheme());
    int port = address.getPort() >= 0 ? address.getPort() : secure ? HTTPS : HTTP;
    try (Socket plain = connected(address.getHost(), port);
        Socket socket = secure ? secured(plain, address.getHost(), port) : plain) {
      OutputStream out = socket.getOutputStream();
      out.write(head(address, headers, body.length).getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
      return status(new BufferedInputStream(socket.getInputStream()));
    }
  }

  private Socket connected(String host, int port) throws IOException {
    IOException failed = new IOException("no address of " + host + " answers");
    for (InetAddress address : Addresses.of(host, closedToo)) {
      Socket socket = new Socket();
      try {
        // half of it, so that one address that is dead leaves time for the next
        socket.connect(new InetSocketAddress(address, port), (int) limit.toMillis() / 2);
        return socket;
      } catch (IOException e) {
        socket.close();
        failed.addSuppressed(e);
      }
    }
    throw failed;
  }

  private SSLSocket secured(Socket plain, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static String head(URI address, Map<String, String> headers, int length) {
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    StringBuilder head = new StringBuilder(500);
    head.append("POST ").append(path);
    if (address.getRawQuery() != null) {
      head.append('?').append(address.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(address.getRawAuthority());
    head.append("\r\nUser-Agent: Roomledger\r\nContent-Type: application/json");
    head.append("\r\nAccept: */*\r\nConnection: close\r\nContent-Length: ").append(length);
    headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    return head.append("\r\n\r\n").toString();
  }

  /** The status of the answer, after those that only say that it will come. */
  private static int status(InputStream in) throws IOException {
    int read = 0;
    while (true) {
      String line = line(in);
      if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
        throw new IOException("what answered does not speak HTTP");
      }
      int status = Integer.parseInt(line.substring(9, 12));
      if (status >= 200) {
        return status;
      }
      while (!line.isEmpty()) {
        line = line(in);
        read += line.length() + 2;
        if (read > MOST_OF_HEAD) {
          throw new IOException("the answer is too long");
        }
      }
      read += 2;
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended without an answer");
      }
      if (line.length() == LONGEST_LINE) {
        throw new IOException("the answer is too long");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
