package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import io.roomledger.audit.AuditFilter;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.export.ExportOrder.Handling;
import io.roomledger.job.JobStatus;
import io.roomledger.seal.Seal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a file is handed out: encrypted, kept for a time of its own. */
class EncryptedExportTest extends ExportsHouse {
  private static final String PASSPHRASE = "correct horse battery staple";

  private static Handling encrypted(Encryption encryption) {
    return new Handling(encryption, List.of(), Optional.empty());
  }

  private long ordered(String recipe, Handling handling) {
    return exports.order(OPERATOR, order(recipe).with(handling)).id();
  }

  private Verification verified(long id, String secret) throws IOException {
    Path file = file(id);
    try (FileChannel clear = Seal.of(file).opened(file, secret)) {
      return Verification.of(clear, Optional.of(exports.signingKey()));
    }
  }

  private String everythingStored() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  private long keptPassphrases() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT count(*) FROM export WHERE passphrase IS NOT NULL")
                .mapTo(Long.class)
                .one());
  }

  @Test
  void aPackageForARecipientOpensWithTheirKeyAndVerifies() throws Exception {
    notes.add(0, 2_500);
    KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
    String recipient = new String(pair.getPublic().getEncoded(), StandardCharsets.US_ASCII);
    String identity = new String(pair.getPrivate().getEncoded(), StandardCharsets.US_ASCII);

    long id = ordered("notes.json", encrypted(new Encryption.ToRecipients(List.of(recipient))));
    jobs.runAll();

    Exports.ExportFile file = exports.open(OPERATOR, id);
    assertThat(file.name()).isEqualTo("notes.zip.age");
    assertThat(file.mediaType()).isEqualTo("application/age");
    assertThat(everythingStored()).doesNotContain("manifest.json", "notes.json");
    Verification verification = verified(id, identity);
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.rows()).isEqualTo(2_500);
    ExportJob export = exports.get(OPERATOR, id);
    assertThat(export.result().orElseThrow().size()).isEqualTo(file.content().size());
    assertThat(export.order().handling().encryption())
        .isEqualTo(new Encryption.ToRecipients(List.of(recipient)));
  }

  @Test
  void aFileUnderAPassphraseIsInAZipUnderItsOwnName() throws Exception {
    notes.add(0, 1);
    long id = ordered("notes.csv", encrypted(new Encryption.WithPassphrase(PASSPHRASE)));
    assertThat(keptPassphrases()).isEqualTo(1);
    jobs.runAll();

    assertThat(exports.open(OPERATOR, id).name()).isEqualTo("notes.zip.aes.zip");
    assertThat(exports.get(OPERATOR, id).result().orElseThrow().mediaType())
        .isEqualTo("application/zip");
    assertThat(everythingStored()).doesNotContain("note 0", PASSPHRASE);
    Path file = file(id);
    try (var zip = new net.lingala.zip4j.ZipFile(file.toFile(), PASSPHRASE.toCharArray())) {
      assertThat(zip.getInputStream(zip.getFileHeader("notes.zip")).readAllBytes())
          .isEqualTo("\ufeffId,Text\r\nn00000,note 0\r\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void thePassphraseIsErasedWhenTheJobEndsAndIsNowhereElse() throws Exception {
    notes.add(0, 10);
    Handling handling = encrypted(new Encryption.WithPassphrase(PASSPHRASE));
    assertThat(handling.toString()).doesNotContain(PASSPHRASE);
    long done = ordered("notes.json", handling);
    jobs.runAll();
    long cancelled = ordered("notes.json", handling);
    exports.cancel(OPERATOR, cancelled);

    assertThat(keptPassphrases()).isZero();
    assertThat(verified(done, PASSPHRASE).problems()).isEmpty();
    assertThat(exports.get(OPERATOR, done).order().handling().encryption())
        .isEqualTo(new Encryption.WithPassphrase(""));
    String audited =
        database
            .jdbi()
            .withHandle(
                handle -> audit.list(handle, OPERATOR, AuditFilter.ALL, Optional.empty(), 100))
            .toString();
    assertThat(audited).contains("handling").doesNotContain(PASSPHRASE);
  }

  @Test
  void anAttemptThatBreaksOffKeepsThePassphraseForTheNext() throws Exception {
    notes.add(0, 100);
    store.breaks = BreakableStore.Breaks.WHILE_WRITING;
    long id = ordered("notes.json", encrypted(new Encryption.WithPassphrase(PASSPHRASE)));
    jobs.runAll();
    assertThat(keptPassphrases()).isEqualTo(1);
    store.breaks = BreakableStore.Breaks.NOWHERE;
    jobs.runAllLater(Duration.ofMinutes(1));

    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.DONE);
    assertThat(verified(id, PASSPHRASE).problems()).isEmpty();
  }

  @Test
  void aFileIsKeptAsLongAsItsOrderSays() {
    Handling day = new Handling(new Encryption.None(), List.of(), Optional.of(Duration.ofDays(1)));
    Handling year =
        new Handling(new Encryption.None(), List.of(), Optional.of(Duration.ofDays(365)));
    long usual = ordered("notes.json");
    long shortly = ordered("notes.json", day);
    long longer = ordered("notes.json", year);
    jobs.runAll();

    clock.tick(Duration.ofHours(25));
    assertThat(exports.expire(Duration.ZERO)).isEqualTo(1);
    assertThat(exports.get(OPERATOR, shortly).expiredAt()).isPresent();
    clock.tick(Duration.ofDays(30));
    assertThat(exports.expire(Duration.ofDays(30))).isEqualTo(1);
    assertThat(exports.get(OPERATOR, usual).expiredAt()).isPresent();
    assertThat(exports.get(OPERATOR, longer).expiredAt()).isEmpty();
  }

  @Test
  void whatIsOrderedComesBackAsItWasOrdered() {
    Handling handling =
        new Handling(
            new Encryption.None(),
            List.of(new Delivery.Mail(List.of("ann@example.org", "ben@example.org"))),
            Optional.of(Duration.ofDays(90)));

    assertThat(HandlingJson.read(HandlingJson.written(handling))).isEqualTo(handling);
    Handling places =
        new Handling(
            new Encryption.None(),
            List.of(
                new Delivery.Webhook("w1"), new Delivery.Folder("a/b"), new Delivery.Bucket("")),
            Optional.empty());
    assertThat(HandlingJson.read(HandlingJson.written(places))).isEqualTo(places);
    assertThat(HandlingJson.read("{}")).isEqualTo(Handling.PLAIN);
  }

  @Test
  void whatCannotBeHandedOutIsRefused() {
    List<Handling> wrong =
        List.of(
            encrypted(new Encryption.ToRecipients(List.of())),
            encrypted(new Encryption.ToRecipients(List.of("age1nobody"))),
            encrypted(new Encryption.WithPassphrase("short")),
            delivered(new Delivery.Mail(List.of())),
            delivered(new Delivery.Mail(List.of("nobody"))),
            delivered(new Delivery.Folder("../etc")),
            delivered(new Delivery.Folder("a//b")),
            delivered(new Delivery.Bucket("/a")),
            new Handling(new Encryption.None(), List.of(), Optional.of(Duration.ofSeconds(1))));

    for (Handling handling : wrong) {
      assertThatThrownBy(() -> ordered("notes.json", handling))
          .describedAs("%s", handling)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("expected");
    }
  }

  private static Handling delivered(Delivery delivery) {
    return new Handling(new Encryption.None(), List.of(delivery), Optional.empty());
  }
}
