package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipStreamTest {
  @TempDir private Path folder;

  /** Sizes around the borders of blocks, text and noise, compressed and stored. */
  private static Map<String, byte[]> entries() {
    Random random = new Random(42);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    int block = Squeezer.BLOCK;
    for (int size : List.of(0, 1, 100, block - 1, block, block + 1, 5 * block + 17)) {
      byte[] noise = new byte[size];
      random.nextBytes(noise);
      entries.put("noise/" + size + ".png", noise);
      entries.put("text/漢字-" + size, SmallExport.text("lorem ipsum ".repeat(size / 12 + 1)));
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipStream zip = new ZipStream(out, SmallExport.AT)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.entry(entry.getKey(), entry.getKey().endsWith(".png")).write(entry.getValue());
      }
      zip.finish();
    }
    return out.toByteArray();
  }

  @Test
  void aReaderOfTheDirectorySeesEveryEntry() throws Exception {
    Map<String, byte[]> entries = entries();
    Path path = Files.write(folder.resolve("a.zip"), zip(entries));

    try (ZipFile file = new ZipFile(path.toFile())) {
      assertThat(Collections.list(file.entries()).stream().map(ZipEntry::getName))
          .containsExactlyElementsOf(entries.keySet());
      for (ZipEntry entry : Collections.list(file.entries())) {
        assertThat(file.getInputStream(entry).readAllBytes())
            .as(entry.getName())
            .isEqualTo(entries.get(entry.getName()));
        assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(SmallExport.AT);
      }
    }
  }

  @Test
  void aReaderOfTheStreamSeesEveryEntry() throws Exception {
    Map<String, byte[]> entries = entries();
    Path path = Files.write(folder.resolve("a.zip"), zip(entries));
    Map<String, byte[]> read = new LinkedHashMap<>();

    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(path))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        read.put(entry.getName(), in.readAllBytes());
      }
    }

    assertThat(read).containsExactlyEntriesOf(entries);
  }

  @Test
  void otherProgramsTestItWithoutComplaint() throws Exception {
    Path path = Files.write(folder.resolve("a.zip"), zip(entries()));

    assumeTrue(Files.isExecutable(Path.of("/usr/bin/unzip")), "unzip is not installed");
    assertThat(exit("/usr/bin/unzip", "-tq", path.toString())).isZero();
  }

  private static int exit(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void moreEntriesThanAnOldZipCanCountAreCounted() throws Exception {
    int count = 70_000;
    Path path = folder.resolve("many.zip");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path));
        ZipStream zip = new ZipStream(out, SmallExport.AT)) {
      for (int i = 0; i < count; i++) {
        zip.entry("e" + i, false).write('x');
      }
      zip.finish();
    }

    try (ZipFile file = new ZipFile(path.toFile())) {
      assertThat(file.size()).isEqualTo(count);
      assertThat(file.getInputStream(file.getEntry("e69999")).readAllBytes()).hasSize(1);
    }
    assertThat(Verification.of(path).problems())
        .containsExactly("manifest.json: is missing; this is not an export, or not a whole one");
  }

  @Test
  void theSameEntriesAreTheSameBytes() throws Exception {
    assertThat(zip(entries())).isEqualTo(zip(entries()));
  }

  @Test
  void anEntryThatHasEndedTakesNothingMore() throws Exception {
    try (ZipStream zip = new ZipStream(OutputStream.nullOutputStream(), SmallExport.AT)) {
      OutputStream first = zip.entry("first", false);
      zip.entry("second", false);

      assertThatThrownBy(() -> first.write(1)).hasMessage("entry first has ended");
    }
  }

  @Test
  void aFullDiskEndsTheWriting() {
    OutputStream full =
        new OutputStream() {
          private int left = 1_000_000;

          @Override
          public void write(int b) throws IOException {
            if (--left < 0) {
              throw new IOException("No space left on device");
            }
          }
        };

    assertThatThrownBy(() -> endless(full)).hasMessage("No space left on device");
  }

  private static void endless(OutputStream out) throws IOException {
    byte[] noise = new byte[10_000];
    new Random(1).nextBytes(noise);
    try (ZipStream zip = new ZipStream(out, SmallExport.AT)) {
      OutputStream entry = zip.entry("endless", false);
      for (int i = 0; i < 10_000; i++) {
        entry.write(noise);
      }
      zip.finish();
    }
  }
}
