package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.audit.Audit;
import io.roomledger.audit.AuditFilter;
import io.roomledger.audit.AuditRow;
import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
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
import io.roomledger.job.Job;
import io.roomledger.job.JobStatus;
import io.roomledger.job.TestJobs;
import io.roomledger.mail.MailSettings;
import io.roomledger.mail.Outbox;
import io.roomledger.store.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportsTest {
  private static final Caller OPERATOR = new Caller.Operator("main");

  @TempDir private Path folder;
  private final SettableClock clock = SettableClock.atNoon();
  private final Audit audit = new Audit(clock);
  private Database database;
  private TestJobs jobs;
  private BreakableStore store;
  private TestNotes notes;
  private Exports.House house;
  private Exports exports;

  @BeforeEach
  void open() throws IOException {
    database = TestDatabase.fresh();
    jobs = new TestJobs(database, clock);
    store = new BreakableStore(new FileStore(folder.resolve("store"), clock));
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
    exports = new Exports(house, recipes(), "http://rooms.example/");
    jobs.start(exports.worker(), outbox.worker());
  }

  private List<Recipe<?>> recipes() {
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

  private static ExportOrder order(String recipe) {
    return new ExportOrder(
        recipe, Period.ALWAYS, Selection.of("room", "GENERAL"), "notes.zip", Optional.empty());
  }

  private long ordered(String recipe) {
    return exports.order(OPERATOR, order(recipe)).id();
  }

  private ExportJob ran(String recipe) {
    long id = ordered(recipe);
    jobs.runAll();
    return exports.get(OPERATOR, id);
  }

  private Path file(long id) throws IOException {
    Path file = folder.resolve("out-" + id);
    try (InputStream in = exports.open(OPERATOR, id).content().open(0)) {
      Files.copy(in, file);
    }
    return file;
  }

  private JsonNode manifest(long id) throws IOException {
    try (ZipFile zip = new ZipFile(file(id).toFile())) {
      return new ObjectMapper().readTree(zip.getInputStream(zip.getEntry("manifest.json")));
    }
  }

  private List<String> actions() {
    return database
        .jdbi()
        .withHandle(handle -> audit.list(handle, OPERATOR, AuditFilter.ALL, Optional.empty(), 100))
        .items()
        .reversed()
        .stream()
        .map(AuditRow::action)
        .toList();
  }

  @Test
  void anExportIsDoneWithAFileThatVerifies() throws Exception {
    notes.add(0, 2_500);

    ExportJob export = ran("notes.json");

    assertThat(export.job().status()).isEqualTo(JobStatus.DONE);
    assertThat(export.job().done()).isEqualTo(2_500);
    assertThat(export.job().total()).isEqualTo(2_500);
    ExportJob.Result result = export.result().orElseThrow();
    assertThat(result.rows()).isEqualTo(2_500);
    assertThat(result.mediaType()).isEqualTo("application/zip");
    Path file = file(export.id());
    assertThat(Files.size(file)).isEqualTo(result.size());
    Verification verification = Verification.of(file);
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.rows()).isEqualTo(2_500);
    assertThat(actions()).containsExactly("export.ordered", "export.done", "export.downloaded");
  }

  @Test
  void theManifestSaysWhatWasOrderedAndWhatIsThere() throws Exception {
    notes.add(0, 3);

    JsonNode manifest = manifest(ran("notes.json").id());

    assertThat(manifest.path("recipe").asText()).isEqualTo("notes.json");
    assertThat(manifest.path("selection").path("room").path(0).asText()).isEqualTo("GENERAL");
    assertThat(manifest.path("orderedBy").asText()).isEqualTo("operator");
    assertThat(manifest.path("snapshotAt").asText()).isEqualTo("2026-03-02T12:00:00Z");
    assertThat(manifest.path("counts").path("rows").asLong()).isEqualTo(3);
    assertThat(manifest.path("first").path("id").asText()).isEqualTo("n00000");
    assertThat(manifest.path("last").path("id").asText()).isEqualTo("n00002");
    assertThat(manifest.path("last").path("at").asText()).isEqualTo("2024-03-15T10:00:02Z");
    assertThat(manifest.path("entries").findValuesAsText("path")).containsExactly("notes.json");
  }

  @Test
  void itSeesOneSnapshotWhileOthersInsertAndDelete() throws Exception {
    notes.add(0, 1_000);
    notes.middle =
        () -> {
          notes.clear();
          notes.add(5_000, 9_000);
        };

    ExportJob export = ran("notes.json");

    assertThat(export.result().orElseThrow().rows()).isEqualTo(1_000);
    JsonNode manifest = manifest(export.id());
    assertThat(manifest.path("first").path("id").asText()).isEqualTo("n00000");
    assertThat(manifest.path("last").path("id").asText()).isEqualTo("n00999");
  }

  @Test
  void aFileThatStandsAloneIsTheFormatsOwn() throws Exception {
    notes.add(0, 1);

    ExportJob export = ran("notes.csv");

    assertThat(export.result().orElseThrow().mediaType()).startsWith("text/csv");
    assertThat(Files.readString(file(export.id()))).isEqualTo("\ufeffId,Text\r\nn00000,note 0\r\n");
  }

  @Test
  void anExportOfNothingIsDone() throws Exception {
    ExportJob export = ran("notes.html");

    assertThat(export.job().status()).isEqualTo(JobStatus.DONE);
    assertThat(Verification.of(file(export.id())).problems()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(BreakableStore.Breaks.class)
  void aFailureAnywhereLeavesNothingAndTheNextAttemptSucceeds(BreakableStore.Breaks breaks)
      throws Exception {
    notes.add(0, 100);
    store.breaks = breaks;
    long id = ordered("notes.json");
    jobs.runAll();
    if (breaks != BreakableStore.Breaks.NOWHERE) {
      Job waiting = exports.get(OPERATOR, id).job();
      assertThat(waiting.status()).isEqualTo(JobStatus.WAITING);
      assertThat(waiting.reason()).contains("No space left on device");
      assertThat(exports.get(OPERATOR, id).result()).isEmpty();
      assertThatThrownBy(() -> exports.open(OPERATOR, id)).hasMessageContaining("not done yet");
    }

    store.breaks = BreakableStore.Breaks.NOWHERE;
    jobs.runAllLater(Duration.ofMinutes(1));

    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.DONE);
    assertThat(Verification.of(file(id)).problems()).isEmpty();
  }

  @Test
  void aDiskThatStaysFullFailsTheExportWithItsReason() throws Exception {
    notes.add(0, 100);
    store.breaks = BreakableStore.Breaks.WHILE_WRITING;
    long id = ordered("notes.json");
    for (int i = 0; i < 5; i++) {
      jobs.runAllLater(Duration.ofHours(1));
    }

    Job job = exports.get(OPERATOR, id).job();
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).contains("No space left on device");
    assertThat(store.list("exports/")).isEmpty();
    assertThat(actions()).endsWith("export.failed");
    assertThatThrownBy(() -> exports.open(OPERATOR, id)).hasMessageContaining("has no file");
  }

  @Test
  void aCrashWhilePouringIsTakenUpAgain() throws Exception {
    notes.add(0, 100);
    notes.middle =
        () -> {
          notes.middle = () -> {};
          throw new IOException("connection reset");
        };
    long id = ordered("notes.html");
    jobs.runAll();
    assertThat(store.list("exports/")).isEmpty();

    jobs.runAllLater(Duration.ofMinutes(1));

    ExportJob export = exports.get(OPERATOR, id);
    assertThat(export.job().status()).isEqualTo(JobStatus.DONE);
    assertThat(export.result().orElseThrow().key()).isEqualTo("exports/" + id + "/2");
  }

  @Test
  void aTransactionThatFailsAtTheEndDropsTheFile() throws Exception {
    notes.add(0, 10);
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute("ALTER TABLE export ADD CONSTRAINT broken CHECK (object_key IS NULL)"));

    long id = ordered("notes.json");
    jobs.runAll();

    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.WAITING);
    assertThat(store.list("exports/")).isEmpty();
    assertThat(actions()).containsExactly("export.ordered");
  }

  @Test
  void aCountThatDoesNotAgreeFailsInWords() {
    notes.add(0, 10);
    notes.lie = 1;
    long id = ordered("notes.json");
    jobs.runAll();

    Job job = exports.get(OPERATOR, id).job();
    assertThat(job.status()).isEqualTo(JobStatus.WAITING);
    assertThat(job.reason()).contains("10 rows were written, but the snapshot has 11");
  }

  @Test
  void whatIsMissingIsSaidEverywhere() throws Exception {
    notes.add(0, 1);
    notes.after.add(TestNotes.attachment("whole", 200_000, 200_000));
    notes.after.add(TestNotes.attachment("gone", 10, -1));
    notes.after.add(TestNotes.attachment("half", 200_000, 100_000));
    notes.after.add(new Item.Gap("lost", "file lost.png", "it was deleted"));

    ExportJob export = ran("notes.json");

    assertThat(export.job().status()).isEqualTo(JobStatus.DONE_WITH_GAPS);
    assertThat(export.result().orElseThrow().gaps()).isEqualTo(3);
    JsonNode manifest = manifest(export.id());
    assertThat(manifest.path("gaps").findValuesAsText("reason"))
        .containsExactly(
            "it cannot be read: no such object",
            "only the first 100000 of 200000 bytes are here: it cannot be read: the disk is broken",
            "it was deleted");
    assertThat(manifest.path("entries").findValuesAsText("path"))
        .containsExactly("notes.json", "assets/whole.bin", "assets/half.bin", "gaps.json");
  }

  @Test
  void theFileOfAnHtmlExportShowsItsGaps() throws Exception {
    notes.add(0, 1);
    notes.after.add(TestNotes.attachment("gone", 10, -1));

    ExportJob export = ran("notes.html");

    try (ZipFile zip = new ZipFile(folder.resolve(file(export.id())).toFile())) {
      String page =
          new String(
              zip.getInputStream(zip.getEntry("notes.html")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(page).contains("assets/gone.bin", "no such object");
    }
  }

  @Test
  void cancellingWhileItRunsEndsItAndLeavesNothing() throws Exception {
    notes.add(0, 2_000);
    long id = ordered("notes.json");
    notes.middle =
        () -> {
          exports.cancel(OPERATOR, id);
          clock.tick(Duration.ofSeconds(5));
        };
    jobs.runAll();

    Job job = exports.get(OPERATOR, id).job();
    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job.reason()).isEqualTo("cancelled by operator");
    assertThat(store.list("exports/")).isEmpty();
    assertThat(actions()).containsExactly("export.ordered", "export.cancel", "export.cancelled");
  }

  @Test
  void cancellingBeforeItRunsEndsItAtOnce() {
    long id = ordered("notes.json");
    exports.cancel(OPERATOR, id);

    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.CANCELLED);
  }

  private Caller.Person person(String id, String... roles) {
    Account account = new Account(id, "main", id, id, Optional.of(id + "@example.org"), "", true);
    house.accounts().add(account, Optional.empty(), Set.of(roles));
    return house.accounts().caller(account, Set.of("*"), "192.0.2.1");
  }

  @Test
  void whoHasLostTheRightMeanwhileGetsNothing() {
    Caller.Person ann = person("ann", "admin");
    long id = exports.order(ann, order("notes.json")).id();
    database
        .jdbi()
        .useTransaction(handle -> house.accounts().setRoles(handle, "ann", Set.of("user")));
    jobs.runAll();

    Job job = exports.get(ann, id).job();
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).isEqualTo("no permission");
  }

  @Test
  void whoIsNoLongerActiveGetsNothing() {
    Caller.Person ann = person("ann", "admin");
    long id = exports.order(ann, order("notes.json")).id();
    database.jdbi().useTransaction(handle -> house.accounts().setActive(handle, "ann", false));
    jobs.runAll();

    assertThat(exports.get(ann, id).job().reason()).isEqualTo("no permission");
  }

  @Test
  void anOrderThatIsRefusedIsNotWritten() {
    Caller.Person guest = person("guest", "user");

    assertThatThrownBy(() -> exports.order(guest, order("notes.json")))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> exports.order(OPERATOR, order("nothing")))
        .hasMessageContaining("recipe: nothing (expected: one of notes.json, notes.html");
    assertThatThrownBy(() ->
            exports.order(
                OPERATOR,
                new ExportOrder(
                    "notes.csv",
                    Period.ALWAYS,
                    Selection.of("room", "a\u0000b"),
                    "n",
                    Optional.empty())))
        .hasMessage("room: a?b (expected: text without control characters)");
    assertThat(exports.list(OPERATOR, Optional.empty(), 10).items()).isEmpty();
    assertThat(actions()).containsExactly("export.refused");
  }

  @Test
  void onlyTheOwnerOpensTheFile() {
    Caller.Person ann = person("ann", "admin");
    Caller.Person bob = person("bob", "admin");
    Caller.Person guest = person("guest", "user");
    long id = exports.order(ann, order("notes.json")).id();
    jobs.runAll();

    assertThat(exports.open(ann, id).name()).isEqualTo("notes.zip");
    assertThat(exports.open(OPERATOR, id).name()).isEqualTo("notes.zip");
    assertThat(exports.get(bob, id).owner()).isEqualTo("account:ann");
    assertThatThrownBy(() -> exports.open(bob, id))
        .extracting(e -> ((RefusedException) e).refusal())
        .isInstanceOf(Refusal.Forbidden.class);
    assertThatThrownBy(() -> exports.get(guest, id))
        .extracting(e -> ((RefusedException) e).refusal())
        .isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> exports.get(new Caller.Operator("other"), id))
        .extracting(e -> ((RefusedException) e).refusal())
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void listingGoesPageByPageAndShowsOnesOwn() {
    Caller.Person ann = person("ann", "admin");
    long first = ordered("notes.json");
    clock.tick(Duration.ofSeconds(1));
    long second = exports.order(ann, order("notes.csv")).id();
    clock.tick(Duration.ofSeconds(1));
    long third = ordered("notes.html");

    Page<ExportJob> page = exports.list(OPERATOR, Optional.empty(), 2);
    assertThat(page.items()).extracting(ExportJob::id).containsExactly(third, second);
    assertThat(exports.list(OPERATOR, page.next(), 2).items())
        .extracting(ExportJob::id)
        .containsExactly(first);
    Caller.Person guest = person("guest", "user");
    assertThat(exports.list(guest, Optional.empty(), 10).items()).isEmpty();
  }

  @Test
  void theNoticeIsPostedWithTheAddressOfTheFile() {
    ExportOrder.Notice notice =
        new ExportOrder.Notice(
            "ann@example.org",
            "Channel Export",
            "<a href=\"{link}\">here</a>",
            "See {link}",
            "/data-export/{id}?a=1&b=2");
    ExportOrder order =
        new ExportOrder(
            "notes.csv", Period.ALWAYS, Selection.of("room", "x"), "n.csv", Optional.of(notice));
    long id = exports.order(OPERATOR, order).id();
    jobs.runAll();

    String link = "http://rooms.example/data-export/" + id + "?a=1&b=2";
    List<String> bodies =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT html || '|' || body FROM letter")
                    .mapTo(String.class)
                    .list());
    assertThat(bodies)
        .containsExactly("<a href=\"" + link.replace("&", "&amp;") + "\">here</a>|See " + link);
  }

  @Test
  void theSweepDeletesOldFilesThatNoExportNames() throws Exception {
    ExportJob export = ran("notes.json");
    for (String key : List.of("exports/1/1", "exports/1/2")) {
      try (var upload = store.begin(key)) {
        upload.stream().write(1);
        upload.commit();
      }
    }
    ExportSweep sweep = new ExportSweep(house);

    clock.set(java.time.Instant.now());
    assertThat(sweep.sweep()).isZero();
    clock.tick(Duration.ofHours(2));
    assertThat(sweep.sweep()).isEqualTo(2);
    assertThat(store.list("exports/"))
        .singleElement()
        .extracting(entry -> entry.key())
        .isEqualTo(export.result().orElseThrow().key());
  }

  @Test
  void aFileThatWasKeptLongEnoughExpiresAndTheOrderStaysListed() throws Exception {
    ExportJob old = ran("notes.json");
    clock.tick(Duration.ofDays(20));
    ExportJob young = ran("notes.json");
    clock.tick(Duration.ofDays(11));

    exports.expiry(new ExportSettings(Duration.ofDays(30))).act().run();
    exports.expiry(new ExportSettings(Duration.ZERO)).act().run();

    assertThat(exports.get(OPERATOR, old.id()).expiredAt()).contains(clock.instant());
    assertThat(exports.get(OPERATOR, young.id()).expiredAt()).isEmpty();
    assertThat(store.list("exports/")).hasSize(1);
    assertThat(actions()).containsOnlyOnce("export.expired");
    assertThatThrownBy(() -> exports.open(OPERATOR, old.id()))
        .hasMessageContaining("has expired: its file was deleted; order it again");
    assertThat(file(young.id())).isNotEmptyFile();
  }

  @Test
  void anExpiredFileThatACrashLeftBehindIsSwept() throws Exception {
    ExportJob export = ran("notes.json");
    database.jdbi().useHandle(handle -> handle.execute("UPDATE export SET expired_at = done_at"));
    clock.set(java.time.Instant.now().plus(Duration.ofHours(2)));

    assertThat(exports.expire(Duration.ofDays(1))).isZero();
    assertThat(new ExportSweep(house).sweep()).isEqualTo(1);
    assertThat(store.find(export.result().orElseThrow().key())).isEmpty();
  }

  @Test
  void whatIsRefusedIsAuditedAlthoughNothingElseWasDone() {
    Caller elsewhere = new Caller.Operator("elsewhere");
    ExportJob export = ran("notes.json");

    assertThatThrownBy(() -> exports.open(elsewhere, export.id()))
        .isInstanceOf(RefusedException.class);

    List<AuditRow> rows =
        database
            .jdbi()
            .withHandle(
                handle -> audit.list(handle, elsewhere, AuditFilter.ALL, Optional.empty(), 100))
            .items();
    assertThat(rows)
        .singleElement()
        .satisfies(row -> {
          assertThat(row.action()).isEqualTo("export.download-refused");
          assertThat(row.subject()).isEqualTo("export:" + export.id());
          assertThat(row.details().get("reason")).contains("not found");
        });
  }
}
