package io.roomledger.film;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A box of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.2): a size, a type and what is in it.
 *
 * @param type four characters
 * @param start where its size stands, in bytes from the beginning of what was walked
 * @param body where its contents begin
 * @param end where the next box begins
 */
record Box(String type, long start, long body, long end) {
  private static final int HEADER = 8;
  private static final int LONG_HEADER = 16;

  /** A file of one box for each second of a day has fewer. */
  private static final int MOST = 1_000_000;

  /** How many bytes its contents have. */
  long length() {
    return end - body;
  }

  /**
   * The boxes of a file, side by side from its first byte.
   *
   * @param boxes those that were found, the one that was cut off included
   * @param damage why they do not cover the file to its last byte, if they do not
   */
  record Walk(List<Box> boxes, Optional<String> damage) {}

  /** Walks over the boxes of a file. */
  static Walk walk(SeekableByteChannel file) throws IOException {
    List<Box> boxes = new ArrayList<>();
    try {
      walk(file, boxes);
      return new Walk(boxes, Optional.empty());
    } catch (DamageException damage) {
      return new Walk(boxes, Optional.of(damage.reason()));
    }
  }

  private static void walk(SeekableByteChannel file, List<Box> boxes)
      throws IOException, DamageException {
    long size = file.size();
    long at = 0;
    while (at < size) {
      Box box = read(file, at, size);
      boxes.add(box);
      if (box.end > size) {
        throw new DamageException(
            "cut off: the box %s should end at byte %d, and the file ends at %d"
                .formatted(box.type, box.end, size));
      }
      if (boxes.size() > MOST) {
        throw new DamageException("more than " + MOST + " boxes");
      }
      at = box.end;
    }
  }

  private static Box read(SeekableByteChannel file, long at, long size)
      throws IOException, DamageException {
    ByteBuffer header = ByteBuffer.allocate(LONG_HEADER);
    file.position(at);
    while (header.hasRemaining() && file.read(header) >= 0) {
      // a channel may give less than asked for
    }
    header.flip();
    if (header.remaining() < HEADER) {
      throw new DamageException(
          "cut off: %d bytes at the end are no box".formatted(header.remaining()));
    }
    return parse(header, 0, at, size);
  }

  /** The boxes side by side in {@code buffer}, their places counted in it. */
  static List<Box> children(ByteBuffer buffer, long from, long to) throws DamageException {
    List<Box> boxes = new ArrayList<>();
    long at = from;
    while (to - at >= HEADER) {
      Box box = parse(buffer, (int) at, at, to);
      if (box.end > to) {
        throw new DamageException(
            "the box %s is larger than the box around it".formatted(box.type));
      }
      boxes.add(box);
      at = box.end;
    }
    return boxes;
  }

  /** The boxes in this one, which lies in {@code buffer}. */
  List<Box> children(ByteBuffer buffer) throws DamageException {
    return children(buffer, body, end);
  }

  /** The boxes of one type in this one, which lies in {@code buffer}. */
  Stream<Box> children(ByteBuffer buffer, String wanted) throws DamageException {
    return children(buffer).stream().filter(box -> box.type.equals(wanted));
  }

  private static Box parse(ByteBuffer header, int offset, long at, long limit)
      throws DamageException {
    byte[] letters = new byte[4];
    header.get(offset + 4, letters);
    String type = new String(letters, StandardCharsets.ISO_8859_1);
    long size = Integer.toUnsignedLong(header.getInt(offset));
    int head = HEADER;
    if (size == 1) {
      if (header.limit() - offset < LONG_HEADER) {
        throw new DamageException("cut off in the head of the box " + printable(type));
      }
      size = header.getLong(offset + HEADER);
      head = LONG_HEADER;
    } else if (size == 0) {
      size = limit - at;
    }
    if (size < head || size > Long.MAX_VALUE - at) {
      throw new DamageException(
          "the box %s at byte %d says that it has %d bytes".formatted(printable(type), at, size));
    }
    return new Box(printable(type), at, at + head, at + size);
  }

  /** A type as it may be shown to people. */
  private static String printable(String type) {
    return type.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
