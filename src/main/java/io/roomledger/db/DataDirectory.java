package io.roomledger.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder in which one server keeps everything, and the lock that makes sure that it is only
 * one. The lock ends with the process, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
  /** The layout of the folder that this program writes. */
  static final int FORMAT = 1;

  private static final String LOCK = "roomledger.lock";
  private static final String FORMAT_FILE = "roomledger.format";

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  /**
   * Folders this very process has locked: the system forgets a process's lock as soon as the
   * process closes any other channel to the file, so such a channel must never be opened.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Creates the folder if it is not there, checks it and locks it.
   *
   * @throws RefusedException if it is a file, not writable, somebody else's, written by a newer
   *     program, or in use
   */
  public static DataDirectory open(Path directory) {
    Path real = create(directory);
    refuseForeign(real);
    if (!HELD_HERE.add(real)) {
      throw inUse(real, OptionalLong.of(ProcessHandle.current().pid()));
    }
    try {
      return lock(real);
    } catch (IOException e) {
      HELD_HERE.remove(real);
      throw new UncheckedIOException("data: " + real + " could not be locked", e);
    } catch (RefusedException e) {
      HELD_HERE.remove(real);
      throw e;
    }
  }

  /**
   * The process that holds the folder, this one or another; empty if nobody does. The answer may be
   * outdated as soon as it is given.
   */
  public static OptionalLong holder(Path directory) {
    try {
      Path lock = directory.resolve(LOCK);
      if (!Files.exists(lock)) {
        return OptionalLong.empty();
      }
      if (HELD_HERE.contains(directory.toRealPath())) {
        return OptionalLong.of(ProcessHandle.current().pid());
      }
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE);
          FileLock free = channel.tryLock()) {
        return free == null ? OptionalLong.of(pid(lock)) : OptionalLong.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("data: " + directory + " could not be read", e);
    }
  }

  /** Where it is, without symbolic links. */
  public Path path() {
    return path;
  }

  /** Gives the folder free for the next process. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD_HERE.remove(path);
    }
  }

  private static Path create(Path directory) {
    try {
      Path absolute = directory.toAbsolutePath().normalize();
      if (!Files.isDirectory(absolute)) {
        Files.createDirectories(absolute.resolveSibling("."));
        Files.createDirectory(absolute, PosixFilePermissions.asFileAttribute(PRIVATE));
      }
      Path real = directory.toRealPath();
      if (!Files.isWritable(real) || !Files.isReadable(real)) {
        throw invalid(directory, "a folder that this user may read and write");
      }
      return real;
    } catch (FileAlreadyExistsException e) {
      throw invalid(directory, "a folder, not a file");
    } catch (IOException e) {
      throw invalid(directory, "a folder that can be created: " + e.getMessage());
    }
  }

  /** Keeps a slip of the hand from turning somebody's home folder into a data directory. */
  private static void refuseForeign(Path real) {
    if (Files.exists(real.resolve(LOCK)) || Files.exists(real.resolve(FORMAT_FILE))) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(real)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.equals("lost+found") && !name.startsWith("roomledger")) {
          throw invalid(real, "a new or empty folder, or one that roomledger made");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("data: " + real + " could not be read", e);
    }
  }

  private static DataDirectory lock(Path real) throws IOException {
    Path lock = real.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(
            lock,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    boolean kept = false;
    try {
      FileLock exclusive = channel.tryLock();
      if (exclusive == null) {
        throw inUse(real, OptionalLong.of(pid(lock)));
      }
      closeToOthers(real);
      checkFormat(real);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)), 0);
      kept = true;
      return new DataDirectory(real, channel);
    } finally {
      if (!kept) {
        channel.close();
      }
    }
  }

  /** The group may at most pass through: as root, PostgreSQL runs as a user of such a group. */
  private static void closeToOthers(Path real) throws IOException {
    Set<PosixFilePermission> most = PosixFilePermissions.fromString("rwx--x---");
    if (!most.containsAll(Files.getPosixFilePermissions(real))) {
      Files.setPosixFilePermissions(real, PRIVATE);
    }
  }

  private static void checkFormat(Path real) throws IOException {
    Path file = real.resolve(FORMAT_FILE);
    if (!Files.exists(file)) {
      PrivateFile.write(file, FORMAT + "\n");
      return;
    }
    String format = Files.readString(file).strip();
    if (!format.equals(String.valueOf(FORMAT))) {
      throw invalid(
          real,
          "a folder of format "
              + FORMAT
              + ", this one has format "
              + format
              + ": start the newer roomledger that wrote it");
    }
  }

  private static long pid(Path lock) throws IOException {
    String text = Files.readString(lock).strip();
    return text.matches("\\d{1,10}") ? Long.parseLong(text) : 0;
  }

  private static RefusedException invalid(Path directory, String expected) {
    return new RefusedException(new Refusal.Invalid("data", directory.toString(), expected));
  }

  private static RefusedException inUse(Path real, OptionalLong holder) {
    return new RefusedException(
        new Refusal.Conflict(
            "data: "
                + real
                + " is in use by process "
                + holder.orElse(0)
                + " (expected: a folder of its own for each server; stop that one or choose"
                + " another)"));
  }
}
