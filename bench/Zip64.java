import io.roomledger.export.ZipStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Writes a zip that an old zip cannot be, with the writer of exports: one entry of so many
 * megabytes that are not compressed, one of as many that are, and so many small ones behind them;
 * then has the JDK read all of it: {@code java Zip64.java FILE MEGABYTES ENTRIES}.
 */
final class Zip64 {
  private static final int MEGABYTE = 1 << 20;

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    long large = Long.parseLong(args[1]) * MEGABYTE;
    int small = Integer.parseInt(args[2]);
    long start = System.nanoTime();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), MEGABYTE);
        ZipStream zip = new ZipStream(out, Instant.EPOCH)) {
      fill(zip.entry("film.mp4", true), large, new Random(1));
      fill(zip.entry("text.txt", false), large, new Random(2));
      for (int i = 0; i < small; i++) {
        zip.entry("small/" + i, false).write('x');
      }
      zip.finish();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "wrote %d bytes in %.1f s%n", Files.size(file), seconds);
    System.out.printf(
        "the JDK read %d entries of %d bytes%n", read(file, large, small), 2 * large + small);
  }

  /** The same megabyte again and again, as noise: it squeezes to nearly itself. */
  private static void fill(OutputStream out, long size, Random random) throws IOException {
    byte[] noise = new byte[MEGABYTE];
    random.nextBytes(noise);
    for (long left = size; left > 0; left -= noise.length) {
      out.write(noise);
    }
  }

  /** Reads every byte; the JDK checks the sums. */
  private static int read(Path file, long large, int small) throws IOException {
    int entries = 0;
    long bytes = 0;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); entries++) {
        ZipEntry entry = all.nextElement();
        try (InputStream in = zip.getInputStream(entry)) {
          long length = in.transferTo(OutputStream.nullOutputStream());
          if (length != entry.getSize()) {
            throw new IOException(
                entry.getName() + " has " + length + " bytes, not " + entry.getSize());
          }
          bytes += length;
        }
      }
    }
    if (entries != small + 2 || bytes != 2 * large + small) {
      throw new IOException(entries + " entries of " + bytes + " bytes");
    }
    return entries;
  }
}
