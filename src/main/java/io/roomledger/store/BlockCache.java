package io.roomledger.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps blocks of objects of a bucket in a folder of this machine, up to a size; those that were
 * not read for longest go first. Objects never change, so a block is right as long as it is there;
 * a folder that is lost or damaged costs time and nothing else.
 */
final class BlockCache {
  /** How long a block is, but the last of an object. */
  static final int BLOCK = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(BlockCache.class);
  private static final int CHECKSUM = 8;

  /** What a block costs at least, so that many small ones do not fill the memory with names. */
  private static final long LEAST = 1 << 16;

  private static final String DRAFT = ".draft";

  private final Path folder;
  private final long limit;

  /** What each block costs, by its name, that read last at the end. */
  private final LinkedHashMap<String, Long> blocks = new LinkedHashMap<>(64, 0.75f, true);

  private final Map<String, Set<String>> byObject = new HashMap<>();
  private long total;
  private long drafts;

  /** Takes up what is in the folder, which belongs to this process alone. */
  BlockCache(Path folder, long limit) throws IOException {
    this.folder =
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    this.limit = limit;
    takeUp();
  }

  /** A block as it lies there. */
  private record Lying(String name, long size, FileTime readAt) {}

  private void takeUp() throws IOException {
    List<Lying> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (file.toString().endsWith(DRAFT)) {
          Files.deleteIfExists(file);
        } else {
          String name = String.valueOf(file.getFileName());
          found.add(new Lying(name, Files.size(file), Files.getLastModifiedTime(file)));
        }
      }
    }
    found.sort(Comparator.comparing(Lying::readAt));
    found.forEach(it -> add(it.name(), it.size()));
  }

  /** The block of that number, if it is there and whole. */
  Optional<byte[]> get(S3Content object, long number, int length) {
    String name = name(object, number);
    synchronized (this) {
      if (blocks.get(name) == null) {
        return Optional.empty();
      }
    }
    try {
      byte[] file = Files.readAllBytes(path(name));
      if (file.length == length + CHECKSUM
          && ByteBuffer.wrap(file).getLong(length) == sum(file, length)) {
        return Optional.of(Arrays.copyOf(file, length));
      }
      LOG.warn("{}: damaged, so it is fetched anew", path(name));
    } catch (NoSuchFileException goneMeanwhile) {
      LOG.trace("{} is gone", name);
    } catch (IOException e) {
      LOG.warn("{}: cannot be read, so it is fetched anew", path(name), e);
    }
    forget(name);
    return Optional.empty();
  }

  /** Keeps a block; if that fails, it is fetched again next time. */
  void put(S3Content object, long number, byte[] block, int length) {
    if (object.tag().isEmpty()) {
      return;
    }
    String name = name(object, number);
    byte[] file = Arrays.copyOf(block, length + CHECKSUM);
    ByteBuffer.wrap(file).putLong(length, sum(block, length));
    Path draft = folder.resolve(draft());
    try {
      Files.createDirectories(path(name).getParent());
      Files.write(draft, file);
      Files.move(draft, path(name), StandardCopyOption.ATOMIC_MOVE);
      add(name, file.length);
    } catch (IOException e) {
      LOG.warn("{}: cannot be kept on this machine: {}", name, e.getMessage());
      delete(draft);
    }
  }

  private synchronized String draft() {
    return drafts++ + DRAFT;
  }

  private static long sum(byte[] block, int length) {
    CRC32C sum = new CRC32C();
    sum.update(block, 0, length);
    return sum.getValue();
  }

  /** Forgets all blocks of an object, whatever its bytes were. */
  void drop(String key) {
    for (String name : named(hash(key))) {
      forget(name);
    }
  }

  private synchronized List<String> named(String object) {
    return List.copyOf(byObject.getOrDefault(object, Set.of()));
  }

  /** How many bytes lie there, small blocks counted as larger. */
  synchronized long total() {
    return total;
  }

  private void add(String name, long size) {
    List<String> surplus = new ArrayList<>();
    synchronized (this) {
      long cost = Math.max(LEAST, size);
      Long before = blocks.put(name, cost);
      total += cost - (before == null ? 0 : before);
      byObject.computeIfAbsent(object(name), _ -> new HashSet<>()).add(name);
      long left = total;
      for (Map.Entry<String, Long> eldest : blocks.entrySet()) {
        if (left <= limit) {
          break;
        }
        left -= eldest.getValue();
        surplus.add(eldest.getKey());
      }
    }
    surplus.forEach(this::forget);
  }

  private void forget(String name) {
    synchronized (this) {
      Long cost = blocks.remove(name);
      total -= cost == null ? 0 : cost;
      Set<String> siblings = byObject.get(object(name));
      if (siblings != null && siblings.remove(name) && siblings.isEmpty()) {
        byObject.remove(object(name));
      }
    }
    delete(path(name));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{}: cannot be deleted: {}", file, e.getMessage());
    }
  }

  private Path path(String name) {
    return folder.resolve(name.substring(0, 2)).resolve(name);
  }

  private static String object(String name) {
    return name.substring(0, name.indexOf('-'));
  }

  private static String name(S3Content object, long number) {
    return hash(object.key()) + "-" + hash(object.tag()) + "-" + number;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
