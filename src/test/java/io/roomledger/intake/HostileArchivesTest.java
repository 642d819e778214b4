package io.roomledger.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is brought to do harm is refused before a byte of it is believed, and leaves nothing. */
class HostileArchivesTest {
  private static final ArchiveLimits SMALL = new ArchiveLimits(50, 1 << 20, 4 << 20, 200);
  private static final String CLIMBING = "its name leaves the folder";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "a/../../evil",
        "a/..",
        "/etc/passwd",
        "\\evil",
        "a\\..\\..\\evil",
        "C:/evil",
        "c:evil",
        "//host/share",
        "a\u0000b",
        "a\nb"
      })
  void aNameThatLeadsElsewhereIsRefused(String name) throws IOException {
    // the library cuts a name of a tar at a NUL by itself
    if (name.indexOf('\0') < 0) {
      refused(tar("x.tar", entry(name, TarConstants.LF_NORMAL, "x")), CLIMBING);
      refused(gzip(entry(name, TarConstants.LF_NORMAL, "x")), CLIMBING);
    }
    refused(new Zips().with(name, "x").write(folder.resolve("x.zip")), CLIMBING);
  }

  @Test
  void linksAndDevicesAreRefused() throws IOException {
    for (byte kind :
        new byte[] {
          TarConstants.LF_SYMLINK,
          TarConstants.LF_LINK,
          TarConstants.LF_CHR,
          TarConstants.LF_BLK,
          TarConstants.LF_FIFO,
          TarConstants.LF_CONTIG
        }) {
      refused(tar("x.tar", entry("door", kind, "")), "a link");
    }
    refused(
        new Zips().withLink("door", "/etc/passwd").write(folder.resolve("x.zip")),
        "a symbolic link");
  }

  @Test
  void whatIsThereTwiceIsRefusedWithoutAPathOfThisServer() throws IOException {
    refused(
        new Zips().with("a.json", "1").with("a.json", "2").write(folder.resolve("x.zip")),
        "there twice");
    Part file = entry("a", TarConstants.LF_NORMAL, "1");
    refused(tar("x.tar", file, file), "a: there twice");
    refused(tar("x.tar", file, entry("./a", TarConstants.LF_NORMAL, "1")), "there twice");
    // a file that is a folder too, and a name that no file system takes
    refused(tar("x.tar", file, entry("a/b", TarConstants.LF_NORMAL, "1")), "a/b");
    Part longName = entry("head", TarConstants.LF_GNUTYPE_LONGNAME, "n".repeat(300) + "\0");
    refused(tar("x.tar", longName, file), "nnn");
  }

  @Test
  void whatGrowsBeyondAllMeasureIsRefusedBeforeItIsUnpacked() throws IOException {
    byte[] zeros = new byte[2 << 20];
    refused(new Zips().with("bomb", zeros).write(folder.resolve("x.zip")), "unpacked");
    refused(gzip(new Part("bomb", TarConstants.LF_NORMAL, zeros)), "unpacked");
    Part[] many =
        Stream.generate(() -> entry("x", TarConstants.LF_NORMAL, ""))
            .limit(60)
            .toArray(Part[]::new);
    refused(tar("x.tar", many), "unpacked");
    Zips crowd = new Zips();
    for (int i = 0; i < 60; i++) {
      crowd.with("x" + i, "");
    }
    refused(crowd.write(folder.resolve("x.zip")), "60 entries");
  }

  /** Another zip inside is bytes: nobody unpacks it. */
  @Test
  void whatIsPackedTwiceIsUnpackedOnce() throws IOException {
    byte[] inner =
        Files.readAllBytes(
            new Zips().with("bomb", new byte[2 << 20]).write(folder.resolve("inner.zip")));
    try (Archive archive =
        Archive.open(new Zips().with("inner.zip", inner).write(folder.resolve("x.zip")), SMALL)) {
      assertThat(archive.names("")).containsExactly("inner.zip");
      assertThat(archive.size("inner.zip")).isEqualTo(inner.length);
    }
  }

  /** A size that is said too small is found out while it is read. */
  @Test
  void aSizeThatIsNotTrueEndsTheReading() throws IOException {
    Path file = folder.resolve("x.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("a"));
      out.write("a".repeat(5_000).getBytes(StandardCharsets.US_ASCII));
    }
    byte[] bytes = Files.readAllBytes(file);
    int directory = bytes.length - 22 - 46 - 1;
    // the size of the directory's entry, of which archives are told
    bytes[directory + 24] = 10;
    bytes[directory + 25] = 0;
    Files.write(file, bytes);
    try (Archive archive = Archive.open(file, SMALL);
        InputStream in = archive.open("a").orElseThrow()) {
      assertThatThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining("more than the 10 bytes it declares");
    }
  }

  /** Of a file with holes a tar has a few bytes, and reading gives as many as it says. */
  @Test
  void aTarWithHolesIsRefused() throws IOException {
    String said =
        record("GNU.sparse.major", "1")
            + record("GNU.sparse.minor", "0")
            + record("GNU.sparse.name", "holes")
            + record("GNU.sparse.realsize", "2147483647");
    byte[] map = new byte[512];
    byte[] text = "1\n2147483647\n0\n".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, map, 0, text.length);
    refused(
        tar(
            "x.tar",
            entry("head", TarConstants.LF_PAX_EXTENDED_HEADER_LC, said),
            new Part("holes", TarConstants.LF_NORMAL, map)),
        "holes");
  }

  /** What stands before an entry the library keeps in memory, and goes down one call for each. */
  @Test
  void headsWithoutAnEndAreNotReadToTheirEnd() throws IOException {
    for (byte kind :
        new byte[] {
          TarConstants.LF_GNUTYPE_LONGNAME,
          TarConstants.LF_GNUTYPE_LONGLINK,
          TarConstants.LF_PAX_EXTENDED_HEADER_LC,
          TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER
        }) {
      refused(gzip(entry("head", kind, record("path", "a".repeat(1 << 20)))), "before an entry");
      Part[] chain =
          Stream.generate(() -> entry("head", kind, "9 path=a\n"))
              .limit(2_000)
              .toArray(Part[]::new);
      refused(gzip(chain), "before an entry");
    }
    // a name in the head of the gzip itself
    Path file = folder.resolve("x.tar.gz");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0});
      out.write("n".repeat(3 << 20).getBytes(StandardCharsets.US_ASCII));
    }
    refused(file, "whole");
  }

  private static String record(String name, String value) {
    int rest = name.length() + value.length() + 3;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    return length + " " + name + "=" + value + "\n";
  }

  /** A part of a tar as it is written, whatever that means. */
  private static final class Part {
    private final String name;
    private final byte kind;
    private final byte[] content;

    Part(String name, byte kind, byte[] content) {
      this.name = name;
      this.kind = kind;
      this.content = content;
    }
  }

  private static Part entry(String name, byte kind, String content) {
    return new Part(name, kind, content.getBytes(StandardCharsets.UTF_8));
  }

  private Path tar(String file, Part... parts) throws IOException {
    return Files.write(folder.resolve(file), bytes(parts));
  }

  private Path gzip(Part... parts) throws IOException {
    Path file = folder.resolve("x.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes(parts));
    }
    return file;
  }

  private static byte[] bytes(Part... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Part part : parts) {
      bytes.writeBytes(head(part));
      bytes.writeBytes(part.content);
      bytes.writeBytes(new byte[-part.content.length & 511]);
    }
    bytes.writeBytes(new byte[1024]);
    return bytes.toByteArray();
  }

  /** By hand, as libraries write nothing that is not meant well. */
  private static byte[] head(Part part) {
    byte[] head = new byte[512];
    put(head, 0, part.name);
    put(head, 100, "0000644\0" + "0000000\0".repeat(2));
    put(head, 124, "%011o\0%011o\0        ".formatted(part.content.length, 0));
    head[156] = part.kind;
    put(head, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte one : head) {
      sum += one & 0xff;
    }
    put(head, 148, "%06o\0 ".formatted(sum));
    return head;
  }

  private static void put(byte[] head, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, head, at, bytes.length);
  }

  private static void refused(Path archive, String why) {
    assertThatThrownBy(() -> Archive.open(archive, SMALL).close())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(why)
        // the folder in which this server unpacks
        .hasMessageNotContaining("roomledger-import-");
  }
}
