package io.roomledger.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * The bytes of an entry, held to what it declares: more or other bytes are a fault. Every fault of
 * reading is an {@link UnreadableException}, so that faults of writing can be told from it.
 */
final class CheckedEntry extends FilterInputStream {
  private final long size;
  private final long crc;
  private final CRC32 sum = new CRC32();
  private long given;

  CheckedEntry(InputStream in, ZipArchiveEntry entry) {
    super(in);
    this.size = entry.getSize();
    this.crc = entry.getCrc();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    try {
      read = in.read(bytes, offset, length);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnreadableException("it is damaged: %s", String.valueOf(e.getMessage()));
    }
    if (read < 0) {
      checkEnd();
    } else {
      given += read;
      sum.update(bytes, offset, read);
      if (given > size) {
        throw new UnreadableException("it holds more than the %s bytes it declares", size);
      }
    }
    return read;
  }

  private void checkEnd() throws UnreadableException {
    if (given != size || sum.getValue() != crc) {
      throw new UnreadableException("it is damaged: its checksum is wrong");
    }
  }

  @Override
  public long skip(long bytes) throws IOException {
    throw new UnsupportedOperationException("what is skipped cannot be checked");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
