package io.roomledger.intake;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A zip from outside, looked at as a whole before the first byte of it is believed: names, kinds,
 * counts and sizes. What it declares is enforced again while it is read.
 */
final class ZipArchive implements Archive {
  private static final long SMALL = 1 << 20;

  private final ZipFile zip;
  private final String file;
  private final ArchiveLimits limits;
  private final TreeMap<String, ZipArchiveEntry> entries = new TreeMap<>();

  private ZipArchive(ZipFile zip, String file, ArchiveLimits limits) {
    this.zip = zip;
    this.file = file;
    this.limits = limits;
  }

  /**
   * Opens and checks it.
   *
   * @throws RefusedException invalid, naming the entry that is at fault
   */
  static ZipArchive open(Path path, ArchiveLimits limits) throws IOException {
    String file = String.valueOf(path.getFileName());
    try {
      countEntries(path, file, limits);
      ZipFile zip = directory(path, file);
      ZipArchive opened = new ZipArchive(zip, file, limits);
      try {
        opened.check(path.toFile().length());
        return opened;
      } catch (RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (ZipException e) {
      throw broken(file, String.valueOf(e.getMessage()));
    } catch (EOFException e) {
      throw broken(file, "cut off");
    }
  }

  /** The JDK has read it by now, so what goes wrong here is wrong in the file. */
  private static ZipFile directory(Path path, String file) {
    try {
      return ZipFile.builder().setPath(path).setCharset(StandardCharsets.UTF_8).get();
    } catch (IOException e) {
      throw broken(file, "its directory and its entries contradict each other");
    }
  }

  private static RefusedException broken(String file, String what) {
    return new RefusedException(new Refusal.Invalid(file, what, "a zip file that is whole"));
  }

  /** The JDK keeps the directory of a zip as bytes, so counting costs little whatever it says. */
  private static void countEntries(Path path, String file, ArchiveLimits limits)
      throws IOException {
    try (var directory = new java.util.zip.ZipFile(path.toFile())) {
      if (directory.size() > limits.entries()) {
        throw new RefusedException(
            new Refusal.Invalid(
                file,
                directory.size() + " entries",
                "at most " + limits.entries() + ", or more memory, as by -Xmx1g"));
      }
    }
  }

  private void check(long packedBytes) {
    long total = 0;
    Enumeration<ZipArchiveEntry> all = zip.getEntries();
    while (all.hasMoreElements()) {
      ZipArchiveEntry entry = all.nextElement();
      EntryNames.check(file, entry.getName());
      checkKind(entry);
      checkSize(entry);
      total += entry.getSize();
      if (total > limits.totalBytes() || isBlownUp(total, packedBytes)) {
        throw refused("the whole", total + " bytes unpacked", "at most " + limits);
      }
      if (!entry.isDirectory() && entries.put(entry.getName(), entry) != null) {
        throw refused(entry.getName(), "there twice", "each name once");
      }
    }
  }

  private void checkKind(ZipArchiveEntry entry) {
    if (entry.isUnixSymlink()) {
      throw refused(EntryNames.shown(entry.getName()), "a symbolic link", "files and folders");
    }
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw refused(EntryNames.shown(entry.getName()), "encrypted", "a zip without a password");
    }
    if (!zip.canReadEntryData(entry)) {
      throw refused(
          EntryNames.shown(entry.getName()),
          "packed by method " + entry.getMethod(),
          "stored or deflated");
    }
  }

  private void checkSize(ZipArchiveEntry entry) {
    long size = entry.getSize();
    boolean bomb = isBlownUp(size, entry.getCompressedSize());
    if (size < 0 || size > limits.entryBytes() || bomb) {
      throw refused(
          EntryNames.shown(entry.getName()),
          size + " bytes unpacked from " + entry.getCompressedSize(),
          "at most " + limits.entryBytes() + " bytes and " + limits.ratio() + " times the packed");
    }
  }

  private boolean isBlownUp(long size, long packed) {
    return size > SMALL && size / limits.ratio() > packed;
  }

  private RefusedException refused(String entry, String what, String expected) {
    return new RefusedException(new Refusal.Invalid(file + ": " + entry, what, expected));
  }

  @Override
  public String file() {
    return file;
  }

  @Override
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  @Override
  public SortedSet<String> names(String prefix) {
    return Collections.unmodifiableSortedSet(
        entries.subMap(prefix, true, prefix + Character.MAX_VALUE, false).navigableKeySet());
  }

  @Override
  public long size(String name) {
    ZipArchiveEntry entry = entries.get(name);
    return entry == null ? 0 : entry.getSize();
  }

  @Override
  public Optional<InputStream> open(String name) throws IOException {
    ZipArchiveEntry entry = entries.get(name);
    return entry == null
        ? Optional.empty()
        : Optional.of(new CheckedEntry(zip.getInputStream(entry), entry));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
