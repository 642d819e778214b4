package io.roomledger.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Server-sent events on their way to one client. A client that has had them for long enough is to
 * come again, with the rights that it has then.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML: server-sent
 *     events</a>
 */
public final class EventStream {
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  /** After that long nothing more is told. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  private static final String COMMENT = ":\n\n";

  private final OutputStream out;
  private final CountDownLatch ending;
  private final LongSupplier nanos;
  private final long began;
  private long bytes;
  private long lastSent;

  /** Begins with a comment, so that the client sees the head before anything happens. */
  EventStream(OutputStream out, CountDownLatch ending) {
    this(out, ending, System::nanoTime);
  }

  /** The same by another clock of nanoseconds. */
  EventStream(OutputStream out, CountDownLatch ending, LongSupplier nanos) {
    this.out = out;
    this.ending = ending;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
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
   * @return false when the server ends or this has lasted for {@link #LONGEST}, so that no more
   *     should be told
   */
  public boolean pause(Duration duration) throws InterruptedException {
    if (nanos.getAsLong() - lastSent > SIGN_OF_LIFE.toNanos()) {
      write(COMMENT);
    }
    return !ending.await(duration.toNanos(), TimeUnit.NANOSECONDS)
        && nanos.getAsLong() - began < LONGEST.toNanos();
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
    lastSent = nanos.getAsLong();
  }
}
