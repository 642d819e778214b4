package io.roomledger.export;

import java.util.zip.Deflater;

/**
 * Makes one block of raw deflate data (RFC 1951). Blocks stand alone, so that several can be made
 * at once; put one after the other they are the compressed entry.
 */
public interface Squeezer {
  /** The largest block that is asked for, in bytes. */
  int BLOCK = 256 * 1024;

  /** Room enough for any squeezed block. */
  int SQUEEZED = BLOCK + BLOCK / 1000 + 1024;

  /**
   * The system property that names the squeezer: {@code jdk}, or else the fastest that is there.
   */
  String PROPERTY = "roomledger.deflater";

  /** The fastest that this machine has, unless the JDK's own is asked for. */
  static Squeezer chosen() {
    return "jdk".equals(System.getProperty(PROPERTY))
        ? new OfTheJdk()
        : IsaL.found().orElseGet(OfTheJdk::new);
  }

  /** Whether this machine has a faster one than the JDK's. */
  static boolean fast() {
    return !(chosen() instanceof OfTheJdk);
  }

  /**
   * Squeezes {@code length} bytes.
   *
   * @param store whether the bytes are compressed already and only need the wrapping
   * @param last whether the entry ends with this block
   * @return how many bytes were written to {@code to}
   */
  int squeeze(byte[] from, int length, boolean store, boolean last, byte[] to);

  /** The JDK's own zlib at level 1; measured best of its levels for exports. */
  final class OfTheJdk implements Squeezer {
    private static final ThreadLocal<Deflater> FAST =
        ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED, true));
    private static final ThreadLocal<Deflater> NONE =
        ThreadLocal.withInitial(() -> new Deflater(Deflater.NO_COMPRESSION, true));

    @Override
    public int squeeze(byte[] from, int length, boolean store, boolean last, byte[] to) {
      Deflater deflater = store ? NONE.get() : FAST.get();
      deflater.reset();
      deflater.setInput(from, 0, length);
      if (last) {
        deflater.finish();
      }
      int made = 0;
      int now;
      do {
        now =
            deflater.deflate(
                to, made, to.length - made, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
        made += now;
      } while (now > 0 && !deflater.finished() && made < to.length);
      if ((last && !deflater.finished()) || made == to.length) {
        throw new IllegalStateException("a squeezed block outgrew its buffer");
      }
      return made;
    }
  }
}
