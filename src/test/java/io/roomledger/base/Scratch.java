package io.roomledger.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Where tests keep what need not outlive them: in memory, where the machine has a folder for that
 * with room to spare and lets programs in it run, else on the disk. Databases that are made for one
 * test consist of some hundred files each; a disk takes twice as long for them.
 */
public final class Scratch implements TempDirFactory {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ENOUGH = 6L << 30;
  private static final Optional<Path> IN_MEMORY = inMemory();

  /** A folder of this checkout's tests; several test JVMs share it. */
  public static Path folder() {
    return IN_MEMORY.orElse(Path.of("target").toAbsolutePath());
  }

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
      throws IOException {
    return IN_MEMORY.isPresent()
        ? Files.createTempDirectory(IN_MEMORY.get(), "junit-")
        : Files.createTempDirectory("junit-");
  }

  private static Optional<Path> inMemory() {
    try {
      if (!Files.isWritable(MEMORY) || Files.getFileStore(MEMORY).getUsableSpace() < ENOUGH) {
        return Optional.empty();
      }
      String checkout = Path.of("").toAbsolutePath().toString();
      Path folder = MEMORY.resolve("roomledger-tests-" + Integer.toHexString(checkout.hashCode()));
      return runs(Files.createDirectories(folder)) ? Optional.of(folder) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether programs in a folder may run: some machines forbid it for what is in memory. */
  private static boolean runs(Path folder) throws IOException {
    Path program = Files.createTempFile(folder, "runs-", ".sh");
    try {
      Files.writeString(program, "#!/bin/sh\nexit 0\n");
      return program.toFile().setExecutable(true, false)
          && new ProcessBuilder(program.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      Files.delete(program);
    }
  }
}
