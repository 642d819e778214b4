package io.roomledger.intake;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A tar or tar.gz. It is read twice: first only what it declares, and then, when nothing in it is
 * hostile or too large, into a folder that is removed in the end.
 */
final class TarArchive extends FolderArchive {
  private final Path folder;

  private TarArchive(String file, Path folder) {
    super(file, folder);
    this.folder = folder;
  }

  static TarArchive unpacked(Path path, ArchiveLimits limits) throws IOException {
    String file = String.valueOf(path.getFileName());
    try {
      check(path, file, limits);
      TarArchive archive = new TarArchive(file, Files.createTempDirectory("roomledger-import-"));
      try {
        archive.unpack(path);
        archive.look(limits);
        return archive;
      } catch (IOException | RuntimeException e) {
        archive.close();
        throw e;
      }
    } catch (IOException e) {
      throw new RefusedException(
          new Refusal.Invalid(file, String.valueOf(e.getMessage()), "a tar file that is whole"));
    }
  }

  private static TarArchiveInputStream read(Path path) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(path));
    boolean plain = path.toString().toLowerCase(Locale.ROOT).endsWith(".tar");
    return new TarArchiveInputStream(
        plain
            ? in
            : GzipCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .get());
  }

  private static void check(Path path, String file, ArchiveLimits limits) throws IOException {
    long total = 0;
    int entries = 0;
    long most = Math.min(limits.totalBytes(), Math.max(1 << 20, Files.size(path)) * limits.ratio());
    try (TarArchiveInputStream tar = read(path)) {
      for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
        EntryNames.check(file, entry.getName());
        if (!isPlain(entry) && !entry.isDirectory()) {
          throw EntryNames.refused(file, entry.getName(), "a link", "files and folders");
        }
        total += entry.getSize();
        if (++entries > limits.entries() || entry.getSize() > limits.entryBytes() || total > most) {
          throw EntryNames.refused(
              file, entry.getName(), total + " bytes unpacked", "at most " + most + ", " + limits);
        }
      }
    }
  }

  private static @org.jspecify.annotations.Nullable TarArchiveEntry next(TarArchiveInputStream tar)
      throws IOException {
    return tar.getNextEntry();
  }

  /** By the mark of its kind: the library takes links and devices for files. */
  private static boolean isPlain(TarArchiveEntry entry) {
    byte kind = entry.getLinkFlag();
    return !entry.isDirectory()
        && (kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM);
  }

  private void unpack(Path path) throws IOException {
    try (TarArchiveInputStream tar = read(path)) {
      for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
        EntryNames.check(file(), entry.getName());
        Path target = folder.resolve(entry.getName()).normalize();
        if (isPlain(entry) && target.startsWith(folder)) {
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          Files.copy(tar, target);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    Spool.remove(folder);
  }
}
