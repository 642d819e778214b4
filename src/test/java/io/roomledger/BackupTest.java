package io.roomledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.audit.Verdict;
import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Await;
import io.roomledger.db.Database;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.DebianPostgres;
import io.roomledger.db.TableCopy;
import io.roomledger.db.TestDatabase;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.export.Verification;
import io.roomledger.job.JobStatus;
import io.roomledger.seal.Age;
import io.roomledger.seal.AgeKeys;
import io.roomledger.seal.Seal;
import io.roomledger.store.FileStore;
import io.roomledger.store.ObjectStore;
import io.roomledger.store.S3Server;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup, restore and the move to another PostgreSQL, rehearsed on the sample workspace. */
class BackupTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, UTF_8);

  @Test
  void whatWasBackedUpIsBackRowForRowAndOldExportsAreGenuine() throws Exception {
    DatabaseSettings settings = TestDatabase.freshSettings();
    long export;
    Path file = folder.resolve("all.backup");
    try (RunningServer server = RunningServer.on(settings, folder.resolve("old"), Map.of())) {
      Wiring house = server.wiring();
      export = house.exports().order(house.operator(), order()).id();
      Await.until(
          "it is done",
          Duration.ofSeconds(60),
          () -> house.exports().get(house.operator(), export).job().status() == JobStatus.DONE);
    }
    try (Database old = Database.open(settings, folder.resolve("old"))) {
      assertThat(BackupCommand.run(old, store("old"), file, List.of(), out)).isZero();
      assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
      restoredElsewhereIsTheSame(old, file, export);
      cutShortOrChangedNothingIsRestored(file);
      movedToAnotherItIsTheSame(old);
      encryptedItIsRestoredByItsKeyAlone(old);
    }
    assertThat(said.toString(UTF_8)).contains("tables", "SHA-256", "each the same on both sides");
  }

  /** Elsewhere is another kind of store too: a bucket, with its files encrypted. */
  private void restoredElsewhereIsTheSame(Database old, Path file, long export) throws Exception {
    DatabaseSettings settings = DebianPostgres.shared().empty();
    try (S3Server server = new S3Server(Files.createDirectory(folder.resolve("bucket")))) {
      Map<String, String> bucket = onBucket(server);
      ObjectStore store =
          new SettingReader(bucket)
              .read(Config.class)
              .store()
              .openForCommand(folder.resolve("new"), Clock.systemUTC());
      try (Database fresh = Database.open(settings, folder.resolve("new"));
          InputStream in = Files.newInputStream(file)) {
        RestoreCommand.run(in, fresh, store, out);
        assertThat(sums(fresh)).isEqualTo(sums(old));
        try (InputStream again = Files.newInputStream(file)) {
          assertThatThrownBy(() -> RestoreCommand.run(again, fresh, store("third"), out))
              .isInstanceOf(RefusedException.class)
              .hasMessageContaining("the database is in use");
        }
        assertThatThrownBy(
                () -> RestoreCommand.run(InputStream.nullInputStream(), fresh, store, out))
            .isInstanceOf(RefusedException.class)
            .hasMessageContaining("the store has files");
        Path second = folder.resolve("second.backup");
        assertThat(BackupCommand.run(fresh, store, second, List.of(), out)).isZero();
        assertThat(objects(second)).isEqualTo(objects(file)).isNotEmpty();
      }
      try (RunningServer running = RunningServer.on(settings, folder.resolve("new"), bucket)) {
        Wiring house = running.wiring();
        assertThat(house.auditLog().verify(house.operator())).isInstanceOf(Verdict.Whole.class);
        Path zip = folder.resolve("old.zip");
        try (InputStream bytes = house.exports().open(house.operator(), export).content().open(0)) {
          Files.copy(bytes, zip);
        }
        Verification found = Verification.of(zip, Optional.of(house.exports().signingKey()));
        assertThat(found.problems()).isEmpty();
      }
    }
  }

  private Map<String, String> onBucket(S3Server server) throws Exception {
    Path keys = Files.writeString(folder.resolve("keys"), "0f".repeat(32) + "\n");
    return Map.of(
        "store.kind",
        "s3",
        "store.key-file",
        keys.toString(),
        "store.s3.endpoint",
        "http://127.0.0.1:" + server.port(),
        "store.s3.bucket",
        S3Server.BUCKET,
        "store.s3.access-key",
        S3Server.ACCESS_KEY,
        "store.s3.secret-key",
        S3Server.SECRET_KEY);
  }

  /** What a backup says of each file. */
  private static Map<String, String> objects(Path backup) throws Exception {
    Map<String, String> objects = new TreeMap<>();
    try (ZipFile zip = new ZipFile(backup.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(BackupCommand.MANIFEST))) {
      BackupCommand.JSON
          .readTree(in)
          .path("entries")
          .properties()
          .forEach(it -> objects.put(it.getKey(), it.getValue().path("sha256").asText()));
    }
    objects.keySet().removeIf(name -> !name.startsWith(BackupCommand.OBJECTS));
    return objects;
  }

  private void cutShortOrChangedNothingIsRestored(Path file) throws Exception {
    byte[] whole = Files.readAllBytes(file);
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    byte[] changed = whole.clone();
    changed[whole.length / 3] ^= 1;
    DatabaseSettings settings = TestDatabase.freshSettings();
    try (Database fresh = Database.open(settings, folder.resolve("none"))) {
      for (byte[] bad : List.of(half, changed)) {
        assertThatThrownBy(
                () -> RestoreCommand.run(new ByteArrayInputStream(bad), fresh, store("none"), out))
            .isInstanceOf(Exception.class);
        assertThat(store("none").list("")).isEmpty();
        assertThat(fresh.jdbi().withHandle(TableCopy::empty)).isTrue();
      }
    }
  }

  private void movedToAnotherItIsTheSame(Database old) throws Exception {
    try (Database outside =
        Database.open(DebianPostgres.shared().empty(), folder.resolve("outside"))) {
      MigrateCommand.run(old, outside, out);
      assertThat(sums(outside)).isEqualTo(sums(old));
      assertThatThrownBy(() -> MigrateCommand.run(old, outside, out))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("is in use (expected: an empty one");
      try (TableCopy before = TableCopy.of(old);
          TableCopy after = TableCopy.of(outside)) {
        assertThat(before.sequences()).isNotEmpty();
        // what is written next has a number that nobody has
        assertThat(after.sequences())
            .allSatisfy((name, next) ->
                assertThat(next).as(name).isGreaterThanOrEqualTo(before.sequences().get(name)));
      }
    }
  }

  private void encryptedItIsRestoredByItsKeyAlone(Database old) throws Exception {
    AgeKeys pair = AgeKeys.fresh();
    Path file = folder.resolve("sealed.backup");
    BackupCommand.run(old, store("old"), file, List.of(pair.recipient()), out);
    assertThat(Seal.of(file)).isEqualTo(Seal.AGE);
    try (InputStream in = Files.newInputStream(file)) {
      assertThatThrownBy(() -> Age.opened(in, AgeKeys.fresh().identity()))
          .isInstanceOf(Exception.class);
    }
    try (Database fresh = Database.open(TestDatabase.freshSettings(), folder.resolve("sealed"));
        InputStream in = Age.opened(Files.newInputStream(file), pair.identity())) {
      RestoreCommand.run(in, fresh, store("sealed"), out);
      assertThat(sums(fresh)).isEqualTo(sums(old));
    }
  }

  private static Map<String, TableCopy.Sum> sums(Database database) throws Exception {
    Map<String, TableCopy.Sum> sums = new TreeMap<>();
    try (TableCopy copy = TableCopy.of(database)) {
      for (TableCopy.Table table : copy.tables()) {
        sums.put(table.name(), copy.read(table, row -> {}));
      }
    }
    return sums;
  }

  private ObjectStore store(String name) throws Exception {
    return new FileStore(folder.resolve(name).resolve("objects"), Clock.systemUTC());
  }

  private static ExportOrder order() {
    return new ExportOrder(
        "chat.html", Period.ALWAYS, Selection.of("workspace", "true"), "all.zip", Optional.empty());
  }
}
