package io.roomledger.intake;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What somebody brings to be taken in: a zip, a folder, a tar or tar.gz, or one file alone. It has
 * been looked at as a whole before the first byte of it is believed: names, kinds, counts, sizes.
 */
public interface Archive extends AutoCloseable {

  /**
   * Opens and checks it.
   *
   * @throws RefusedException invalid, naming the entry that is at fault
   */
  static Archive open(Path path, ArchiveLimits limits) throws IOException {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    if (Files.isDirectory(path)) {
      return FolderArchive.of(path, limits);
    }
    if (!Files.isRegularFile(path)) {
      throw new RefusedException(
          new Refusal.Invalid("file", path.toString(), "a file or folder that is there"));
    }
    if (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
      return TarArchive.unpacked(path, limits);
    }
    return name.endsWith(".json") || name.endsWith(".jsonl")
        ? FolderArchive.single(path, limits)
        : ZipArchive.open(path, limits);
  }

  /** Its own name, for messages. */
  String file();

  /** Whether there is an entry of that name. */
  boolean has(String name);

  /** The names of entries that begin with {@code prefix}, in their order. */
  SortedSet<String> names(String prefix);

  /** The size of an entry, unpacked; 0 if it is not there. */
  long size(String name);

  /** The bytes of an entry, held to what it declares. */
  Optional<InputStream> open(String name) throws IOException;

  @Override
  void close() throws IOException;
}
