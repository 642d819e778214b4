package io.roomledger.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * The headers of a zip file, as <a
 * href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT</a> lays them out.
 */
final class ZipHeaders {
  static final int LOCAL = 0x04034b50;
  static final int DESCRIPTOR = 0x08074b50;
  static final int CENTRAL = 0x02014b50;
  static final int END = 0x06054b50;
  static final int END64 = 0x06064b50;
  static final int LOCATOR64 = 0x07064b50;

  /** Sizes follow the data; the name is UTF-8. */
  static final int FLAGS = 0x0808;

  static final int DEFLATED = 8;
  static final long MAX32 = 0xffff_ffffL;

  /** Unix, version 4.5. */
  private static final int MADE_BY = (3 << 8) | 45;

  private static final int TIME_EXTRA = 9;
  private static final int REGULAR_FILE = 0100644 << 16;

  /** Once for Unix and once for DOS. */
  private static final int DIRECTORY = 040755 << 16 | 0x10;

  /** One entry. */
  static final class Entry {
    final String path;
    final byte[] name;
    long crc;
    long offset;
    long size;
    long squeezed;

    /** Whether it has no end: it will be appended to an entry of another zip. */
    boolean piece;

    Entry(String path) {
      this.path = path;
      this.name = path.getBytes(StandardCharsets.UTF_8);
    }

    boolean directory() {
      return path.endsWith("/");
    }

    boolean large() {
      return size >= MAX32 || squeezed >= MAX32;
    }
  }

  private final int dosTime;
  private final int unixTime;

  ZipHeaders(Instant at) {
    ZonedDateTime time = at.atZone(ZoneOffset.UTC);
    int year = Math.clamp(time.getYear(), 1980, 2107);
    dosTime =
        ((year - 1980) << 25)
            | (time.getMonthValue() << 21)
            | (time.getDayOfMonth() << 16)
            | (time.getHour() << 11)
            | (time.getMinute() << 5)
            | (time.getSecond() >> 1);
    unixTime = Math.clamp(at.getEpochSecond(), 0, Integer.MAX_VALUE);
  }

  byte[] local(Entry entry) {
    ByteBuffer header = buffer(30 + entry.name.length + TIME_EXTRA);
    header.putInt(LOCAL).putShort((short) 20);
    common(header);
    header.putInt(0).putInt(0).putInt(0);
    header.putShort((short) entry.name.length).putShort((short) TIME_EXTRA);
    header.put(entry.name);
    time(header);
    return bytes(header);
  }

  byte[] descriptor(Entry entry) {
    ByteBuffer header = buffer(entry.large() ? 24 : 16);
    header.putInt(DESCRIPTOR).putInt((int) entry.crc);
    if (entry.large()) {
      header.putLong(entry.squeezed).putLong(entry.size);
    } else {
      header.putInt((int) entry.squeezed).putInt((int) entry.size);
    }
    return bytes(header);
  }

  byte[] central(Entry entry) {
    boolean zip64 = entry.large() || entry.offset >= MAX32;
    int extra = TIME_EXTRA + (zip64 ? 28 : 0);
    ByteBuffer header = buffer(46 + entry.name.length + extra);
    header.putInt(CENTRAL).putShort((short) MADE_BY).putShort((short) (zip64 ? 45 : 20));
    common(header);
    header.putInt((int) entry.crc);
    header.putInt((int) (zip64 ? MAX32 : entry.squeezed));
    header.putInt((int) (zip64 ? MAX32 : entry.size));
    header.putShort((short) entry.name.length).putShort((short) extra);
    header.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    header
        .putInt(entry.directory() ? DIRECTORY : REGULAR_FILE)
        .putInt((int) (zip64 ? MAX32 : entry.offset));
    header.put(entry.name);
    time(header);
    if (zip64) {
      header.putShort((short) 1).putShort((short) 24);
      header.putLong(entry.size).putLong(entry.squeezed).putLong(entry.offset);
    }
    return bytes(header);
  }

  /** The end of the file: where the central directory is, and how long. */
  static byte[] end(long entries, long size, long offset) {
    boolean zip64 = entries >= 0xffff || size >= MAX32 || offset >= MAX32;
    ByteBuffer end = buffer(zip64 ? 56 + 20 + 22 : 22);
    if (zip64) {
      end.putInt(END64).putLong(44).putShort((short) MADE_BY).putShort((short) 45);
      end.putInt(0).putInt(0).putLong(entries).putLong(entries).putLong(size).putLong(offset);
      end.putInt(LOCATOR64).putInt(0).putLong(offset + size).putInt(1);
    }
    short count = (short) (zip64 ? 0xffff : entries);
    end.putInt(END).putShort((short) 0).putShort((short) 0).putShort(count).putShort(count);
    end.putInt((int) (zip64 ? MAX32 : size)).putInt((int) (zip64 ? MAX32 : offset));
    end.putShort((short) 0);
    return bytes(end);
  }

  private void common(ByteBuffer header) {
    header.putShort((short) FLAGS).putShort((short) DEFLATED).putInt(dosTime);
  }

  /** The extended time stamp that Info-ZIP defined: seconds in UTC, where DOS knows no zone. */
  private void time(ByteBuffer header) {
    header.putShort((short) 0x5455).putShort((short) 5).put((byte) 1).putInt(unixTime);
  }

  private static byte[] bytes(ByteBuffer header) {
    byte[] bytes = new byte[header.flip().remaining()];
    header.get(bytes);
    return bytes;
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
