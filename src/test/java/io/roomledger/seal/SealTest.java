package io.roomledger.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomledger.base.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.lingala.zip4j.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sealed opens with the right key in the right hands, and nowhere else. */
class SealTest {
  private static final Instant AT = Instant.parse("2026-03-02T12:00:00Z");
  private static final String PASSPHRASE = "correct horse battery staple";
  private static final AgeKeys ANN = AgeKeys.fresh();
  private static final AgeKeys BEN = AgeKeys.fresh();

  @TempDir Path folder;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private Path sealed(Seal seal, byte[] clear) throws IOException {
    Path file = folder.resolve("sealed");
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream sealing =
            seal == Seal.AGE
                ? Age.sealing(out, List.of(ANN.recipient(), BEN.recipient()))
                : AesZip.sealing(out, "notes-ä.zip", AT, PASSPHRASE)) {
      // pieces of odd sizes, as formats write them
      for (int at = 0; at < clear.length; at += 1_237) {
        sealing.write(clear, at, Math.min(1_237, clear.length - at));
      }
    }
    return file;
  }

  private static byte[] opened(Path file, String secret) throws IOException {
    try (FileChannel clear = Seal.of(file).opened(file, secret)) {
      clear.position(0);
      return Channels.newInputStream(clear).readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 65_535, 65_536, 65_537, 1_000_003})
  void whatIsSealedOpensWithTheKeyOfEachRecipientOrThePassphrase(int length) throws IOException {
    byte[] clear = bytes(length);

    Path age = sealed(Seal.AGE, clear);
    assertThat(Seal.of(age)).isEqualTo(Seal.AGE);
    assertThat(opened(age, ANN.identity())).isEqualTo(clear);
    assertThat(opened(age, "# a comment\n" + BEN.identity() + "\n")).isEqualTo(clear);

    Path zip = sealed(Seal.AES_ZIP, clear);
    assertThat(Seal.of(zip)).isEqualTo(Seal.AES_ZIP);
    assertThat(opened(zip, PASSPHRASE)).isEqualTo(clear);
  }

  @Test
  void nobodyElseOpensIt() throws IOException {
    Path age = sealed(Seal.AGE, bytes(100));
    assertThatThrownBy(() -> opened(age, AgeKeys.fresh().identity()))
        .isInstanceOf(SealException.class);
    assertThatThrownBy(() -> opened(age, "nothing")).hasMessageContaining("no secret key");

    Path zip = sealed(Seal.AES_ZIP, bytes(100));
    assertThatThrownBy(() -> opened(zip, PASSPHRASE + "!")).isInstanceOf(SealException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AGE", "AES_ZIP"})
  void whatWasChangedOrCutShortDoesNotOpen(Seal seal) throws IOException {
    byte[] whole = Files.readAllBytes(sealed(seal, bytes(200_000)));
    String secret = seal == Seal.AGE ? ANN.identity() : PASSPHRASE;
    for (int at : new int[] {100, 50_000, 199_000, whole.length - 1}) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Path file = Files.write(folder.resolve("changed"), changed);
      assertThatThrownBy(() -> opened(file, secret)).isInstanceOf(SealException.class);
    }
    for (int length : new int[] {60, 300, 131_072, whole.length - 1}) {
      Path file = Files.write(folder.resolve("short"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> opened(file, secret)).isInstanceOf(SealException.class);
    }
  }

  @Test
  void nothingClearIsInTheFileAndNothingIsLeftBehind() throws IOException {
    byte[] clear = "the secret of the third floor\n".repeat(5_000).getBytes(StandardCharsets.UTF_8);
    for (Seal seal : List.of(Seal.AGE, Seal.AES_ZIP)) {
      assertThat(new String(Files.readAllBytes(sealed(seal, clear)), StandardCharsets.ISO_8859_1))
          .doesNotContain("secret of");
    }
    long before = leftBehind();
    byte[] _ = opened(sealed(Seal.AES_ZIP, clear), PASSPHRASE);
    assertThat(leftBehind()).isEqualTo(before);
  }

  private static long leftBehind() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().endsWith(".opened")).count();
    }
  }

  @Test
  void aForeignLibraryReadsTheZip() throws IOException {
    byte[] clear = bytes(300_000);
    try (ZipFile zip =
        new ZipFile(sealed(Seal.AES_ZIP, clear).toFile(), PASSPHRASE.toCharArray())) {
      var header = zip.getFileHeader("notes-ä.zip");
      assertThat(header.getUncompressedSize()).isEqualTo(clear.length);
      try (InputStream in = zip.getInputStream(header)) {
        assertThat(in.readAllBytes()).isEqualTo(clear);
      }
    }
  }

  @Test
  void sevenZipReadsTheZip() throws Exception {
    byte[] clear = bytes(300_000);
    Path file = sealed(Seal.AES_ZIP, clear);
    String tool = tool("7zz", "7z", "7za");
    assertThat(run(tool, "x", "-so", "-p" + PASSPHRASE, file.toString())).isEqualTo(clear);
  }

  @Test
  void ageReadsTheFile() throws Exception {
    byte[] clear = bytes(300_000);
    Path file = sealed(Seal.AGE, clear);
    String tool = tool("age", "rage");
    Path key = Files.writeString(folder.resolve("key.txt"), BEN.identity() + "\n");
    assertThat(run(tool, "-d", "-i", key.toString(), file.toString())).isEqualTo(clear);
  }

  /** A foreign program, where there is one; without it the test says that it was left out. */
  private static String tool(String... names) {
    List<String> found =
        Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
            .flatMap(place -> Stream.of(names).map(name -> Path.of(place, name)))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .toList();
    assumeTrue(!found.isEmpty(), () -> "one of " + Arrays.toString(names) + " is here");
    return found.getFirst();
  }

  private static byte[] run(String... words) throws Exception {
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    byte[] printed = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return printed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "age1", "age1qqqq", "ssh-ed25519 AAAA", "age1ÿ"})
  void whatIsNoRecipientIsRefused(String text) {
    assertThatThrownBy(() -> Age.check(text))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("public key");
  }

  @Test
  void whoMixesUpTheHalvesOfAKeyDoesNotFindTheSecretInALog() {
    assertThat(Age.check(ANN.recipient())).isEqualTo(ANN.recipient());
    assertThatThrownBy(() -> Age.check(ANN.identity()))
        .hasMessageNotContaining(ANN.identity().substring(20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "пароль пароль пароль", "line\nbreak in it"})
  void whatIsNoPassphraseIsRefusedWithoutBeingShown(String text) {
    assertThatThrownBy(() -> AesZip.check(text))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("(" + text.length() + " characters)");
  }

  @Test
  void aZipOfAnotherKindIsSaidToBeOne() throws IOException {
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    try (var zip =
        new net.lingala.zip4j.io.outputstream.ZipOutputStream(other, PASSPHRASE.toCharArray())) {
      var how = new net.lingala.zip4j.model.ZipParameters();
      how.setFileNameInZip("a.txt");
      how.setEncryptFiles(true);
      how.setEncryptionMethod(net.lingala.zip4j.model.enums.EncryptionMethod.AES);
      zip.putNextEntry(how);
      zip.write(bytes(10));
      zip.closeEntry();
    }
    Path file = Files.write(folder.resolve("other.zip"), other.toByteArray());

    assertThat(Seal.of(file)).isEqualTo(Seal.AES_ZIP);
    assertThatThrownBy(() -> opened(file, PASSPHRASE)).hasMessageContaining("Roomledger wrote");
  }
}
