package io.roomledger.export;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Squeezes with Intel's ISA-L, several times as fast as zlib, when the machine has the library
 * (Debian's package libisal2). Found through the foreign-function interface at run time; before it
 * is trusted it must squeeze a block that the JDK unpacks again.
 *
 * <p>The offsets are those of {@code struct isal_zstream} in igzip_lib.h of version 2, on 64-bit
 * machines.
 */
final class IsaL implements Squeezer {
  private static final Logger LOG = LoggerFactory.getLogger(IsaL.class);

  private static final String LIBRARY = "libisal.so.2";

  /** As fast as 1 in blocks of this size, and its output is smaller by a thirtieth. */
  private static final int LEVEL = 2;

  private static final short FULL_FLUSH = 2;
  private static final int OK = 0;

  private static final long NEXT_IN = 0;
  private static final long AVAILABLE_IN = 8;
  private static final long NEXT_OUT = 16;
  private static final long AVAILABLE_OUT = 24;
  private static final long TOTAL_OUT = 28;
  private static final long LEVEL_WANTED = 40;
  private static final long LEVEL_ROOM_SIZE = 44;
  private static final long LEVEL_ROOM = 48;
  private static final long END_OF_STREAM = 56;
  private static final long FLUSH = 58;

  /** The struct has about 82 KiB: 64 KiB of history, 16 KiB of hashes and some numbers. */
  private static final long STREAM_BYTES = 128 * 1024;

  /** Its part that is read before it is written: hashes and histograms. */
  private static final int LEVEL_TABLES = 68 * 1024;

  /** How far behind the end of a block the library may look. */
  private static final int LOOK_AHEAD = 1024;

  /** The header's ISAL_DEF_LVL2_EXTRA_LARGE: 68 KiB and four bytes for each of 128 Ki tokens. */
  private static final int LEVEL_BYTES = LEVEL_TABLES + 4 * 128 * 1024;

  private final Squeezer fallback = new OfTheJdk();
  private final MethodHandle init;
  private final MethodHandle deflate;
  private final ThreadLocal<Workbench> bench = ThreadLocal.withInitial(Workbench::new);

  @SuppressWarnings("restricted") // native calls; the jar's manifest allows them
  private IsaL(SymbolLookup library) {
    Linker linker = Linker.nativeLinker();
    init =
        linker.downcallHandle(
            library.findOrThrow("isal_deflate_stateless_init"), FunctionDescriptor.ofVoid(ADDRESS));
    deflate =
        linker.downcallHandle(
            library.findOrThrow("isal_deflate_stateless"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS));
  }

  /** The memory of one thread, outside the heap; freed with the thread. */
  private static final class Workbench {
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment stream = arena.allocate(STREAM_BYTES, 64);
    private final MemorySegment room = arena.allocate(LEVEL_BYTES, 64);
    private final MemorySegment in = arena.allocate(BLOCK + LOOK_AHEAD, 64);
    private final MemorySegment out = arena.allocate(SQUEEZED, 64);

    /**
     * Takes a block. Nothing of the block before stays: the same block is always the same bytes.
     */
    void take(byte[] from, int length) {
      byte nothing = 0;
      MemorySegment _ = stream.fill(nothing);
      // with room to spare: another build may lay its tables out otherwise
      MemorySegment _ = room.asSlice(0, 2 * LEVEL_TABLES).fill(nothing);
      MemorySegment.copy(from, 0, in, JAVA_BYTE, 0, length);
      MemorySegment _ = in.asSlice(length, LOOK_AHEAD).fill(nothing);
    }
  }

  /** The squeezer, if the library is there and does what it should. */
  @SuppressWarnings("restricted") // loads native code; the jar's manifest allows it
  static Optional<Squeezer> found() {
    try {
      IsaL found = new IsaL(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
      if (found.proves()) {
        LOG.info("exports are compressed with {}", LIBRARY);
        return Optional.of(found);
      }
      LOG.warn("{} does not compress as it should; the JDK's own zlib is used", LIBRARY);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      LOG.debug("{} is not used: {}", LIBRARY, e.getMessage());
    }
    return Optional.empty();
  }

  /** Whether two blocks, one after the other, unpack to what went in. */
  private boolean proves() {
    byte[] text = new byte[BLOCK];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) (i % 251 ^ i >> 9);
    }
    byte[] first = new byte[SQUEEZED];
    byte[] second = new byte[SQUEEZED];
    int firstLength = squeeze(text, BLOCK, false, false, first);
    int secondLength = squeeze(text, BLOCK / 3, false, true, second);
    byte[] whole = Arrays.copyOf(first, firstLength + secondLength);
    System.arraycopy(second, 0, whole, firstLength, secondLength);
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(whole);
      byte[] back = new byte[BLOCK + BLOCK / 3 + 1];
      int got = 0;
      int now;
      do {
        now = inflater.inflate(back, got, back.length - got);
        got += now;
      } while (now > 0);
      return inflater.finished()
          && got == BLOCK + BLOCK / 3
          && Arrays.equals(text, Arrays.copyOf(back, BLOCK))
          && Arrays.equals(Arrays.copyOf(text, BLOCK / 3), Arrays.copyOfRange(back, BLOCK, got));
    } catch (DataFormatException e) {
      return false;
    }
  }

  @Override
  public int squeeze(byte[] from, int length, boolean store, boolean last, byte[] to) {
    if (store) {
      return fallback.squeeze(from, length, true, last, to);
    }
    Workbench mine = bench.get();
    MemorySegment stream = mine.stream;
    mine.take(from, length);
    int result;
    try {
      init.invokeExact(stream);
      stream.set(ADDRESS, NEXT_IN, mine.in);
      stream.set(JAVA_INT, AVAILABLE_IN, length);
      stream.set(ADDRESS, NEXT_OUT, mine.out);
      stream.set(JAVA_INT, AVAILABLE_OUT, Math.min(SQUEEZED, to.length));
      stream.set(JAVA_INT, LEVEL_WANTED, LEVEL);
      stream.set(JAVA_INT, LEVEL_ROOM_SIZE, LEVEL_BYTES);
      stream.set(ADDRESS, LEVEL_ROOM, mine.room);
      stream.set(JAVA_SHORT, END_OF_STREAM, (short) (last ? 1 : 0));
      stream.set(JAVA_SHORT, FLUSH, FULL_FLUSH);
      result = (int) deflate.invokeExact(stream);
    } catch (Throwable e) {
      throw new IllegalStateException("a native call that cannot throw has thrown", e);
    }
    if (result != OK) {
      throw new IllegalStateException(LIBRARY + " refused to compress: " + result);
    }
    int made = stream.get(JAVA_INT, TOTAL_OUT);
    MemorySegment.copy(mine.out, JAVA_BYTE, 0, to, 0, made);
    return made;
  }
}
