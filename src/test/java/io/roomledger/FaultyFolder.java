package io.roomledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that is not mounted for a while, and full for a while if it may be a disk of its own.
 */
final class FaultyFolder implements FaultyPlace {
  private final Path root;
  private final Path objects;
  private final Path incoming;
  private final Path away;
  private final Path ballast;
  private final SmallDisk disk;

  /** Below a data directory that no server has used, of so many megabytes if that can be. */
  FaultyFolder(Path data, int megabytes) throws IOException {
    this(data, SmallDisk.at(lying(data), megabytes));
  }

  /** The same, which never gets full. */
  static FaultyFolder asItIs(Path data) throws IOException {
    return new FaultyFolder(data, SmallDisk.none(lying(data)));
  }

  private static Path lying(Path data) throws IOException {
    return Files.createDirectories(data.resolve("objects"));
  }

  private FaultyFolder(Path data, SmallDisk disk) {
    Path lying = data.resolve("objects");
    this.disk = disk;
    this.root = lying.resolve("objects");
    this.objects = root.resolve("exports");
    this.incoming = lying.resolve("incoming");
    this.away = lying.resolve("away");
    this.ballast = lying.resolve("ballast");
  }

  @Override
  public String name() {
    return "one folder";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public List<Trouble> troubles() {
    List<Trouble> all = new ArrayList<>();
    all.add(new Trouble("the folder of uploads gone", this::unmount, this::mount, true));
    if (disk.mounted()) {
      all.add(
          new Trouble(
              "the disk full",
              () -> disk.fill(ballast),
              () -> Files.deleteIfExists(ballast),
              // what is broken off leaves its room to the next
              false));
    }
    return all;
  }

  @Override
  public List<String> untried() {
    return disk.mounted() ? List.of() : List.of("the disk full: " + disk.reason());
  }

  /** As a disk that is not mounted: no upload can begin, go on or end, and no server can start. */
  private void unmount() throws IOException {
    Files.move(incoming, away);
    // a server that starts just now may have made it anew
    while (Files.notExists(incoming, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.writeString(incoming, "not mounted");
      } catch (IOException _) {
        Files.deleteIfExists(incoming);
      }
    }
  }

  private void mount() throws IOException {
    Files.delete(incoming);
    Files.move(away, incoming);
  }

  @Override
  public void age() throws IOException {
    for (Path file : files()) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }
  }

  @Override
  public List<String> left(Set<String> published) throws IOException {
    return files().stream()
        .filter(file -> !file.startsWith(root) || !published.contains(root.relativize(file) + ""))
        .map(Path::toString)
        .toList();
  }

  private List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path folder : List.of(objects, incoming)) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(Files::isRegularFile).forEach(found::add);
      }
    }
    return found;
  }

  @Override
  public void close() {
    try {
      disk.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
