package io.roomledger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A folder that is a disk of its own, of a few megabytes in memory, if this user may mount one;
 * else the folder as it is, and why.
 */
final class SmallDisk implements AutoCloseable {
  private final Path folder;
  private final String reason;

  private SmallDisk(Path folder, String reason) {
    this.folder = folder;
    this.reason = reason;
  }

  /** Mounts it over an empty folder. */
  static SmallDisk at(Path folder, int megabytes) throws IOException {
    return new SmallDisk(
        folder,
        said("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()));
  }

  /** Mounts none. */
  static SmallDisk none(Path folder) {
    return new SmallDisk(folder, "none is wanted");
  }

  boolean mounted() {
    return reason.isEmpty();
  }

  /** Why it is none. */
  String reason() {
    return reason;
  }

  /** Leaves no room for anything. */
  void fill(Path ballast) throws IOException {
    byte[] block = new byte[1 << 12];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (Files.getFileStore(folder).getUsableSpace() > 0) {
        out.write(block);
      }
    } catch (IOException full) {
      if (Files.getFileStore(folder).getUsableSpace() > 0) {
        throw full;
      }
    }
  }

  private static String said(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return command[0] + " does not end";
      }
      return process.exitValue() == 0 ? "" : command[0] + ": " + said.strip();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  @Override
  public void close() throws IOException {
    if (mounted()) {
      String problem = said("umount", folder.toString());
      if (!problem.isEmpty()) {
        throw new IOException(problem);
      }
    }
  }
}
