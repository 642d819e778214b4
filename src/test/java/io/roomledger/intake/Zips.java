package io.roomledger.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Writes zips, hostile ones too. */
public final class Zips {
  private final Map<ZipArchiveEntry, byte[]> entries = new LinkedHashMap<>();

  public Zips with(String name, String content) {
    return with(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public Zips with(String name, byte[] content) {
    entries.put(
        new ZipArchiveEntry(name) {
          // an entry of its own even when its name is there already
          @Override
          public boolean equals(Object other) {
            return this == other;
          }

          @Override
          public int hashCode() {
            return System.identityHashCode(this);
          }
        },
        content);
    return this;
  }

  public Zips withLink(String name, String target) {
    ZipArchiveEntry link = new ZipArchiveEntry(name);
    link.setUnixMode(UnixStat.LINK_FLAG | 0777);
    entries.put(link, target.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public Path write(Path file) throws IOException {
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file.toFile())) {
      for (Map.Entry<ZipArchiveEntry, byte[]> entry : entries.entrySet()) {
        out.putArchiveEntry(entry.getKey());
        out.write(entry.getValue());
        out.closeArchiveEntry();
      }
    }
    return file;
  }
}
