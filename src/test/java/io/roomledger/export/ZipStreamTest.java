package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomledger.base.Positioned;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
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

  /** The big entry is a hole in the file: its header and its end are there, and nothing is read. */
  @Test
  void whatLiesBehindFourGigabytesIsFound() throws Exception {
    Path path = folder.resolve("large.zip");
    ZipHeaders headers = new ZipHeaders(SmallExport.AT);
    ZipHeaders.Entry big = new ZipHeaders.Entry("big.bin");
    big.size = 5_000_000_000L;
    big.squeezed = 4_900_000_000L;
    long data = headers.local(big).length;
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(headers.local(big)), 0);
      file.position(data + big.squeezed);
      file.write(ByteBuffer.wrap(headers.descriptor(big)));
      KeptEntry kept = new KeptEntry(big.path, 0, big.size, big.squeezed, big.crc, "unread", true);
      KeptZip there = new KeptZip(SmallExport.AT, file.position(), List.of(kept), Optional.empty());
      try (ZipStream zip = new ZipStream(Channels.newOutputStream(file), there, null)) {
        assertThat(zip.passOver("big.bin", big.size)).isNotNull();
        zip.entry("small.txt", false).write(SmallExport.text("behind it"));
        zip.finish();
      }
      assertThat(new ZipDirectory(Positioned.of(FileChannel.open(path))).entries())
          .extracting(ZipDirectory.Entry::path, ZipDirectory.Entry::size)
          .containsExactly(tuple("big.bin", big.size), tuple("small.txt", 9L));
    }
    try (ZipFile file = new ZipFile(path.toFile())) {
      assertThat(file.getEntry("big.bin").getSize()).isEqualTo(big.size);
      assertThat(file.getEntry("big.bin").getCompressedSize()).isEqualTo(big.squeezed);
      assertThat(file.getInputStream(file.getEntry("small.txt")).readAllBytes())
          .isEqualTo(SmallExport.text("behind it"));
    }
  }

  /** Remembers every place at which a zip could be cut. */
  private static final class Cuts implements ZipStream.Marks {
    private final List<KeptEntry> ended = new ArrayList<>();
    private final List<KeptZip> all = new ArrayList<>();

    @Override
    public boolean due() {
      return true;
    }

    @Override
    public void reached(long size, List<KeptEntry> more, Optional<KeptEntry> open) {
      ended.addAll(more);
      all.add(new KeptZip(SmallExport.AT, size, ended, open));
    }
  }

  /** To the same content, not always the same bytes: ISA-L has been seen to squeeze otherwise. */
  @Test
  void whereverAZipIsCutItGoesOnToTheSameContent() throws Exception {
    Map<String, byte[]> entries = entries();
    Cuts cuts = new Cuts();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    fill(new ZipStream(whole, KeptZip.none(SmallExport.AT), cuts), entries);

    assertThat(cuts.all).hasSizeGreaterThan(entries.size());
    for (KeptZip cut : cuts.all) {
      ByteArrayOutputStream again = new ByteArrayOutputStream();
      again.write(whole.toByteArray(), 0, (int) cut.size());
      fill(new ZipStream(again, cut, null), entries);
      Path path = Files.write(folder.resolve("again.zip"), again.toByteArray());
      assertThat(content(path)).as("cut at %s", cut.size()).containsExactlyEntriesOf(entries);
    }
    Path path = Files.write(folder.resolve("whole.zip"), whole.toByteArray());
    assertThat(content(path)).as("cuts change nothing").containsExactlyEntriesOf(entries);
  }

  /** As when another server has packed the second half. */
  @Test
  void aZipOfWhichAnotherHasPackedAHalfIsTheSameContentWhereverItIsCut() throws Exception {
    Map<String, byte[]> entries = entries();
    Cuts cuts = new Cuts();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    fill(new ZipStream(whole, KeptZip.none(SmallExport.AT), cuts), entries);
    cuts.all.addFirst(KeptZip.none(SmallExport.AT));
    for (KeptZip cut : cuts.all) {
      ByteArrayOutputStream again = new ByteArrayOutputStream();
      again.write(whole.toByteArray(), 0, (int) cut.size());
      join(new ZipStream(again, cut, null), entries, entries);
      Path path = Files.write(folder.resolve("joined.zip"), again.toByteArray());
      assertThat(content(path)).as("cut at %s", cut.size()).containsExactlyEntriesOf(entries);
    }
    KeptZip cut = cuts.all.getLast();
    Map<String, byte[]> others = new LinkedHashMap<>(entries);
    others.computeIfPresent(cut.entries().getLast().path(), (name, bytes) -> changed(bytes));
    assertThatThrownBy(
            () -> join(new ZipStream(OutputStream.nullOutputStream(), cut, null), entries, others))
        .isInstanceOf(KeptZip.ChangedException.class);
  }

  /** Fills the first half with {@code own}; the second is joined, of {@code others}. */
  private static void join(ZipStream zip, Map<String, byte[]> own, Map<String, byte[]> others)
      throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    List<ZipStream.Written> written = new ArrayList<>();
    ZipStream second = new ZipStream(packed, SmallExport.AT);
    int number = 0;
    try (zip;
        second) {
      for (String path : own.keySet()) {
        ZipStream into = number++ < own.size() / 2 ? zip : second;
        byte[] bytes = (into.equals(zip) ? own : others).get(path);
        into.entry(path, path.endsWith(".png")).write(bytes);
        ZipStream.Written ended = into.endEntry();
        if (into.equals(second)) {
          written.add(Objects.requireNonNull(ended));
        }
      }
      List<KeptEntry> all = second.leave(written);
      byte[] bytes = packed.toByteArray();
      ZipJoin.Packed half = new ZipJoin.Packed(all, new ByteArrayInputStream(bytes), bytes.length);
      zip.join(half);
      assertThat(half.sha256()).as("all of it is read").isEqualTo(hash(bytes));
      zip.noMoreMarks();
      zip.finish();
    }
  }

  private static String hash(byte[] bytes) {
    MessageDigest hash = Sha256.begin();
    hash.update(bytes);
    return Sha256.hex(hash);
  }

  /** What the directory leads to, each entry with its sum checked. */
  private static Map<String, byte[]> content(Path path) throws IOException {
    Map<String, byte[]> read = new LinkedHashMap<>();
    try (ZipFile file = new ZipFile(path.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        byte[] bytes = file.getInputStream(entry).readAllBytes();
        CRC32 sum = new CRC32();
        sum.update(bytes);
        assertThat(sum.getValue()).as(entry.getName()).isEqualTo(entry.getCrc());
        read.put(entry.getName(), bytes);
      }
    }
    return read;
  }

  @Test
  void whatIsNotWhatItWasIsNeverGoneOnWith() throws Exception {
    Map<String, byte[]> entries = entries();
    Cuts cuts = new Cuts();
    fill(
        new ZipStream(OutputStream.nullOutputStream(), KeptZip.none(SmallExport.AT), cuts),
        entries);
    KeptZip cut = cuts.all.getLast();
    // what was still being squeezed when the marks ended is behind the cut
    assertThat(cut.entries()).hasSizeGreaterThan(entries.size() / 2);
    for (String path : cut.entries().stream().map(KeptEntry::path).toList()) {
      Map<String, byte[]> others = new LinkedHashMap<>(entries);
      others.computeIfPresent(path, (name, bytes) -> changed(bytes));
      assertNotGoneOnWith(cut, others);
    }
    Map<String, byte[]> fewer = new LinkedHashMap<>(entries);
    fewer.remove(cut.entries().getLast().path());
    assertNotGoneOnWith(cut, fewer);
  }

  private static void assertNotGoneOnWith(KeptZip cut, Map<String, byte[]> entries) {
    assertThatThrownBy(
            () -> fill(new ZipStream(OutputStream.nullOutputStream(), cut, null), entries))
        .isInstanceOf(KeptZip.ChangedException.class);
  }

  private static byte[] changed(byte[] bytes) {
    byte[] other = bytes.length == 0 ? new byte[1] : bytes.clone();
    other[other.length / 2]++;
    return other;
  }

  private static void fill(ZipStream zip, Map<String, byte[]> entries) throws IOException {
    try (zip) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.entry(entry.getKey(), entry.getKey().endsWith(".png")).write(entry.getValue());
      }
      zip.noMoreMarks();
      zip.finish();
    }
  }

  /** Not the same zip to the byte: what a deflater makes of a block is its own choice. */
  @Test
  void theSameEntriesUnpackToTheSameInTheSameOrder() throws Exception {
    Path first = Files.write(folder.resolve("first.zip"), zip(entries()));
    Path second = Files.write(folder.resolve("second.zip"), zip(entries()));
    Map<String, byte[]> content = content(first);
    assertThat(content).containsExactlyEntriesOf(entries());
    assertThat(content(second)).containsExactlyEntriesOf(content);
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
