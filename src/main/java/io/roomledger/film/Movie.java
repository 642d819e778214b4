package io.roomledger.film;

import com.drew.imaging.mp4.Mp4MetadataReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.mp4.Mp4Directory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * The {@code moov} box of a file: what it says of the film as a whole and where it says the chunks
 * of picture and sound lie.
 *
 * @param bytes the whole box
 * @param head the box in those bytes
 * @param createdAt when the film was begun, if it says so
 * @param duration how long it plays, zero if it does not say
 */
record Movie(ByteBuffer bytes, Box head, Optional<Instant> createdAt, Duration duration) {
  /** The tables of a film of a day have less. */
  private static final long LARGEST = 64L << 20;

  /** Times are counted from 1904, and recorders without a clock write zero or start in 1970. */
  private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

  static Movie read(SeekableByteChannel channel, Box box) throws IOException, DamageException {
    ByteBuffer bytes = load(channel, box);
    Box head = Box.children(bytes, 0, bytes.limit()).getFirst();
    Mp4Directory facts = facts(bytes);
    return new Movie(bytes, head, createdAt(facts), duration(facts));
  }

  /** A whole box in memory. */
  static ByteBuffer load(SeekableByteChannel channel, Box box) throws IOException, DamageException {
    long size = box.end() - box.start();
    if (size > LARGEST) {
      throw new DamageException(
          "the box %s has %d bytes (expected: at most %d)".formatted(box.type(), size, LARGEST));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    channel.position(box.start());
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new DamageException("cut off while it was read");
      }
    }
    return bytes.flip();
  }

  /** The library is given this box alone, so it never meets sizes that nobody has checked. */
  private static Mp4Directory facts(ByteBuffer bytes) throws DamageException {
    byte[] box = new byte[bytes.limit()];
    bytes.get(0, box);
    Metadata metadata;
    try {
      metadata = Mp4MetadataReader.readMetadata(new ByteArrayInputStream(box));
    } catch (RuntimeException e) {
      // the library lets arithmetic and array faults through when the numbers make no sense
      throw new DamageException("its moov box cannot be read: " + e.getClass().getSimpleName());
    }
    Mp4Directory facts = metadata.getFirstDirectoryOfType(Mp4Directory.class);
    if (facts == null) {
      throw new DamageException("its moov box says nothing of the film");
    }
    return facts;
  }

  private static Optional<Instant> createdAt(Mp4Directory facts) {
    Date date = facts.getDate(Mp4Directory.TAG_CREATION_TIME);
    return Optional.ofNullable(date).map(Date::toInstant).filter(EARLIEST::isBefore);
  }

  private static Duration duration(Mp4Directory facts) {
    Long length = facts.getLongObject(Mp4Directory.TAG_DURATION);
    Long scale = facts.getLongObject(Mp4Directory.TAG_TIME_SCALE);
    // all bits set means that it is not known
    if (length == null || scale == null || scale <= 0 || length < 0 || length >= 0xffffffffL) {
      return Duration.ZERO;
    }
    return Duration.ofMillis(Math.multiplyExact(length, 1000L) / scale);
  }

  /** The {@code trak} boxes. */
  List<Box> tracks() throws DamageException {
    return head.children(bytes, "trak").toList();
  }

  /** The boxes at the end of {@code path} in each box of {@code roots}. */
  List<Box> find(List<Box> roots, String... path) throws DamageException {
    List<Box> here = roots;
    for (String type : path) {
      List<Box> next = new ArrayList<>();
      for (Box box : here) {
        next.addAll(box.children(bytes, type).toList());
      }
      here = next;
    }
    return here;
  }

  /**
   * Refuses a film whose tables point behind the end of the file: where the last box is open to the
   * end, nothing else shows that it was cut off.
   */
  void needChunksBefore(long fileSize) throws DamageException {
    long last = 0;
    for (Box table : find(tracks(), "mdia", "minf", "stbl", "stco")) {
      int count = bytes.getInt((int) table.body() + 4);
      for (int i = 0; i < count; i++) {
        int at = (int) table.body() + 8 + 4 * i;
        last = Math.max(last, Integer.toUnsignedLong(bytes.getInt(at)));
      }
    }
    for (Box table : find(tracks(), "mdia", "minf", "stbl", "co64")) {
      int count = bytes.getInt((int) table.body() + 4);
      for (int i = 0; i < count; i++) {
        last = Math.max(last, bytes.getLong((int) table.body() + 8 + 8 * i));
      }
    }
    if (last >= fileSize) {
      throw new DamageException(
          "cut off: a chunk should lie at byte %d, and the file ends at %d"
              .formatted(last, fileSize));
    }
  }
}
