package io.roomledger.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a zip file to a stream, one entry after the other. Blocks of an entry are compressed in
 * parallel; a write waits while too many are under way, so memory stays the same however long an
 * entry is. Used by one thread at a time.
 *
 * <p>A zip that another process began can be gone on with, see {@link KeptZip}: everything is
 * written to it once more from the beginning, and what the kept part has is not packed again but
 * compared.
 */
public final class ZipStream implements AutoCloseable {
  private final OutputStream out;
  private final ZipHeaders headers;
  private final ArrayDeque<ZipPart> parts = new ArrayDeque<>();
  private final ArrayDeque<byte[]> blocks = new ArrayDeque<>();
  private final ArrayDeque<byte[]> squeezed = new ArrayDeque<>();
  private final List<ZipHeaders.Entry> entries = new ArrayList<>();
  private final List<KeptEntry> ended = new ArrayList<>();
  private final @Nullable KeptZip kept;
  private @Nullable Marks marks;
  private int underWay;
  private long offset;
  private @Nullable OpenEntry open;

  /**
   * What an entry turned out to be.
   *
   * @param path its name
   * @param size its bytes, uncompressed
   * @param sha256 their hash, in hexadecimal digits
   */
  public record Written(String path, long size, String sha256) {}

  /** Whoever wants to know how far the zip is written, so that it can be gone on with. */
  interface Marks {
    /** Whether it is time to know. */
    boolean due();

    /**
     * Everything up to {@code size} was written to the stream.
     *
     * @param ended the entries that ended since it was told last
     * @param open the one under way
     */
    void reached(long size, List<KeptEntry> ended, Optional<KeptEntry> open) throws IOException;
  }

  /**
   * Begins a zip.
   *
   * @param out where to; buffered, and not closed
   * @param at the time that all entries carry
   */
  public ZipStream(OutputStream out, Instant at) {
    this.out = out;
    this.headers = new ZipHeaders(at);
    this.kept = null;
  }

  /**
   * Begins a zip that can be gone on with, or goes on with one.
   *
   * @param out where to, behind what is kept
   * @param kept what is there already
   * @param marks is told how far it is; null if nobody wants to know
   */
  ZipStream(OutputStream out, KeptZip kept, @Nullable Marks marks) {
    this.out = out;
    this.headers = new ZipHeaders(kept.stamp());
    this.kept = kept;
    this.marks = marks;
    this.offset = kept.size();
  }

  /**
   * Begins an entry; the one before ends.
   *
   * @param path its name, which must be safe and new
   * @param compressed whether its bytes are compressed already
   */
  public OutputStream entry(String path, boolean compressed) throws IOException {
    endEntry();
    ZipHeaders.Entry entry = new ZipHeaders.Entry(path);
    if (entry.name.length > 0xffff) {
      throw new IllegalArgumentException("a path of " + entry.name.length + " bytes");
    }
    KeptEntry known = kept == null ? null : kept.entry(entries.size(), path);
    entries.add(entry);
    if (known == null) {
      parts.add(new ZipPart.Head(entry));
    }
    OpenEntry begun = new OpenEntry(this, entry, compressed, known);
    open = begun;
    return begun;
  }

  /** Begins an entry that another zip's will be made of: it has no end, so that more can follow. */
  OutputStream piece(String path) throws IOException {
    OutputStream begun = entry(path, false);
    entries.getLast().piece = true;
    return begun;
  }

  /**
   * Passes over the next entry if the kept part has the whole of it, with that name and size. Its
   * bytes are not compared: the caller knows that they never change.
   */
  @Nullable Written passOver(String path, long size) throws IOException {
    endEntry();
    KeptEntry known = kept == null ? null : kept.whole(entries.size(), path, size);
    if (known == null) {
      return null;
    }
    ZipHeaders.Entry entry = new ZipHeaders.Entry(path);
    entries.add(entry);
    known.into(entry);
    return new Written(path, size, known.sha256());
  }

  /** From now on nobody is told how far it is: what follows is never the same a second time. */
  void noMoreMarks() throws IOException {
    endEntry();
    marks = null;
    if (kept != null) {
      kept.needAll(entries.size());
    }
  }

  /** Ends the open entry, if there is one, and says what it turned out to be. */
  public @Nullable Written endEntry() throws IOException {
    if (open == null) {
      return null;
    }
    OpenEntry ended = open;
    open = null;
    return ended.end();
  }

  /**
   * Adds entries that another zip of the same stamp has, as they are there; what the kept part has
   * of them is compared.
   */
  void join(ZipJoin.Packed packed) throws IOException {
    endEntry();
    for (int i = 0; i < packed.entries().size(); i++) {
      KeptEntry one = packed.entries().get(i);
      KeptEntry known = kept == null ? null : kept.entry(entries.size(), one.path());
      if (known != null && !known.ended()) {
        // the rest of it is still to be written
        OutputStream rest = entry(one.path(), one.squeezed() >= one.size());
        packed.unpack(i, headers, OutputStream.nullOutputStream(), rest);
        endEntry();
      } else if (known == null) {
        drain(0);
        ZipHeaders.Entry entry = joined(one, offset);
        offset += packed.copy(i, out);
        if (marks != null) {
          ended.add(one.at(entry));
        }
      } else if (known.same(one.size(), one.sha256(), true)) {
        ZipHeaders.Entry _ = joined(known, known.offset());
      } else {
        throw new KeptZip.ChangedException(one.path() + " is no longer what it was");
      }
    }
  }

  /** Adds to the open entry what another zip has packed as a {@link #piece} of it. */
  void append(ZipJoin.Packed packed) throws IOException {
    OpenEntry under = Objects.requireNonNull(open, "no entry is open");
    if (under.compares()) {
      packed.unpack(0, headers, OutputStream.nullOutputStream(), under);
    } else {
      under.append(packed, headers);
    }
  }

  private ZipHeaders.Entry joined(KeptEntry one, long at) {
    ZipHeaders.Entry entry = new ZipHeaders.Entry(one.path());
    one.into(entry);
    entry.offset = at;
    entries.add(entry);
    return entry;
  }

  /** Says how far it is, if it is time to. */
  void markIfDue() throws IOException {
    if (markDue() && open == null) {
      drain(0);
      mark(null, null);
    }
  }

  /**
   * Ends what is open and writes no directory, for a zip that others add to theirs.
   *
   * @param written what the entries turned out to be
   */
  List<KeptEntry> leave(List<Written> written) throws IOException {
    endEntry();
    drain(0);
    out.flush();
    List<KeptEntry> all = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      all.add(KeptEntry.of(entries.get(i), written.get(i).sha256()));
    }
    return all;
  }

  /** Ends the last entry and writes the directory. */
  public void finish() throws IOException {
    endEntry();
    drain(0);
    long start = offset;
    for (ZipHeaders.Entry entry : entries) {
      put(headers.central(entry));
    }
    put(ZipHeaders.end(entries.size(), offset - start, start));
    out.flush();
  }

  /** Drops what is under way; after {@link #finish} there is nothing left to drop. */
  @Override
  public void close() {
    open = null;
    for (ZipPart part : parts) {
      if (part instanceof ZipPart.Block block) {
        block.length.cancel(true);
      }
    }
    parts.clear();
  }

  boolean writes(OpenEntry entry) {
    return open == entry;
  }

  /** Room for a block. */
  byte[] block() {
    return blocks.isEmpty() ? new byte[Squeezer.BLOCK] : blocks.pop();
  }

  /** A block that is of no more use. */
  void spare(byte[] block) {
    blocks.push(block);
  }

  /** Here the zip can be cut, or an entry ends. */
  void add(ZipPart part) {
    parts.add(part);
  }

  /** Writes what was packed elsewhere, behind all that is under way. */
  void pass(ZipHeaders.Entry entry, byte[] bytes, int from, int length) throws IOException {
    drain(0);
    out.write(bytes, from, length);
    offset += length;
    entry.squeezed += length;
  }

  void submit(ZipHeaders.Entry entry, byte[] block, int length, Squeezing.How how)
      throws IOException {
    byte[] to = squeezed.isEmpty() ? new byte[Squeezer.SQUEEZED] : squeezed.pop();
    parts.add(new ZipPart.Block(entry, Squeezing.begin(block, length, how, to), block, to));
    underWay++;
    drain(Squeezing.UNDER_WAY);
  }

  /** Writes what is ready in order, and waits while more than {@code most} blocks are under way. */
  private void drain(int most) throws IOException {
    while (!parts.isEmpty() && (underWay > most || ready(parts.peekFirst()))) {
      write(parts.removeFirst());
    }
  }

  private static boolean ready(ZipPart part) {
    return !(part instanceof ZipPart.Block block) || block.length.isDone();
  }

  private void write(ZipPart part) throws IOException {
    switch (part) {
      case ZipPart.Head(ZipHeaders.Entry entry) -> {
        entry.offset = offset;
        put(headers.local(entry));
      }
      case ZipPart.Block block -> {
        int length = Squeezing.await(block.length);
        underWay--;
        out.write(block.to, 0, length);
        offset += length;
        block.entry.squeezed += length;
        blocks.push(block.from);
        squeezed.push(block.to);
      }
      case ZipPart.Tail(KeptEntry done, ZipHeaders.Entry entry) -> {
        put(headers.descriptor(entry));
        if (marks != null) {
          ended.add(done.at(entry));
        }
      }
      case ZipPart.Mark(KeptEntry begun, ZipHeaders.Entry entry) -> mark(begun, entry);
    }
  }

  private void mark(@Nullable KeptEntry begun, ZipHeaders.@Nullable Entry entry)
      throws IOException {
    Marks told = marks;
    if (told != null) {
      Optional<KeptEntry> under =
          begun == null || entry == null ? Optional.empty() : Optional.of(begun.at(entry));
      told.reached(offset, List.copyOf(ended), under);
      ended.clear();
    }
  }

  boolean markDue() {
    return marks != null && marks.due();
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    offset += bytes.length;
  }
}
