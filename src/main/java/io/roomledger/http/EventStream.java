package io.roomledger.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Server-sent events on their way to one client.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML: server-sent
 *     events</a>
 */
public final class EventStream {
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);
  private static final String COMMENT = ":\n\n";

  private final OutputStream out;
  private final CountDownLatch ending;
  private long bytes;
  private long lastSent;

  /** Begins with a comment, so that the client sees the head before anything happens. */
  EventStream(OutputStream out, CountDownLatch ending) {
    this.out = out;
    this.ending = ending;
    write(COMMENT);
  }

  /** What tells a client of things as they happen, until it returns. */
  @FunctionalInterface
  public interface Source {
    /** Tells, until nothing is left to tell; ends with an exception when the client goes away. */
    void tell(EventStream stream) throws InterruptedException;
  }

  /**
   * Sends an event at once.
   *
   * @param name what clients listen for, one line
   * @param data what it says, of any lines
   */
  public void send(String name, String data) {
    write(event(name, data).append('\n').toString());
  }

  /**
   * Sends an event at once that has an id: a client that comes again names the last one it heard in
   * the header Last-Event-ID.
   *
   * @param id one line
   */
  public void send(String id, String name, String data) {
    write("id: " + id + "\n" + event(name, data).append('\n'));
  }

  private static StringBuilder event(String name, String data) {
    StringBuilder text = new StringBuilder("event: ").append(name).append('\n');
    data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
    if (data.isEmpty()) {
      text.append("data:\n");
    }
    return text;
  }

  /**
   * Waits, and now and then sees by a comment whether the client is still there.
   *
   * @return false when the server ends, so that no more should be told
   */
  public boolean pause(Duration duration) throws InterruptedException {
    if (System.nanoTime() - lastSent > SIGN_OF_LIFE.toNanos()) {
      write(COMMENT);
    }
    return !ending.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  long bytes() {
    return bytes;
  }

  private void write(String text) {
    byte[] sent = text.getBytes(StandardCharsets.UTF_8);
    try {
      out.write(sent);
      out.flush();
    } catch (IOException | RuntimeException e) {
      throw new ClientGoneException("the events were not taken", e);
    }
    bytes += sent.length;
    lastSent = System.nanoTime();
  }
}
