package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class ExportPackageTest {
  @Test
  void pathsAreSafeAndUnlikeEvenWhereCaseIsIgnored() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExportPackage.Main main = new ExportPackage.Main("room.html", "text/html");
    try (ExportPackage pack = new ExportPackage(out, SmallExport.AT, main, gap -> {})) {
      pack.attachment("assets/A.png", "image/png").write(1);
      pack.attachment("assets/a.png", "image/png").write(2);
      pack.attachment("../assets/a.PNG", "image/png").write(3);
      pack.attachment("manifest.json", "text/plain").write(4);
      pack.attachment("room.html", "text/plain").write(5);
      pack.main().write(6);
      pack.finish(SmallExport.manifest(), SmallExport::sign);
    }

    assertThat(names(out.toByteArray()))
        .containsExactly(
            "assets/A.png",
            "assets/a-2.png",
            "assets/a-3.PNG",
            "manifest-2.json",
            "room-2.html",
            "room.html",
            "manifest.json",
            "manifest.sig");
  }

  @Test
  void picturesAreNotCompressedAgain() throws Exception {
    assertThat(packed("image/png")).isGreaterThan(100_000);
    assertThat(packed("video/mp4; codecs=avc1")).isGreaterThan(100_000);
    assertThat(packed("text/plain")).isLessThan(5_000);
  }

  private static int packed(String mediaType) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExportPackage.Main main = new ExportPackage.Main("room.html", "text/html");
    try (ExportPackage pack = new ExportPackage(out, SmallExport.AT, main, gap -> {})) {
      OutputStream entry = pack.attachment("a", mediaType);
      entry.write(new byte[100_000]);
      pack.finish(SmallExport.manifest(), SmallExport::sign);
    }
    return out.size();
  }

  private static List<String> names(byte[] zip) throws Exception {
    List<String> names = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
