package io.roomledger.export;

import io.roomledger.base.Positioned;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the directory of a zip, strictly: entries must lie one after the other without a byte
 * between them, and what is said of them in two places must agree. So there is nothing in the file
 * that one reader sees and another does not.
 */
final class ZipDirectory {
  private static final Set<Integer> FLAGS = Set.of(0, 0x8, 0x800, 0x808);
  private static final Set<Integer> VERSIONS = Set.of(10, 20, 45);
  private static final int END = 22;
  private static final int END64 = 56;
  private static final int LOCATOR = 20;
  private static final int REGULAR = 0x8000;
  private static final int FOLDER = 0x4000;

  private final Positioned file;
  private final long size;
  private long directory;
  private long directorySize;
  private long count;

  /**
   * An entry.
   *
   * @param path its name
   * @param data where its data begins
   * @param squeezed how long its data is
   * @param size how long it is uncompressed
   * @param crc its checksum
   * @param deflated whether it is compressed
   */
  record Entry(String path, long data, long squeezed, long size, long crc, boolean deflated) {}

  /** The file is no zip, or not a whole one, or contradicts itself. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  ZipDirectory(Positioned file) throws IOException {
    this.file = file;
    this.size = file.size();
  }

  /** The entries in their order. */
  List<Entry> entries() throws IOException {
    end();
    List<Entry> entries = new ArrayList<>();
    long next = 0;
    long position = directory;
    for (long i = 0; i < count; i++) {
      ByteBuffer header = read(position, 46);
      need(header.getInt(0) == ZipHeaders.CENTRAL, "the directory is damaged");
      int name = unsigned(header, 28);
      int extra = unsigned(header, 30);
      need(position + 46 + name + extra <= directory + directorySize, "the directory is damaged");
      ByteBuffer whole = read(position, 46 + name + extra);
      CentralEntry central = central(whole, name, extra);
      need(central.offset == next, "bytes that belong to no entry, before " + central.path);
      LocalEntry local = local(central);
      next = local.end;
      entries.add(
          new Entry(
              central.path,
              local.data,
              central.squeezed,
              central.size,
              central.crc,
              central.method == ZipHeaders.DEFLATED));
      position += whole.limit();
    }
    need(position == directory + directorySize, "the directory is damaged");
    need(next == directory, "bytes that belong to no entry, before the directory");
    return entries;
  }

  private void end() throws IOException {
    need(size >= END, "not a zip file");
    boolean begins = read(0, 4).getInt(0) == ZipHeaders.LOCAL || size == END;
    ByteBuffer end = read(size - END, END);
    if (end.getInt(0) != ZipHeaders.END || unsigned(end, 20) != 0) {
      need(begins, "not a zip file");
      throw new DamagedException("the end is missing: the file was cut short or added to");
    }
    need(unsigned(end, 4) == 0 && unsigned(end, 6) == 0, "a part of a zip in several files");
    need(end.getShort(8) == end.getShort(10), "the end of the zip contradicts itself");
    count = unsigned(end, 10);
    directorySize = long32(end, 12);
    directory = long32(end, 16);
    long after = size - END;
    boolean large =
        count == 0xffff || directorySize == ZipHeaders.MAX32 || directory == ZipHeaders.MAX32;
    if (large) {
      after -= END64 + LOCATOR;
      end64(after);
    }
    need(directory >= 0 && directorySize >= 0, "the end of the zip is damaged");
    need(directory + directorySize == after, "the directory is not where it should be");
  }

  private void end64(long at) throws IOException {
    need(at >= 0, "the end of the zip is damaged");
    ByteBuffer end = read(at, END64 + LOCATOR);
    boolean whole =
        end.getInt(0) == ZipHeaders.END64
            && end.getLong(4) == END64 - 12
            && end.getInt(16) == 0
            && end.getInt(20) == 0
            && end.getLong(24) == end.getLong(32)
            && end.getInt(END64) == ZipHeaders.LOCATOR64
            && end.getInt(END64 + 4) == 0
            && end.getLong(END64 + 8) == at
            && end.getInt(END64 + 16) == 1;
    need(whole, "the end of the zip is damaged");
    count = end.getLong(32);
    directorySize = end.getLong(40);
    directory = end.getLong(48);
    need(count >= 0 && count <= directorySize / 46, "the end of the zip is damaged");
  }

  /** A folder, in which nothing is said to lie: what unpacks it makes a folder and no more. */
  private static boolean folder(CentralEntry entry, int type) {
    return type == FOLDER && entry.path.endsWith("/") && entry.size == 0;
  }

  /** What the directory says of an entry. */
  private static final class CentralEntry {
    private byte[] name = {};
    private String path = "";
    private int flags;
    private int method;
    private long crc;
    private long squeezed;
    private long size;
    private long offset;
  }

  private static CentralEntry central(ByteBuffer header, int name, int extra) throws IOException {
    CentralEntry entry = new CentralEntry();
    entry.name = bytes(header, 46, name);
    entry.path = text(entry.name);
    entry.flags = unsigned(header, 8);
    entry.method = unsigned(header, 10);
    entry.crc = long32(header, 16);
    entry.squeezed = long32(header, 20);
    entry.size = long32(header, 24);
    entry.offset = long32(header, 42);
    int type = (header.getInt(38) >>> 16) & 0xf000;
    need(VERSIONS.contains(unsigned(header, 6)), entry.path + ": needs an unknown zip version");
    need(FLAGS.contains(entry.flags), entry.path + ": encrypted or of an unknown kind");
    need(
        entry.method == 0 || entry.method == ZipHeaders.DEFLATED,
        entry.path + ": compressed in an unknown way");
    need(entry.method != 0 || (entry.flags & 8) == 0, entry.path + ": its size is not said");
    need(type == REGULAR || type == 0 || folder(entry, type), entry.path + ": not a regular file");
    need(
        unsigned(header, 32) == 0 && unsigned(header, 34) == 0 && unsigned(header, 36) == 0,
        entry.path + ": has a comment or another volume");
    extras(entry, header, 46 + name, extra);
    need(
        entry.offset >= 0 && entry.squeezed >= 0 && entry.size >= 0,
        entry.path + ": its sizes are damaged");
    return entry;
  }

  private static void extras(CentralEntry entry, ByteBuffer header, int from, int length)
      throws IOException {
    int at = from;
    int end = from + length;
    while (at < end) {
      need(end - at >= 4, entry.path + ": its extra fields are damaged");
      int id = unsigned(header, at);
      int fieldEnd = at + 4 + unsigned(header, at + 2);
      need(fieldEnd <= end, entry.path + ": its extra fields are damaged");
      if (id == 1) {
        zip64(entry, header, at + 4, fieldEnd);
      }
      at = fieldEnd;
    }
  }

  private static void zip64(CentralEntry entry, ByteBuffer header, int from, int end)
      throws IOException {
    int at = from;
    if (entry.size == ZipHeaders.MAX32) {
      entry.size = long64(entry, header, at, end);
      at += 8;
    }
    if (entry.squeezed == ZipHeaders.MAX32) {
      entry.squeezed = long64(entry, header, at, end);
      at += 8;
    }
    if (entry.offset == ZipHeaders.MAX32) {
      entry.offset = long64(entry, header, at, end);
    }
  }

  private static long long64(CentralEntry entry, ByteBuffer header, int at, int end)
      throws IOException {
    need(at + 8 <= end, entry.path + ": its sizes are damaged");
    return header.getLong(at);
  }

  /** Where an entry's data is, as its own header says. */
  private record LocalEntry(long data, long end) {}

  private LocalEntry local(CentralEntry central) throws IOException {
    ByteBuffer header = read(central.offset, 30);
    int name = unsigned(header, 26);
    int extra = unsigned(header, 28);
    boolean same =
        header.getInt(0) == ZipHeaders.LOCAL
            && VERSIONS.contains(unsigned(header, 4))
            && unsigned(header, 6) == central.flags
            && unsigned(header, 8) == central.method
            && name == central.name.length
            && text(bytes(read(central.offset + 30, name), 0, name)).equals(central.path);
    need(same, central.path + ": its header and the directory contradict each other");
    ByteBuffer fields = read(central.offset + 30 + name, extra);
    extras(new CentralEntry(), fields, 0, extra);
    long data = central.offset + 30 + name + extra;
    need(central.squeezed <= size - data, central.path + ": longer than the file");
    long end = data + central.squeezed;
    if ((central.flags & 8) == 0) {
      need(
          long32(header, 14) == central.crc && agrees(header, 18, central),
          central.path + ": its header and the directory contradict each other");
      return new LocalEntry(data, end);
    }
    need(
        header.getInt(14) == 0 && header.getInt(18) == 0 && header.getInt(22) == 0,
        central.path + ": its header and the directory contradict each other");
    return new LocalEntry(data, end + descriptor(central, end));
  }

  private static boolean agrees(ByteBuffer header, int at, CentralEntry central) {
    long squeezed = long32(header, at);
    long whole = long32(header, at + 4);
    return (squeezed == central.squeezed || squeezed == ZipHeaders.MAX32)
        && (whole == central.size || whole == ZipHeaders.MAX32);
  }

  private int descriptor(CentralEntry central, long at) throws IOException {
    boolean large = central.size >= ZipHeaders.MAX32 || central.squeezed >= ZipHeaders.MAX32;
    int length = large ? 24 : 16;
    ByteBuffer descriptor = read(at, length);
    boolean same =
        descriptor.getInt(0) == ZipHeaders.DESCRIPTOR
            && long32(descriptor, 4) == central.crc
            && (large ? descriptor.getLong(8) : long32(descriptor, 8)) == central.squeezed
            && (large ? descriptor.getLong(16) : long32(descriptor, 12)) == central.size;
    need(same, central.path + ": its checksum is said in two places, and differs");
    return length;
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    long at = position;
    while (buffer.hasRemaining()) {
      int now = file.read(buffer, at);
      if (now < 0) {
        throw new EOFException("the file was cut short");
      }
      at += now;
    }
    return buffer.flip();
  }

  private static void need(boolean good, String otherwise) throws DamagedException {
    if (!good) {
      throw new DamagedException(otherwise);
    }
  }

  private static int unsigned(ByteBuffer buffer, int at) {
    return buffer.getShort(at) & 0xffff;
  }

  private static long long32(ByteBuffer buffer, int at) {
    return buffer.getInt(at) & ZipHeaders.MAX32;
  }

  private static byte[] bytes(ByteBuffer buffer, int at, int length) {
    byte[] bytes = new byte[length];
    buffer.get(at, bytes);
    return bytes;
  }

  private static String text(byte[] name) throws DamagedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      throw new DamagedException("an entry whose name is not UTF-8");
    }
  }
}
