package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.audit.AuditFilter;
import io.roomledger.audit.AuditRow;
import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.hold.HeldKind;
import io.roomledger.hold.Hold;
import io.roomledger.hold.Holds;
import io.roomledger.identity.Caller;
import io.roomledger.job.Job;
import io.roomledger.job.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Who may order, see and fetch an export, who is told, and when its file goes. */
class ExportRightsTest extends ExportsHouse {
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
    // to a stranger the file is no more there than the export
    for (ThrowingCallable look :
        List.<ThrowingCallable>of(
            () -> exports.get(guest, id),
            () -> exports.open(guest, id),
            () -> exports.open(guest, 1))) {
      assertThatThrownBy(look)
          .extracting(e -> ((RefusedException) e).refusal())
          .isInstanceOf(Refusal.NotFound.class);
    }
    assertThat(exports.knows(guest, id)).isTrue();
    assertThat(exports.knows(new Caller.Operator("other"), id)).isFalse();
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
    // of an order that another server works at, by whatever clock
    ExportOrder open =
        new ExportOrder(
            "notes.json", Period.ALWAYS, Selection.of("room", "x"), "n.zip", Optional.empty());
    String soon = "exports/" + exports.order(OPERATOR, open).id() + "/1";
    try (var upload = store.begin(soon)) {
      upload.stream().write(1);
      upload.commit();
    }
    assertThat(sweep.sweep()).isEqualTo(2);
    store.delete(soon);
    assertThat(store.list("exports/"))
        .singleElement()
        .extracting(entry -> entry.key())
        .isEqualTo(export.result().orElseThrow().key());
  }

  @Test
  void theFileOfAnExportThatIsHeldStaysHoweverOldItIs() throws Exception {
    ExportJob old = ran("notes.json");
    clock.tick(Duration.ofDays(31));
    Holds holds = new Holds(database, audit, clock);
    Hold hold = holds.place(OPERATOR, HeldKind.EXPORT, "" + old.id(), "case 7");

    assertThat(exports.expire(Duration.ofDays(30))).isZero();
    exports.expireEarly(old.id());
    assertThatThrownBy(() -> new PastExports(exports).delete(OPERATOR, old.id()))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isInstanceOf(Refusal.Conflict.class))
        .hasMessageContaining("hold " + hold.id());
    assertThat(file(old.id())).isNotEmptyFile();

    Hold _ = holds.lift(OPERATOR, hold.id(), "settled");
    assertThat(exports.expire(Duration.ofDays(30))).isEqualTo(1);
  }

  @Test
  void aFileThatWasKeptLongEnoughExpiresAndTheOrderStaysListed() throws Exception {
    ExportJob old = ran("notes.json");
    clock.tick(Duration.ofDays(20));
    ExportJob young = ran("notes.json");
    clock.tick(Duration.ofDays(11));

    exports.expiry(keeping(Duration.ofDays(30))).act().run();
    exports.expiry(keeping(Duration.ZERO)).act().run();

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

  @Test
  void whoHasAsMuchAsTheyMayOrdersNoMoreUntilSomethingIsGone() {
    bounded(new ExportQuota(2, 0, 0, 0));
    ordered("notes.csv");
    ordered("notes.csv");
    assertThatThrownBy(() -> ordered("notes.csv"))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "quota: 2 exports of yours wait or run, 2 are allowed"
                + " (expected: wait for one, or cancel one)");
    jobs.runAll();
    ran("notes.csv");

    ExportQuota files = new ExportQuota(0, 3, 0, 0);
    bounded(files);
    assertThatThrownBy(() -> ordered("notes.csv"))
        .hasMessageContaining("3 files of exports of yours are kept, 3 are allowed");
    assertThat(database.jdbi().withHandle(files::reached)).isEqualTo(1);
    Caller.Person ann = person("ann", "admin");
    exports.order(ann, order("notes.csv"));
    clock.tick(Duration.ofDays(2));
    exports.expire(Duration.ofDays(1));
    assertThat(database.jdbi().withHandle(files::reached)).isZero();
    ran("notes.csv");

    for (ExportQuota full : List.of(new ExportQuota(0, 0, 1, 0), new ExportQuota(0, 0, 0, 1))) {
      bounded(full);
      assertThatThrownBy(() -> ordered("notes.csv"))
          .hasMessageContaining("bytes, 1 are allowed (expected: wait until some expire)");
    }
  }

  private void bounded(ExportQuota quota) {
    exports =
        new Exports(
            house,
            recipes(),
            "http://rooms.example/",
            new ExportSettings(
                Duration.ofDays(1), quota, Duration.ofSeconds(5), SplitSettings.USUAL));
    jobs.start(exports.worker());
  }

  private static ExportSettings keeping(Duration keep) {
    return new ExportSettings(keep, Duration.ofSeconds(5));
  }
}
