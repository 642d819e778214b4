package io.roomledger.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;

/**
 * Everything but the data of a zip with one encrypted file of any size (<a
 * href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT</a>, <a
 * href="https://www.winzip.com/en/support/aes-encryption/">AE-2</a>). Always with the fields for
 * large files, since the size is known only at the end: so what is before and behind the data is
 * always equally long.
 */
final class AesZipLayout {
  private static final int LOCAL = 0x04034b50;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END64 = 0x06064b50;
  private static final int LOCATOR64 = 0x07064b50;

  private static final int LOCAL_LENGTH = 30;
  private static final int CENTRAL_LENGTH = 46;
  private static final int DESCRIPTOR_LENGTH = 24;
  private static final int END_LENGTH = 56 + 20 + 22;
  private static final int LONGEST_NAME = 1_000;

  /** Encrypted, sizes follow the data, the name is UTF-8. */
  private static final short FLAGS = 0x0809;

  /** Version 5.1, which knows AES; made by Unix. */
  private static final short NEEDED = 51;

  private static final short MADE_BY = (3 << 8) | NEEDED;
  private static final short ENCRYPTED = 99;
  private static final int REGULAR_FILE = 0100600 << 16;
  private static final int LARGE = 0xffff_ffff;
  private static final short MANY = (short) 0xffff;

  private static final short AES_EXTRA = (short) 0x9901;
  private static final int AES_EXTRA_LENGTH = 11;
  private static final int LOCAL_EXTRA = 4 + 16 + AES_EXTRA_LENGTH;
  private static final int CENTRAL_EXTRA = 4 + 24 + AES_EXTRA_LENGTH;

  private final byte[] name;
  private final int dosTime;

  AesZipLayout(String name, Instant at) {
    this(name.getBytes(StandardCharsets.UTF_8), dosTime(at));
  }

  private AesZipLayout(byte[] name, int dosTime) {
    this.name = name;
    this.dosTime = dosTime;
  }

  private static int dosTime(Instant at) {
    ZonedDateTime time = at.atZone(ZoneOffset.UTC);
    return ((Math.clamp(time.getYear(), 1980, 2107) - 1980) << 25)
        | (time.getMonthValue() << 21)
        | (time.getDayOfMonth() << 16)
        | (time.getHour() << 11)
        | (time.getMinute() << 5)
        | (time.getSecond() >> 1);
  }

  /** Whether a file that begins so is a zip whose first file is encrypted with AES. */
  static boolean begins(byte[] begin) {
    ByteBuffer head = littleEndian(begin);
    return begin.length >= 10 && head.getInt(0) == LOCAL && head.getShort(8) == ENCRYPTED;
  }

  /** Reads the head, which must be one that {@link #head} wrote. */
  static AesZipLayout read(InputStream in) throws IOException {
    byte[] fixed = in.readNBytes(LOCAL_LENGTH);
    int length = fixed.length < LOCAL_LENGTH ? 0 : littleEndian(fixed).getShort(26);
    if (!begins(fixed) || length < 1 || length > LONGEST_NAME) {
      throw new SealException("it is not an AES zip that Roomledger wrote");
    }
    AesZipLayout layout = new AesZipLayout(in.readNBytes(length), littleEndian(fixed).getInt(10));
    byte[] extra = in.readNBytes(LOCAL_EXTRA);
    byte[] wanted = layout.head();
    byte[] read = Arrays.copyOf(fixed, wanted.length);
    System.arraycopy(layout.name, 0, read, LOCAL_LENGTH, layout.name.length);
    System.arraycopy(extra, 0, read, wanted.length - LOCAL_EXTRA, extra.length);
    if (!Arrays.equals(read, wanted)) {
      throw new SealException("it is not an AES zip that Roomledger wrote");
    }
    return layout;
  }

  /** What comes before the data. */
  byte[] head() {
    byte[] bytes = new byte[LOCAL_LENGTH + name.length + LOCAL_EXTRA];
    ByteBuffer head = littleEndian(bytes);
    head.putInt(LOCAL).putShort(NEEDED);
    common(head);
    head.putInt(0).putInt(LARGE).putInt(LARGE);
    head.putShort((short) name.length).putShort((short) LOCAL_EXTRA).put(name);
    head.putShort((short) 1).putShort((short) 16).putLong(0).putLong(0);
    aes(head);
    return bytes;
  }

  int tailLength() {
    return DESCRIPTOR_LENGTH + CENTRAL_LENGTH + name.length + CENTRAL_EXTRA + END_LENGTH;
  }

  /** What comes behind the data, when {@code length} bytes were sealed. */
  byte[] tail(long length) {
    long sealed = AesKeys.SALT + AesKeys.CHECK + length + AesKeys.CODE;
    byte[] bytes = new byte[tailLength()];
    ByteBuffer tail = littleEndian(bytes);
    // the checksum of what is clear would tell something of it: AE-2 leaves it out
    tail.putInt(DESCRIPTOR).putInt(0).putLong(sealed).putLong(length);
    int central = CENTRAL_LENGTH + name.length + CENTRAL_EXTRA;
    tail.putInt(CENTRAL).putShort(MADE_BY).putShort(NEEDED);
    common(tail);
    tail.putInt(0).putInt(LARGE).putInt(LARGE);
    tail.putShort((short) name.length).putShort((short) CENTRAL_EXTRA);
    tail.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    tail.putInt(REGULAR_FILE).putInt(LARGE).put(name);
    tail.putShort((short) 1).putShort((short) 24).putLong(length).putLong(sealed).putLong(0);
    aes(tail);
    end(tail, head().length + sealed + DESCRIPTOR_LENGTH, central);
    return bytes;
  }

  private static void end(ByteBuffer tail, long offset, long size) {
    tail.putInt(END64).putLong(44).putShort(MADE_BY).putShort(NEEDED);
    tail.putInt(0).putInt(0).putLong(1).putLong(1).putLong(size).putLong(offset);
    tail.putInt(LOCATOR64).putInt(0).putLong(offset + size).putInt(1);
    tail.putInt(END).putShort((short) 0).putShort((short) 0).putShort(MANY).putShort(MANY);
    tail.putInt(LARGE).putInt(LARGE).putShort((short) 0);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void common(ByteBuffer header) {
    header.putShort(FLAGS).putShort(ENCRYPTED).putInt(dosTime);
  }

  /** AE-2 of the vendor AE, 256 bits, stored. */
  private static void aes(ByteBuffer header) {
    header.putShort(AES_EXTRA).putShort((short) 7).putShort((short) 2);
    header.put((byte) 'A').put((byte) 'E').put((byte) 3).putShort((short) 0);
  }
}
