package io.roomledger.delivery;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Deliveries;
import io.roomledger.job.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Folders below one directory of this machine. A file appears there under its name as a whole or
 * not at all, and lies there until somebody takes it away; the same export never lies there twice.
 */
public final class FolderPlace {
  private static final int BUFFER = 256 * 1024;

  private final String root;

  /** Folders below {@code root}, an absolute path; empty for nowhere. */
  public FolderPlace(String root) {
    this.root = root;
  }

  /**
   * Writes the file into a folder and answers its path below the root.
   *
   * @throws RefusedException unavailable, if no root is configured; conflict, if the folder leads
   *     out of it
   */
  String put(Worker.Run run, Deliveries.Due due, String folder) throws IOException {
    if (root.isEmpty()) {
      throw new RefusedException(
          new Refusal.Unavailable("no folder is configured (expected: deliveries.folder)"));
    }
    Path top = Path.of(root).toRealPath();
    Path place = directory(top, folder);
    Path file = named(place, PlainName.of(due));
    Path part = Files.createTempFile(place, ".roomledger-", ".part");
    try {
      copy(run, due, part);
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r-----"));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    force(place);
    return top.relativize(file).toString();
  }

  /** Without a locale Java names no file in letters beyond ASCII. */
  private static Path named(Path place, String name) {
    try {
      return place.resolve(name);
    } catch (InvalidPathException otherLetters) {
      return place.resolve(name.replaceAll("[^ -~]", "_"));
    }
  }

  /** Makes the folders one by one and follows no link on the way. */
  private static Path directory(Path top, String folder) throws IOException {
    Path at = top;
    for (String name : folder.isEmpty() ? new String[0] : folder.split("/", -1)) {
      at = at.resolve(name);
      try {
        Files.createDirectory(at);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
          throw new RefusedException(
              new Refusal.Conflict("folder " + folder + ": " + name + " is not a directory"));
        }
      }
    }
    return at;
  }

  private static void copy(Worker.Run run, Deliveries.Due due, Path part) throws IOException {
    long size = due.file().content().size();
    long done = 0;
    byte[] block = new byte[BUFFER];
    try (InputStream in = due.file().content().open(0);
        FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        ByteBuffer bytes = ByteBuffer.wrap(block, 0, read);
        while (bytes.hasRemaining()) {
          done += out.write(bytes);
        }
        run.progress(done, size);
      }
      out.force(true);
    }
    if (done != size) {
      throw new IOException("only " + done + " of " + size + " bytes could be read");
    }
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
