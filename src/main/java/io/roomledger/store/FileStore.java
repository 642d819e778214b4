package io.roomledger.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps objects as files below one directory: {@code objects} holds the committed ones, named by
 * their keys, {@code incoming} the uploads under way. Both lie in one file system, so a commit is
 * one atomic step. Several processes may use the same directory.
 */
public final class FileStore implements ObjectStore {
  private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);

  /** An upload that has not been written to for so long belongs to a process that crashed. */
  private static final Duration ABANDONED_AFTER = Duration.ofHours(6);

  /**
   * The uploads of this process. They are locked as well, for others to see; but a process loses
   * its lock when it closes the file anywhere, so it must not even look at these.
   */
  private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

  /** What the names of files of uploads begin with. */
  private static final String UPLOAD = "upload-";

  private static final int TRIES = 100;

  private final Path objects;
  private final Path incoming;

  /**
   * Opens the store, makes its directories and sweeps what crashed processes left in {@code
   * incoming}.
   *
   * @param root its directory; may be a symbolic link, what lies in it may not
   */
  public FileStore(Path root, Clock clock) throws IOException {
    Files.createDirectories(root);
    Path real = root.toRealPath();
    objects = Files.createDirectories(real.resolve("objects"));
    incoming = Files.createDirectories(real.resolve("incoming"));
    sweep(clock.instant().minus(ABANDONED_AFTER));
  }

  @Override
  public Upload begin(String key) throws IOException {
    return begin(key, true);
  }

  @Override
  public Upload beginBrief(String key) throws IOException {
    return begin(key, false);
  }

  private Upload begin(String key, boolean forced) throws IOException {
    Keys.check(key);
    Path file = Files.createTempFile(incoming, UPLOAD, "");
    FileChannel channel = open(file);
    MINE.add(file);
    // whoever holds it is alive; if this file system has no locks, nothing of it can be taken over
    boolean held = held(channel);
    return new FileUpload(this, key, file, new FileUpload.Bytes(channel, held, 0, forced));
  }

  @Override
  public Optional<Upload> takeOver(String left, String key, long size) throws IOException {
    Keys.check(key);
    if (!left.startsWith(UPLOAD) || !Keys.is(left)) {
      return Optional.empty();
    }
    Path file = incoming.resolve(left).normalize();
    if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!MINE.add(file)) {
      return Optional.empty();
    }
    FileChannel channel = open(file);
    boolean taken = false;
    try {
      taken = held(channel) && channel.size() >= size;
      if (!taken) {
        return Optional.empty();
      }
      channel.truncate(size).position(size);
      return Optional.of(
          new FileUpload(this, key, file, new FileUpload.Bytes(channel, true, size, true)));
    } finally {
      if (!taken) {
        channel.close();
        ended(file);
      }
    }
  }

  /** That upload is no longer written to by this process. */
  void ended(Path file) {
    MINE.remove(file);
  }

  @Override
  public int dropLeft(Set<String> wanted, Instant before) throws IOException {
    int dropped = 0;
    try (Stream<Path> uploads = Files.list(incoming)) {
      for (Path upload : uploads.toList()) {
        String name = String.valueOf(upload.getFileName());
        boolean left = name.startsWith(UPLOAD) && !wanted.contains(name) && old(upload, before);
        if (left && !MINE.contains(upload) && nobodyHas(upload) && Files.deleteIfExists(upload)) {
          dropped++;
          LOG.info("removed {}, an upload that was left behind", upload);
        }
      }
    }
    return dropped;
  }

  private static boolean old(Path upload, Instant before) throws IOException {
    try {
      return Files.getLastModifiedTime(upload, NOFOLLOW_LINKS).toInstant().isBefore(before);
    } catch (NoSuchFileException endedMeanwhile) {
      return false;
    }
  }

  private static boolean nobodyHas(Path upload) throws IOException {
    try (FileChannel channel = open(upload)) {
      return held(channel);
    } catch (NoSuchFileException endedMeanwhile) {
      return false;
    }
  }

  private static FileChannel open(Path upload) throws IOException {
    return FileChannel.open(
        upload, StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS);
  }

  /** Takes the lock that says that somebody alive writes to it; it ends with the channel. */
  private static boolean held(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException mine) {
      return false;
    } catch (IOException noLocks) {
      LOG.debug("no locks in this file system", noLocks);
      return false;
    }
  }

  @Override
  public Optional<StoredObject> find(String key) throws IOException {
    Path file = pathOf(key);
    if (!plain(file)) {
      return Optional.empty();
    }
    try {
      long size = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).size();
      return Optional.of(new StoredObject(key, new FileContent(file, size)));
    } catch (NoSuchFileException deletedMeanwhile) {
      return Optional.empty();
    }
  }

  @Override
  public void delete(String key) throws IOException {
    Path file = pathOf(key);
    if (plain(file) && Files.deleteIfExists(file)) {
      prune(folder(file));
    }
  }

  @Override
  public List<Entry> list(String prefix) throws IOException {
    Keys.checkPrefix(prefix);
    Path start = objects.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1)).normalize();
    if (!directory(start)) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    collect(start, prefix, entries);
    return entries;
  }

  @Override
  public void tryOut() throws IOException {
    // a file without room for its bytes can still be made
    byte[] bytes = new byte[4096];
    Path file = Files.createTempFile(incoming, "try-", "");
    try {
      Files.write(file, bytes);
      if (Files.size(file) != bytes.length || !Files.isReadable(objects)) {
        throw new IOException(objects + ": cannot be written and read");
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Makes what {@code upload} holds the object under {@code key}, which must be new.
   *
   * @param forced whether that it is there must outlast a crash of the machine
   */
  StoredObject publish(Path upload, String key, boolean forced) throws IOException {
    Path target = objects.resolve(key);
    for (int tries = 1; ; tries++) {
      try {
        makeDirectories(folder(target));
        // a link, unlike a move, is atomic and refuses to replace
        Files.createLink(target, upload);
        break;
      } catch (FileAlreadyExistsException e) {
        throw new FileAlreadyExistsException(
            key, null, "the store has an object or a folder of that key and never replaces one");
      } catch (NoSuchFileException e) {
        // somebody deleted the last object of that folder and with it the folder, just now
        if (tries == TRIES) {
          throw e;
        }
      }
    }
    if (forced) {
      force(folder(target));
    }
    Files.deleteIfExists(upload);
    return new StoredObject(key, new FileContent(target, Files.size(target)));
  }

  /** The directory of uploads, to say where the disk is full. */
  Path incoming() {
    return incoming;
  }

  private Path pathOf(String key) {
    return objects.resolve(Keys.check(key));
  }

  /** Whether that is a regular file reached through directories only, never through a link. */
  private boolean plain(Path file) {
    return Files.isRegularFile(file, NOFOLLOW_LINKS) && directory(folder(file));
  }

  private boolean directory(Path directory) {
    for (Path at = directory; !at.equals(objects); at = folder(at)) {
      if (!Files.isDirectory(at, NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  private void makeDirectories(Path directory) throws IOException {
    if (directory.equals(objects)) {
      return;
    }
    makeDirectories(folder(directory));
    try {
      Files.createDirectory(directory);
      force(folder(directory));
    } catch (FileAlreadyExistsException e) {
      // one look, not two: others may remove it or make it anew in between; gone is no such file
      if (!Files.readAttributes(directory, BasicFileAttributes.class, NOFOLLOW_LINKS)
          .isDirectory()) {
        throw e;
      }
    }
  }

  /** Removes directories that have become empty. */
  private void prune(Path directory) throws IOException {
    try {
      for (Path at = directory; !at.equals(objects); at = folder(at)) {
        Files.delete(at);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException stillUsedOrGone) {
      LOG.trace("{} stays", directory);
    }
  }

  private void collect(Path directory, String prefix, List<Entry> entries) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : children.sorted().toList()) {
        String key = objects.relativize(child).toString();
        BasicFileAttributes is =
            Files.readAttributes(child, BasicFileAttributes.class, NOFOLLOW_LINKS);
        if (is.isDirectory() && (key.startsWith(prefix) || prefix.startsWith(key))) {
          collect(child, prefix, entries);
        } else if (is.isRegularFile() && key.startsWith(prefix)) {
          entries.add(new Entry(key, is.size(), is.lastModifiedTime().toInstant()));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException deletedMeanwhile) {
      LOG.trace("{} is gone", directory);
    }
  }

  private void sweep(Instant before) throws IOException {
    try (Stream<Path> uploads = Files.list(incoming)) {
      for (Path upload : uploads.toList()) {
        Instant touched = Files.getLastModifiedTime(upload, NOFOLLOW_LINKS).toInstant();
        if (touched.isBefore(before) && !MINE.contains(upload) && nobodyHas(upload)) {
          Files.deleteIfExists(upload);
          LOG.info("removed {}, an upload that a crash left {}", upload, touched);
        }
      }
    }
  }

  /** A new name is durable only once its directory is on the disk. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Everything here lies below the root, so there is one. */
  private static Path folder(Path path) {
    return Objects.requireNonNull(path.getParent());
  }
}
