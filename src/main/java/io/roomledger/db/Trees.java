package io.roomledger.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is done to a folder with everything in it; symbolic links are never followed. */
final class Trees {
  private Trees() {}

  static void delete(Path root) throws IOException {
    for (Path path : walk(root).reversed()) {
      Files.deleteIfExists(path);
    }
  }

  static void give(Path root, int uid, int gid) throws IOException {
    for (Path path : walk(root)) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static List<Path> walk(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
