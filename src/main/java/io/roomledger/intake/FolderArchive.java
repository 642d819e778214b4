package io.roomledger.intake;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** A folder and the files below it; links are not followed. */
class FolderArchive implements Archive {
  private final String file;
  private final Path root;
  private final TreeMap<String, Long> sizes = new TreeMap<>();

  FolderArchive(String file, Path root) {
    this.file = file;
    this.root = root;
  }

  /** A folder, with all that is below it. */
  static FolderArchive of(Path folder, ArchiveLimits limits) throws IOException {
    FolderArchive archive = new FolderArchive(String.valueOf(folder.getFileName()), folder);
    archive.look(limits);
    return archive;
  }

  /** One file alone. */
  static FolderArchive single(Path path, ArchiveLimits limits) throws IOException {
    String name = String.valueOf(path.getFileName());
    Path folder = path.toAbsolutePath().getParent();
    FolderArchive archive = new FolderArchive(name, folder == null ? path : folder);
    archive.add(name, Files.size(path), limits);
    return archive;
  }

  void look(ArchiveLimits limits) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes is) {
            if (is.isRegularFile()) {
              add(
                  root.relativize(path).toString().replace(File.separatorChar, '/'),
                  is.size(),
                  limits);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void add(String name, long size, ArchiveLimits limits) {
    if (size > limits.entryBytes() || sizes.size() >= limits.entries()) {
      throw EntryNames.refused(
          file,
          name,
          size + " bytes, entry " + sizes.size(),
          "at most " + limits.entryBytes() + " bytes and " + limits.entries() + " entries");
    }
    sizes.put(name, size);
  }

  @Override
  public String file() {
    return file;
  }

  @Override
  public boolean has(String name) {
    return sizes.containsKey(name);
  }

  @Override
  public SortedSet<String> names(String prefix) {
    return Collections.unmodifiableSortedSet(
        sizes.subMap(prefix, true, prefix + Character.MAX_VALUE, false).navigableKeySet());
  }

  @Override
  public long size(String name) {
    return sizes.getOrDefault(name, 0L);
  }

  @Override
  public Optional<InputStream> open(String name) throws IOException {
    if (!has(name)) {
      return Optional.empty();
    }
    return Optional.of(
        new BufferedInputStream(
            Files.newInputStream(
                root.resolve(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  @Override
  public void close() throws IOException {
    // the folder is somebody else's
  }
}
