package io.roomledger.export;

import io.roomledger.base.Positioned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Reads the bytes of one entry, never more than its size, and says what is wrong with them. */
final class ZipContent {
  private static final int BUFFER = 64 * 1024;

  private final Positioned file;
  private final ZipDirectory.Entry entry;
  private final CRC32 crc = new CRC32();
  private @Nullable String problem;
  private long made;

  /** Takes the bytes. */
  private interface Sink {
    void take(byte[] bytes, int length);
  }

  ZipContent(Positioned file, ZipDirectory.Entry entry) {
    this.file = file;
    this.entry = entry;
  }

  /** What is wrong, once it was read. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** The bytes; the caller has looked at the size. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    read((block, length) -> bytes.write(block, 0, length));
    return bytes.toByteArray();
  }

  /** The hash of the bytes, in hexadecimal digits. */
  String sha256() throws IOException {
    MessageDigest hash = Sha256.begin();
    read((block, length) -> hash.update(block, 0, length));
    return HexFormat.of().formatHex(hash.digest());
  }

  private void read(Sink sink) throws IOException {
    if (entry.deflated()) {
      inflate(sink);
    } else {
      stored(sink);
    }
    if (problem == null && made != entry.size()) {
      problem = "it has " + made + " bytes (expected: " + entry.size() + ")";
    }
    if (problem == null && crc.getValue() != entry.crc()) {
      problem = "its checksum is wrong";
    }
  }

  private void stored(Sink sink) throws IOException {
    if (entry.squeezed() != entry.size()) {
      problem = "its two sizes differ";
      return;
    }
    byte[] block = new byte[BUFFER];
    long at = 0;
    while (at < entry.squeezed()) {
      int length = fill(block, at);
      take(sink, block, length);
      at += length;
    }
  }

  private void inflate(Sink sink) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      byte[] in = new byte[BUFFER];
      byte[] out = new byte[BUFFER];
      long at = 0;
      while (!inflater.finished() && problem == null) {
        if (inflater.needsInput()) {
          if (at == entry.squeezed()) {
            problem = "its data is cut short";
            return;
          }
          int length = fill(in, at);
          inflater.setInput(in, 0, length);
          at += length;
        }
        take(sink, out, inflater.inflate(out));
      }
      if (problem == null && inflater.getBytesRead() != entry.squeezed()) {
        problem = "bytes follow its data";
      }
    } catch (DataFormatException e) {
      problem = "its data is damaged";
    } finally {
      inflater.end();
    }
  }

  private void take(Sink sink, byte[] block, int length) {
    made += length;
    if (made > entry.size()) {
      problem = "it is longer than " + entry.size() + " bytes";
    } else {
      crc.update(block, 0, length);
      sink.take(block, length);
    }
  }

  private int fill(byte[] block, long at) throws IOException {
    int length = (int) Math.min(block.length, entry.squeezed() - at);
    ByteBuffer buffer = ByteBuffer.wrap(block, 0, length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, entry.data() + at + buffer.position()) < 0) {
        throw new ZipDirectory.DamagedException("the file was cut short");
      }
    }
    return length;
  }
}
