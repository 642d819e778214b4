package io.roomledger.film;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A WebM or Matroska file (RFC 9559), as far as it says of itself when it was made and how long it
 * plays. A recorder writes the duration last, so a file without one was never finished.
 */
final class Matroska {
  private static final int EBML = 0x1A45DFA3;
  private static final int SEGMENT = 0x18538067;
  private static final int SEGMENT_FACTS = 0x1549A966;
  private static final int CLUSTER = 0x1F43B675;
  private static final int SCALE = 0x2AD7B1;
  private static final int DURATION = 0x4489;
  private static final int DATE = 0x4461;
  private static final long UNKNOWN = -1;
  private static final int LARGEST = 1 << 20;
  private static final int MOST = 1000;

  /** Dates count nanoseconds from there. */
  private static final Instant MILLENNIUM = Instant.parse("2001-01-01T00:00:00Z");

  private Matroska() {}

  /** An element: what it is, where its contents begin, and how many bytes they have. */
  private record Element(int id, long body, long size) {}

  /** Whether a file that begins with these four bytes is one. */
  static boolean begins(int firstFour) {
    return firstFour == EBML;
  }

  static Container read(SeekableByteChannel file) throws IOException, DamageException {
    Element head = element(file, 0);
    Element segment = element(file, head.body() + head.size());
    if (segment.id() != SEGMENT) {
      throw new DamageException("cut off: nothing follows its head");
    }
    long end = segment.size() == UNKNOWN ? Long.MAX_VALUE : segment.body() + segment.size();
    ByteBuffer facts = facts(file, segment.body());
    Optional<Instant> createdAt = date(facts);
    Optional<Duration> duration = duration(facts);
    if (end != Long.MAX_VALUE && end > file.size()) {
      return new Container(
          createdAt,
          Optional.empty(),
          Optional.of(
              "cut off: it should end at byte %d, and ends at %d".formatted(end, file.size())));
    }
    if (duration.isEmpty()) {
      return new Container(
          createdAt,
          Optional.empty(),
          Optional.of("it does not say how long it plays: the recorder never finished it"));
    }
    return new Container(createdAt, duration, Optional.empty());
  }

  /** What the segment says of itself, which stands before its first cluster. */
  private static ByteBuffer facts(SeekableByteChannel file, long from)
      throws IOException, DamageException {
    long at = from;
    for (int i = 0; i < MOST; i++) {
      Element element = element(file, at);
      if (element.id() == SEGMENT_FACTS && element.size() >= 0 && element.size() <= LARGEST) {
        return load(file, element);
      }
      if (element.id() == CLUSTER || element.size() == UNKNOWN) {
        break;
      }
      at = element.body() + element.size();
    }
    throw new DamageException("it says nothing of itself");
  }

  private static ByteBuffer load(SeekableByteChannel file, Element element)
      throws IOException, DamageException {
    ByteBuffer bytes = ByteBuffer.allocate((int) element.size());
    file.position(element.body());
    while (bytes.hasRemaining()) {
      if (file.read(bytes) < 0) {
        throw new DamageException("cut off while it was read");
      }
    }
    return bytes.flip();
  }

  private static Optional<Duration> duration(ByteBuffer facts) throws DamageException {
    Optional<ByteBuffer> value = find(facts, DURATION);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer bytes = value.get();
    double units = bytes.remaining() == 4 ? bytes.getFloat() : bytes.getDouble();
    double millis = units * find(facts, SCALE).map(Matroska::number).orElse(1_000_000L) / 1e6;
    return millis >= 1 && millis < Long.MAX_VALUE
        ? Optional.of(Duration.ofMillis((long) millis))
        : Optional.empty();
  }

  private static Optional<Instant> date(ByteBuffer facts) throws DamageException {
    return find(facts, DATE).map(bytes -> MILLENNIUM.plusNanos(number(bytes)));
  }

  private static long number(ByteBuffer bytes) {
    long number = 0;
    while (bytes.hasRemaining()) {
      number = (number << 8) | (bytes.get() & 0xff);
    }
    return number;
  }

  /** The contents of the element of that id among those side by side in {@code facts}. */
  private static Optional<ByteBuffer> find(ByteBuffer facts, int id) throws DamageException {
    ByteBuffer at = facts.duplicate();
    while (at.hasRemaining()) {
      Element element = parse(at, 0);
      if (element.size() < 0 || element.size() > at.remaining()) {
        throw new DamageException("its facts contradict each other");
      }
      if (element.id() == id) {
        return Optional.of(at.slice(at.position(), (int) element.size()));
      }
      at.position(at.position() + (int) element.size());
    }
    return Optional.empty();
  }

  private static Element element(SeekableByteChannel file, long at)
      throws IOException, DamageException {
    if (at < 0 || at > file.size()) {
      throw new DamageException("cut off, or its sizes make no sense");
    }
    ByteBuffer head = ByteBuffer.allocate(12);
    file.position(at);
    while (head.hasRemaining() && file.read(head) >= 0) {
      // a channel may give less than asked for
    }
    return parse(head.flip(), at);
  }

  /** An id keeps its length marker, a size does not; all ones mean that it is not known. */
  private static Element parse(ByteBuffer head, long at) throws DamageException {
    int begin = head.position();
    int idLength = length(head, 4);
    long id = number(head.slice(head.position(), idLength));
    head.position(head.position() + idLength);
    int sizeLength = length(head, 8);
    long mask = (1L << (7 * sizeLength)) - 1;
    long size = number(head.slice(head.position(), sizeLength)) & mask;
    head.position(head.position() + sizeLength);
    return new Element((int) id, at + head.position() - begin, size == mask ? UNKNOWN : size);
  }

  private static int length(ByteBuffer head, int most) throws DamageException {
    int length =
        head.hasRemaining()
            ? Integer.numberOfLeadingZeros(head.get(head.position()) & 0xff) - 23
            : Integer.MAX_VALUE;
    if (length > most || length > head.remaining()) {
      throw new DamageException("cut off, or its elements make no sense");
    }
    return length;
  }
}
