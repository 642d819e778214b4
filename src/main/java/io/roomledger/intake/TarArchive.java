package io.roomledger.intake;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * A tar or tar.gz. It is read twice: first only what it declares, and then, when nothing in it is
 * hostile or too large, into a folder that is removed in the end.
 */
final class TarArchive extends FolderArchive {
  private static final int BUFFER = 1 << 16;

  /** Of all that describes one entry. */
  private static final int LONGEST_HEAD = 1 << 18;

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
    } catch (EOFException e) {
      throw broken(file, "cut off");
    } catch (IOException e) {
      throw broken(file, String.valueOf(e.getMessage()));
    }
  }

  private static RefusedException broken(String file, String what) {
    return new RefusedException(new Refusal.Invalid(file, what, "a tar file that is whole"));
  }

  /** The JDK's reader of gzip skips the names in its heads, however long, and keeps none. */
  private static Reading read(Path path) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(path));
    boolean plain = path.toString().toLowerCase(Locale.ROOT).endsWith(".tar");
    Rationed rationed = new Rationed(plain ? in : new GZIPInputStream(in, BUFFER));
    return new Reading(new TarArchiveInputStream(rationed), rationed);
  }

  /** A tar that is read from its beginning. */
  private record Reading(TarArchiveInputStream tar, Rationed rationed) implements AutoCloseable {
    /** The next entry; nothing behind the last. */
    @Nullable TarArchiveEntry next() throws IOException {
      TarArchiveEntry entry = tar.getNextEntry();
      if (entry != null) {
        rationed.allow(entry.getSize() + LONGEST_HEAD);
      }
      return entry;
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }

  /**
   * Bytes as far as they are expected: the library keeps what stands before an entry (its long
   * name, its extended head, and any number of both) in memory, of whatever length.
   */
  private static final class Rationed extends FilterInputStream {
    private long left = LONGEST_HEAD;

    Rationed(InputStream in) {
      super(in);
    }

    void allow(long bytes) {
      left = bytes;
    }

    private void take(long bytes) throws IOException {
      left -= Math.max(bytes, 0);
      if (left < 0) {
        throw new IOException("more than " + LONGEST_HEAD + " bytes before an entry");
      }
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      take(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      take(read);
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = in.skip(bytes);
      take(skipped);
      return skipped;
    }
  }

  private static void check(Path path, String file, ArchiveLimits limits) throws IOException {
    long total = 0;
    int entries = 0;
    long most = Math.min(limits.totalBytes(), Math.max(1 << 20, Files.size(path)) * limits.ratio());
    try (Reading tar = read(path)) {
      for (TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
        EntryNames.check(file, entry.getName());
        if (!isPlain(entry) && !entry.isDirectory()) {
          throw EntryNames.refused(file, entry.getName(), "a link", "files and folders");
        }
        if (entry.isSparse()) {
          // its size is that of what is there, and what is read of it is as long as it likes
          throw EntryNames.refused(file, entry.getName(), "a file with holes", "files as a whole");
        }
        total += entry.getSize();
        if (++entries > limits.entries() || entry.getSize() > limits.entryBytes() || total > most) {
          throw EntryNames.refused(
              file, entry.getName(), total + " bytes unpacked", "at most " + most + ", " + limits);
        }
      }
    }
  }

  /** By the mark of its kind: the library takes links and devices for files. */
  private static boolean isPlain(TarArchiveEntry entry) {
    byte kind = entry.getLinkFlag();
    return !entry.isDirectory()
        && (kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM);
  }

  private void unpack(Path path) throws IOException {
    try (Reading tar = read(path)) {
      for (TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
        EntryNames.check(file(), entry.getName());
        if (isPlain(entry)) {
          unpack(tar.tar(), entry.getName());
        }
      }
    }
  }

  private void unpack(InputStream bytes, String name) throws IOException {
    try {
      Path target = folder.resolve(name).normalize();
      if (target.startsWith(folder)) {
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(bytes, target);
      }
    } catch (FileAlreadyExistsException e) {
      throw EntryNames.refused(file(), name, "there twice", "each name once");
    } catch (FileSystemException e) {
      // not its message, which has the path of this server's own folder
      String why = String.valueOf(e.getReason());
      throw EntryNames.refused(file(), name, why, "a file that can be made here");
    } catch (InvalidPathException e) {
      throw EntryNames.refused(file(), name, "letters of no name here", "a server with a locale");
    }
  }

  @Override
  public void close() throws IOException {
    Spool.remove(folder);
  }
}
