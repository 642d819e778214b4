package io.roomledger.db;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked from the class path. */
final class Binaries {
  /** The version on the class path; names the folder, so a new one is unpacked beside the old. */
  static final String VERSION = "18.6.0";

  private static final Logger log = LoggerFactory.getLogger(Binaries.class);
  private static final String PREFIX = "bin-";

  private Binaries() {}

  /** The folder {@code bin-VERSION} in {@code parent}, unpacked whole if it was not there. */
  static Path unpack(Path parent) throws IOException {
    Path home = parent.resolve(PREFIX + VERSION);
    removeOthers(parent, home);
    if (Files.isDirectory(home)) {
      return home;
    }
    long start = System.nanoTime();
    Path draft = parent.resolve(PREFIX + VERSION + ".new-" + Ids.random(6));
    try (InputStream resource = resource().openStream()) {
      extract(resource, draft);
      Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Trees.delete(draft);
    }
    log.info("unpacked PostgreSQL {} in {} ms", VERSION, (System.nanoTime() - start) / 1_000_000);
    return home;
  }

  static URL resource() {
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String name =
        switch (machine) {
          case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
          case "aarch64", "arm64" -> "/postgres-linux-arm_64.txz";
          default -> "";
        };
    boolean linux = System.getProperty("os.name", "").startsWith("Linux");
    URL found = linux && !name.isEmpty() ? Binaries.class.getResource(name) : null;
    if (found == null) {
      throw new RefusedException(
          new Refusal.Unavailable(
              "database: no embedded PostgreSQL for "
                  + System.getProperty("os.name")
                  + " on "
                  + machine
                  + " (expected: Linux on amd64 or arm64, or the URL of a PostgreSQL of your"
                  + " own)"));
    }
    return found;
  }

  /** Unpacks a tar.xz, refusing every entry that would land outside {@code target}. */
  static void extract(InputStream archive, Path target) throws IOException {
    Files.createDirectories(target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (!entry.getName().endsWith(".a")) {
          extract(tar, entry, target);
        }
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path file = inside(target, target, entry.getName());
    if (file.equals(target)) {
      return;
    }
    Path folder = file.resolveSibling("");
    Files.createDirectories(folder);
    if (entry.isDirectory()) {
      Files.createDirectories(file);
    } else if (entry.isSymbolicLink()) {
      inside(target, folder, entry.getLinkName());
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    } else if (entry.isFile() && !entry.isLink()) {
      Files.copy(tar, file);
    } else {
      throw new IOException(entry.getName() + ": neither a file nor a folder");
    }
    boolean runs = entry.isDirectory() || (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static Path inside(Path target, Path base, String name) throws IOException {
    Path file = base.resolve(name).normalize();
    if (!file.startsWith(target)) {
      throw new IOException(name + ": points outside the archive");
    }
    return file;
  }

  /** Older versions and drafts that a crash left. */
  private static void removeOthers(Path parent, Path home) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        if (!folder.equals(home)) {
          Trees.delete(folder);
        }
      }
    }
  }
}
