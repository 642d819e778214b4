package io.roomledger.export;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The entry of a {@link ZipStream} that is being written, cut into blocks. */
final class OpenEntry extends OutputStream {
  private static final byte[] NONE = {};

  private final ZipStream zip;
  private final ZipHeaders.Entry entry;
  private final boolean store;
  private final MessageDigest hash = Sha256.begin();
  private final CRC32 crc = new CRC32();
  private byte[] block;
  private int filled;

  /** What the kept part has of this entry, until that was compared. */
  private @Nullable KeptEntry known;

  /**
   * Begins it.
   *
   * @param store whether its bytes are compressed already
   */
  OpenEntry(ZipStream zip, ZipHeaders.Entry entry, boolean store, @Nullable KeptEntry known) {
    this.zip = zip;
    this.entry = entry;
    this.store = store;
    this.known = known;
    this.block = zip.block();
  }

  /** Whether what comes is compared with what is there, and not packed. */
  boolean compares() {
    return known != null;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (!zip.writes(this)) {
      throw new IOException("entry " + entry.path + " has ended");
    }
    int position = from;
    int left = length;
    while (left > 0) {
      int room = room();
      if (room == 0) {
        pass(false);
        block = zip.block();
        room = room();
      }
      int now = Math.min(left, room);
      System.arraycopy(bytes, position, block, filled, now);
      filled += now;
      position += now;
      left -= now;
    }
  }

  /** A block ends when it is full, and where an earlier attempt's ended that was the last. */
  private int room() {
    int room = block.length - filled;
    return known == null || known.ended()
        ? room
        : (int) Math.min(room, known.size() - entry.size - filled);
  }

  /**
   * Adds what was packed elsewhere, behind what was written here. It is unpacked on the way: the
   * hash of an entry has to pass through all of it.
   */
  void append(ZipJoin.Packed packed, ZipHeaders headers) throws IOException {
    if (filled > 0) {
      pass(false);
      block = zip.block();
    }
    CRC32 alone = new CRC32();
    packed.unpack(
        0,
        headers,
        new Passing((bytes, from, length) -> zip.pass(entry, bytes, from, length)),
        new Passing((bytes, from, length) -> {
          hash.update(bytes, from, length);
          crc.update(bytes, from, length);
          alone.update(bytes, from, length);
          entry.size += length;
        }));
    if (alone.getValue() != packed.entries().getFirst().crc()) {
      throw new ZipJoin.DamagedException("the checksum of " + entry.path + " is another");
    }
    markIfDue();
  }

  private void pass(boolean last) throws IOException {
    hash.update(block, 0, filled);
    crc.update(block, 0, filled);
    entry.size += filled;
    byte[] full = block;
    int length = filled;
    block = NONE;
    filled = 0;
    if (known != null) {
      compare(known, last);
      zip.spare(full);
      return;
    }
    zip.submit(entry, full, length, new Squeezing.How(store, last));
    if (!last) {
      markIfDue();
    }
  }

  private void markIfDue() {
    if (zip.markDue()) {
      zip.add(new ZipPart.Mark(state(Sha256.hex(hash)), entry));
    }
  }

  /** This part of the entry is there already; behind it packing goes on. */
  private void compare(KeptEntry there, boolean last) throws KeptZip.ChangedException {
    boolean through = last || (!there.ended() && entry.size == there.size());
    if (entry.size > there.size() || (through && !there.same(entry.size, Sha256.hex(hash), last))) {
      throw new KeptZip.ChangedException(entry.path + " is no longer what it was");
    }
    if (through) {
      there.into(entry);
      known = last ? there : null;
    }
  }

  private KeptEntry state(String sha256) {
    return new KeptEntry(entry.path, 0, entry.size, 0, crc.getValue(), sha256, false);
  }

  /** Ends it, and says what it turned out to be. */
  ZipStream.Written end() throws IOException {
    if (known != null && !known.ended() && room() == 0) {
      // the earlier attempt had all of it, but for its end
      pass(false);
      block = zip.block();
    }
    if (filled > 0 || !entry.piece) {
      pass(!entry.piece);
    }
    String sha256 = Sha256.hex(hash);
    entry.crc = crc.getValue();
    if (known == null) {
      zip.add(new ZipPart.Tail(state(sha256).whole(), entry));
      if (zip.markDue()) {
        zip.add(new ZipPart.Mark(null, null));
      }
    }
    return new ZipStream.Written(entry.path, entry.size, sha256);
  }

  /** Bytes that pass in one piece. */
  private interface Sink {
    void take(byte[] bytes, int from, int length) throws IOException;
  }

  private static final class Passing extends OutputStream {
    private final Sink sink;

    Passing(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      sink.take(bytes, from, length);
    }
  }
}
