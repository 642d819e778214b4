package io.roomledger.intake;

import io.roomledger.base.RefusedException;
import io.roomledger.fuzz.TemporaryFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/** Archives from outside: refused with a reason, or read within what they declare. */
public final class ArchiveFuzz {
  private static final ArchiveLimits SMALL = new ArchiveLimits(100, 1 << 16, 1 << 18, 200);
  private static final String[] NAMES = {"a.zip", "a.tar", "a.tar.gz"};

  private ArchiveFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    String name = NAMES[(bytes[0] & 0xff) % NAMES.length];
    Path file = TemporaryFile.of(name, Arrays.copyOfRange(bytes, 1, bytes.length));
    try (Archive archive = Archive.open(file, SMALL)) {
      for (String entry : archive.names("")) {
        read(archive, entry);
      }
    } catch (RefusedException refused) {
      if (refused.getMessage() == null) {
        throw new AssertionError("refused without a word", refused);
      }
    }
  }

  private static void read(Archive archive, String entry) throws IOException {
    if (entry.startsWith("/") || entry.matches("(?s)(.*/)?\\.\\.(/.*)?")) {
      throw new AssertionError("leaves its folder: " + entry);
    }
    try (InputStream in = archive.open(entry).orElseThrow()) {
      if (in.transferTo(java.io.OutputStream.nullOutputStream()) > archive.size(entry)) {
        throw new AssertionError("longer than it declares: " + entry);
      }
    } catch (UnreadableException damaged) {
      // said where the import is told of
    }
  }
}
