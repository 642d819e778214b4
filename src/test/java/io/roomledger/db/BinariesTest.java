package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class BinariesTest {
  @TempDir Path temporary;

  @Test
  void theFolderIsNamedAfterTheVersionOnTheClassPath() {
    assertThat(Binaries.resource().toString()).contains("-" + Binaries.VERSION + ".jar!");
  }

  @Test
  void aFileOutsideTheArchiveIsRefused() {
    assertThatThrownBy(() -> extract(file("../evil", "x"))).hasMessageContaining("points outside");
    assertThat(temporary.resolve("evil")).doesNotExist();
  }

  @Test
  void aLinkOutOfTheArchiveIsRefused() {
    TarArchiveEntry link = new TarArchiveEntry("lib/link", TarConstants.LF_SYMLINK);
    link.setLinkName("../../evil");
    assertThatThrownBy(() -> extract(archive(link, ""))).hasMessageContaining("points outside");
  }

  @Test
  void aLinkInsideIsKept() throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("lib/link", TarConstants.LF_SYMLINK);
    link.setLinkName("there");
    extract(archive(link, ""));
    assertThat(temporary.resolve("out/lib/link")).isSymbolicLink();
  }

  private void extract(InputStream archive) throws IOException {
    Binaries.extract(archive, temporary.resolve("out"));
  }

  private static InputStream file(String name, String content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length());
    return archive(entry, content);
  }

  private static InputStream archive(TarArchiveEntry entry, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
      tar.putArchiveEntry(entry);
      tar.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      tar.closeArchiveEntry();
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
