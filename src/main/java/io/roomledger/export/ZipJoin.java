package io.roomledger.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Puts entries that one zip has into another, without packing them again. */
final class ZipJoin {
  private ZipJoin() {}

  /** What was packed elsewhere is not what it was when it was handed over. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  /** The entries of a zip without its directory, read once from its beginning to its end. */
  static final class Packed {
    private static final int BUFFER = 128 * 1024;

    private final List<KeptEntry> entries;
    private final InputStream in;
    private final long size;
    private final MessageDigest hash = Sha256.begin();
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] unpacked = new byte[BUFFER];
    private long at;

    /**
     * Begins to read.
     *
     * @param entries all of them, in their order
     * @param in the bytes, which are not closed
     * @param size how many there are
     */
    Packed(List<KeptEntry> entries, InputStream in, long size) {
      this.entries = List.copyOf(entries);
      this.in = in;
      this.size = size;
    }

    List<KeptEntry> entries() {
      return entries;
    }

    /** Copies the entry at that place with its headers, and answers how many bytes that were. */
    long copy(int place, OutputStream out) throws IOException {
      pass(entries.get(place).offset() - at, OutputStream.nullOutputStream());
      long length = (place + 1 < entries.size() ? entries.get(place + 1).offset() : size) - at;
      pass(length, out);
      return length;
    }

    /**
     * Unpacks the entry at that place, or the piece of one.
     *
     * @param squeezed takes what was packed, as it is
     * @param plain takes what that unpacks to
     */
    void unpack(int place, ZipHeaders headers, OutputStream squeezed, OutputStream plain)
        throws IOException {
      KeptEntry entry = entries.get(place);
      int head = headers.local(new ZipHeaders.Entry(entry.path())).length;
      pass(entry.offset() + head - at, OutputStream.nullOutputStream());
      Inflater inflater = new Inflater(true);
      try {
        for (long left = entry.squeezed(); left > 0; ) {
          int now = read(buffer, 0, (int) Math.min(left, buffer.length));
          squeezed.write(buffer, 0, now);
          inflater.setInput(buffer, 0, now);
          inflate(inflater, plain);
          left -= now;
        }
        if (inflater.getBytesWritten() != entry.size()) {
          throw new DamagedException(entry.path() + " has not as many bytes as it had");
        }
      } catch (DataFormatException e) {
        throw new DamagedException(entry.path() + " cannot be unpacked: " + e.getMessage());
      } finally {
        inflater.end();
      }
    }

    private void inflate(Inflater inflater, OutputStream plain)
        throws DataFormatException, IOException {
      int now = inflater.inflate(unpacked);
      while (now > 0) {
        plain.write(unpacked, 0, now);
        now = inflater.inflate(unpacked);
      }
    }

    /** Reads what is left, and answers the hash of all of it, in hexadecimal digits. */
    String sha256() throws IOException {
      pass(size - at, OutputStream.nullOutputStream());
      return Sha256.hex(hash);
    }

    private void pass(long length, OutputStream out) throws IOException {
      for (long left = length; left > 0; ) {
        int now = read(buffer, 0, (int) Math.min(left, buffer.length));
        out.write(buffer, 0, now);
        left -= now;
      }
    }

    private int read(byte[] into, int from, int most) throws IOException {
      int length = in.read(into, from, most);
      if (length < 0) {
        throw new DamagedException("it ends after " + at + " bytes (expected: " + size + ")");
      }
      hash.update(into, from, length);
      at += length;
      return length;
    }
  }
}
