package io.roomledger.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One file for each name, written anew each time: for parsers that read files. */
public final class TemporaryFile {
  private TemporaryFile() {}

  /** A file of that name with those bytes. */
  public static Path of(String name, byte[] bytes) throws IOException {
    return Files.write(Folder.PATH.resolve(name), bytes);
  }

  private static final class Folder {
    private static final Path PATH = made();

    private static Path made() {
      try {
        Path path = Files.createTempDirectory("roomledger-fuzz-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(path)));
        return path;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private static void delete(Path path) {
      try (var files = Files.list(path)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
        Files.delete(path);
      } catch (IOException stays) {
        System.err.println("not deleted: " + stays);
      }
    }
  }
}
