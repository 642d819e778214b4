package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
  @TempDir private Path folder;

  private Verification verify(byte[] zip) throws IOException {
    return Verification.of(Files.write(folder.resolve("export.zip"), zip));
  }

  @Test
  void anUntouchedExportPasses() throws Exception {
    Verification verification = verify(SmallExport.bytes());

    assertThat(verification.problems()).isEmpty();
    assertThat(verification.entries()).isEqualTo(2);
    assertThat(verification.rows()).isEqualTo(20);
    assertThat(verification.export()).isEqualTo("7");
  }

  /** What no reader looks at, such as a time stamp, may change; nothing else may. */
  @Test
  void everyFlippedByteIsDetectedOrChangesNothingThatMatters() throws Exception {
    byte[] zip = SmallExport.bytes();
    Map<String, String> before = contents(zip);
    int detected = 0;
    for (int i = 0; i < zip.length * 2; i++) {
      int at = i / 2;
      byte[] flipped = zip.clone();
      flipped[at] ^= (byte) (i % 2 == 0 ? 0xff : 1 << (at % 8));
      if (verify(flipped).passed()) {
        assertThat(contents(flipped)).as("byte %s", at).isEqualTo(before);
      } else {
        detected++;
      }
    }
    assertThat(detected).isGreaterThan(zip.length * 7 / 4);
  }

  /** What two readers, one by the directory and one by the headers, make of it. */
  private Map<String, String> contents(byte[] zip) throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    Path path = Files.write(folder.resolve("read.zip"), zip);
    try (ZipFile file = new ZipFile(path.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        contents.put(
            "directory " + entry.getName(), text(file.getInputStream(entry).readAllBytes()));
      }
    }
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        contents.put("headers " + entry.getName(), text(in.readAllBytes()));
      }
    }
    return contents;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void theKeyThatSignedItIsNamedAndAnotherIsRefused() throws Exception {
    Path zip = Files.write(folder.resolve("signed.zip"), SmallExport.bytes());
    PublicKey signer = SmallExport.KEYS.getPublic();
    PublicKey stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();

    assertThat(Verification.of(zip).signedBy()).contains(signer);
    assertThat(Verification.of(zip, Optional.of(signer)).problems()).isEmpty();
    assertThat(Verification.of(zip, Optional.of(stranger)).problems())
        .containsExactly(
            "manifest.sig: is of another key, %s (expected: one of key %s)"
                .formatted(
                    ManifestSignature.fingerprint(signer),
                    ManifestSignature.fingerprint(stranger)));
  }

  @Test
  void whoRewritesTheManifestCannotSignIt() throws Exception {
    Map<String, String> entries = unpacked();
    entries.computeIfPresent("manifest.json", (path, text) -> text.replace("operator", "nobody"));
    assertThat(verify(zip(entries)).problems())
        .containsExactly("manifest.sig: does not fit the manifest, one of them is changed");

    entries.put("manifest.sig", "{}");
    assertThat(verify(zip(entries)).problems()).containsExactly("manifest.sig: is not a signature");

    entries.remove("manifest.sig");
    assertThat(verify(zip(entries)).passed()).as("an export of before signatures").isTrue();
    Path unsigned = Files.write(folder.resolve("unsigned.zip"), zip(entries));
    PublicKey signer = SmallExport.KEYS.getPublic();
    assertThat(Verification.of(unsigned, Optional.of(signer)).problems())
        .singleElement()
        .asString()
        .startsWith("manifest.sig: there is no good signature");
  }

  @Test
  void aKeyIsReadAsItIsPrinted() {
    PublicKey key = SmallExport.KEYS.getPublic();
    assertThat(ManifestSignature.key("# ours\n" + ManifestSignature.pem(key))).isEqualTo(key);
    assertThatThrownBy(() -> ManifestSignature.key("-----BEGIN PUBLIC KEY-----\nAAAA"))
        .hasMessageContaining("expected: an Ed25519 public key in PEM");
    String other = ManifestSignature.pem(key).replaceFirst("MCow", "MCox");
    assertThatThrownBy(() -> ManifestSignature.key(other)).isInstanceOf(RefusedException.class);
  }

  @Test
  void aFileThatWasCutShortAnywhereFails() throws Exception {
    byte[] zip = SmallExport.bytes();
    for (int length = 0; length < zip.length; length++) {
      assertThat(verify(Arrays.copyOf(zip, length)).passed()).as("cut to %s", length).isFalse();
    }
    assertThat(verify(Arrays.copyOf(zip, zip.length - 5)).problems())
        .containsExactly("the end is missing: the file was cut short or added to");
  }

  @Test
  void bytesBeforeOrBehindFail() throws Exception {
    byte[] zip = SmallExport.bytes();
    byte[] behind = Arrays.copyOf(zip, zip.length + 3);
    byte[] before = new byte[zip.length + 3];
    System.arraycopy(zip, 0, before, 3, zip.length);

    assertThat(verify(behind).passed()).isFalse();
    assertThat(verify(before).passed()).isFalse();
  }

  @Test
  void whatIsNoZipIsSaidToBeNone() throws Exception {
    assertThat(verify(SmallExport.text("hello ".repeat(100))).problems())
        .containsExactly("not a zip file");
    assertThat(verify(new byte[0]).problems()).containsExactly("not a zip file");
  }

  @Test
  void aZipOfSomebodyElseHasNoManifest() throws Exception {
    assertThat(verify(zip(Map.of("a.txt", "hello"))).problems())
        .singleElement()
        .asString()
        .startsWith("manifest.json: is missing");
  }

  @Test
  void changedMissingAndSurplusEntriesAreNamed() throws Exception {
    Map<String, String> entries = unpacked();
    entries.computeIfPresent("room.json", (path, text) -> text.replaceFirst("hello", "hallo"));
    entries.put("assets/f2.txt", "new");
    entries.remove("assets/f1-ä.png");

    assertThat(verify(zip(entries)).problems())
        .containsExactlyInAnyOrder(
            "room.json: is changed, its SHA-256 is another",
            "assets/f2.txt: is surplus, the manifest does not name it",
            "assets/f1-ä.png: is missing");
  }

  @Test
  void anEntryOfAnotherLengthIsNotReadAtAll() throws Exception {
    Map<String, String> entries = unpacked();
    entries.put("room.json", "x".repeat(10_000_000));

    assertThat(verify(zip(entries)).problems())
        .containsExactly("room.json: is changed, it has 10000000 bytes (expected: 320)");
  }

  @Test
  void aBombThatLiesAboutItsSizeIsStopped() throws Exception {
    byte[] zip = SmallExport.bytes();
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (ZipStream stream = new ZipStream(bomb, SmallExport.AT)) {
      OutputStream out = stream.entry("manifest.json", false);
      for (int i = 0; i < 50; i++) {
        out.write(new byte[1_000_000]);
      }
      stream.finish();
    }
    byte[] lying = bomb.toByteArray();
    replace(lying, 50_000_000, 100);

    assertThat(verify(lying).problems())
        .containsExactly("manifest.json: it is longer than 100 bytes");
    assertThat(verify(zip).passed()).isTrue();
  }

  /** Replaces a 32-bit number everywhere, as a liar would. */
  private static void replace(byte[] bytes, int from, int to) {
    for (int i = 0; i + 4 <= bytes.length; i++) {
      int value =
          (bytes[i] & 0xff)
              | ((bytes[i + 1] & 0xff) << 8)
              | ((bytes[i + 2] & 0xff) << 16)
              | ((bytes[i + 3] & 0xff) << 24);
      if (value == from) {
        for (int b = 0; b < 4; b++) {
          bytes[i + b] = (byte) (to >> (8 * b));
        }
      }
    }
  }

  @Test
  void aNameThatIsThereTwiceIsFound() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipStream zip = new ZipStream(out, SmallExport.AT)) {
      for (String path : List.of("a", "b", "a")) {
        zip.entry(path, false).write(SmallExport.text(path));
      }
      zip.finish();
    }

    assertThat(verify(out.toByteArray()).problems()).containsExactly("a: is there twice");
  }

  @Test
  void aPathThatLeavesTheFolderIsNotSafe() throws Exception {
    Map<String, String> entries = unpacked();
    entries.computeIfPresent(
        "manifest.json", (path, text) -> text.replace("room.json", "../oom.json"));
    entries.put("../oom.json", String.valueOf(entries.remove("room.json")));

    assertThat(verify(zip(entries)).problems())
        .contains("../oom.json: is not a safe path to unpack");
  }

  @Test
  void packedAgainByAnotherProgramItStillPasses() throws Exception {
    assertThat(verify(zip(unpacked())).problems()).isEmpty();
  }

  private Map<String, String> unpacked() throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(SmallExport.bytes()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  private static byte[] zip(Map<String, String> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String path : new ArrayList<>(entries.keySet())) {
        zip.putNextEntry(new ZipEntry(path));
        zip.write(entries.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }
}
