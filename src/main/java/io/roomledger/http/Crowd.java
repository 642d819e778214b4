package io.roomledger.http;

import io.helidon.common.buffers.BufferData;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections are open, and what the one too many is told: before it has said what it
 * wants, so in nobody's words.
 */
final class Crowd {
  private static final Logger LOG = LoggerFactory.getLogger(Crowd.class);

  private final int limit;
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean full;

  Crowd(int limit) {
    this.limit = limit;
  }

  /** One more; whether there is room, and then it must {@link #leave}. */
  boolean enter() {
    if (open.incrementAndGet() <= limit) {
      return true;
    }
    open.decrementAndGet();
    if (!full) {
      full = true;
      LOG.warn(
          "{} connections are open, which is server.max-connections: others are answered 503",
          limit);
    }
    return false;
  }

  /** One less. The next time that it is full is said again when it was half empty in between. */
  void leave() {
    if (open.decrementAndGet() <= limit / 2) {
      full = false;
    }
  }

  /** The answer to whom there is no room for. */
  BufferData refusal() {
    String body =
        "503: this server has as many connections as it takes (%d); try again in a few seconds%n"
            .formatted(limit);
    return BufferData.create(
        """
        HTTP/1.1 503 Service Unavailable\r
        Content-Type: text/plain; charset=utf-8\r
        X-Content-Type-Options: nosniff\r
        Retry-After: 5\r
        Connection: close\r
        Content-Length: %d\r
        \r
        %s\
        """
            .formatted(body.length(), body)
            .getBytes(StandardCharsets.US_ASCII));
  }
}
