package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.audit.Audit;
import io.roomledger.audit.AuditFilter;
import io.roomledger.audit.AuditRow;
import io.roomledger.base.Period;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.export.format.CsvFormat;
import io.roomledger.export.format.HtmlFormat;
import io.roomledger.export.format.JsonLinesFormat;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Caller;
import io.roomledger.job.TestJobs;
import io.roomledger.mail.MailSettings;
import io.roomledger.mail.Outbox;
import io.roomledger.store.FileStore;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The export engine on a database of its own, with notes to export, for the tests that extend it.
 */
abstract class ExportsHouse {
  static final Caller OPERATOR = new Caller.Operator("main");

  @TempDir Path folder;
  final SettableClock clock = SettableClock.atNoon();
  final Audit audit = new Audit(clock);
  Database database;
  TestJobs jobs;
  BreakableStore store;
  TestNotes notes;
  Exports.House house;
  Exports exports;

  @BeforeEach
  void open() throws IOException {
    database = TestDatabase.fresh();
    jobs = new TestJobs(database, clock);
    store = new BreakableStore(place());
    notes = new TestNotes(database);
    Outbox outbox = new Outbox(database, jobs.door(), clock, MailSettings.defaults());
    house =
        new Exports.House(
            database,
            store,
            jobs.door(),
            outbox,
            audit,
            new Accounts(database, clock),
            new Apps(database, clock),
            clock);
    exports = new Exports(house, recipes(), "http://rooms.example/", settings());
    jobs.start(exports.worker(), outbox.worker());
  }

  /** Where files are kept. */
  ObjectStore place() throws IOException {
    return new FileStore(folder.resolve("store"), clock);
  }

  ExportSettings settings() {
    return ExportSettings.defaults();
  }

  List<Recipe<?>> recipes() {
    return List.of(
        new Recipe<>("notes.json", notes, TestNotes.SHEET, new JsonLinesFormat(), true),
        new Recipe<>("notes.html", notes, TestNotes.SHEET, new HtmlFormat(), true),
        new Recipe<>("notes.csv", notes, TestNotes.SHEET, new CsvFormat(), false));
  }

  @AfterEach
  void close() {
    exports.close();
    database.close();
  }

  static ExportOrder order(String recipe) {
    return new ExportOrder(
        recipe, Period.ALWAYS, Selection.of("room", "GENERAL"), "notes.zip", Optional.empty());
  }

  long ordered(String recipe) {
    return exports.order(OPERATOR, order(recipe)).id();
  }

  ExportJob ran(String recipe) {
    long id = ordered(recipe);
    jobs.runAll();
    return exports.get(OPERATOR, id);
  }

  /** Another thread cancels it while half of it is made, as a request does. */
  void cancelInTheMiddle(long id) {
    CountDownLatch endless = new CountDownLatch(1);
    notes.middle =
        () -> {
          Thread.ofVirtual().start(() -> exports.cancel(OPERATOR, id));
          try {
            assertThat(endless.await(30, TimeUnit.SECONDS)).as("broken off").isTrue();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
  }

  Path file(long id) throws IOException {
    Path file = folder.resolve("out-" + id);
    try (InputStream in = exports.open(OPERATOR, id).content().open(0)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  JsonNode manifest(long id) throws IOException {
    try (ZipFile zip = new ZipFile(file(id).toFile())) {
      return new ObjectMapper().readTree(zip.getInputStream(zip.getEntry("manifest.json")));
    }
  }

  List<String> actions() {
    return database
        .jdbi()
        .withHandle(handle -> audit.list(handle, OPERATOR, AuditFilter.ALL, Optional.empty(), 100))
        .items()
        .reversed()
        .stream()
        .map(AuditRow::action)
        .toList();
  }

  Caller.Person person(String id, String... roles) {
    Account account = new Account(id, "main", id, id, Optional.of(id + "@example.org"), "", true);
    house.accounts().add(account, Optional.empty(), Set.of(roles));
    return house.accounts().caller(account, Set.of("*"), "192.0.2.1");
  }
}
