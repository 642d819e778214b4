import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Copies all files of a folder into one, hashes each and the whole on the way as any package with a manifest must, and
 * forces it to the disk: {@code java FileCopy.java FOLDER FILE}.
 */
final class FileCopy {
  public static void main(String[] args) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(args[0]))) {
      files = all.sorted().toList();
    }
    long start = System.nanoTime();
    long bytes = 0;
    MessageDigest whole = MessageDigest.getInstance("SHA-256");
    byte[] block = new byte[64 * 1024];
    try (FileChannel out =
        FileChannel.open(Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
      for (Path file : files) {
        bytes += copy(file, out, block, whole);
      }
      out.force(true);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "floor: %,d files, %,d bytes copied, hashed and forced in %.2f s%n", files.size(), bytes, seconds);
  }

  private static long copy(Path file, FileChannel out, byte[] block, MessageDigest whole) throws Exception {
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    long bytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(block); length > 0; length = in.read(block)) {
        hash.update(block, 0, length);
        whole.update(block, 0, length);
        write(out, block, length);
        bytes += length;
      }
    }
    if (hash.digest().length != 32) {
      throw new IOException("no hash");
    }
    return bytes;
  }

  private static void write(FileChannel out, byte[] block, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(block, 0, length);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }
}
