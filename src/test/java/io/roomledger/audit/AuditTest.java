package io.roomledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.identity.Account;
import io.roomledger.identity.App;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditTest {
  private static final Caller OPERATOR = new Caller.Operator("acme");
  private static final Caller ROBOT =
      new Caller.Program(new App("robo", "acme", "Robo", Set.of(Audit.SCOPE), true), "10.0.0.7");

  private final Database database = TestDatabase.fresh();
  private final SettableClock clock = SettableClock.atNoon();
  private final Audit audit = new Audit(clock);

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void whatIsAppendedIsListedNewestFirst() {
    append(OPERATOR, "export.ordered", "export:7", Map.of("format", "html", "room", "GENERAL"));
    clock.tick(Duration.ofNanos(1_234_567));
    append(ROBOT, "export.opened", "export:7", Map.of());
    Page<AuditRow> page = list(AuditFilter.ALL);
    assertThat(page.next()).isEmpty();
    assertThat(page.items())
        .containsExactly(
            new AuditRow(
                2,
                Instant.parse("2026-03-02T12:00:00.001234Z"),
                "acme",
                "app:robo",
                "10.0.0.7",
                "export.opened",
                "export:7",
                Map.of()),
            new AuditRow(
                1,
                Instant.parse("2026-03-02T12:00:00Z"),
                "acme",
                "operator",
                "local",
                "export.ordered",
                "export:7",
                Map.of("format", "html", "room", "GENERAL")));
  }

  @Test
  void aRowIsGoneWithTheTransactionOfItsAct() {
    append(OPERATOR, "one", "x", Map.of());
    assertThatThrownBy(() ->
            database
                .jdbi()
                .useTransaction(handle -> {
                  audit.append(handle, OPERATOR, "two", "x", Map.of());
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");
    append(OPERATOR, "three", "x", Map.of());
    assertThat(list(AuditFilter.ALL).items())
        .extracting(AuditRow::action)
        .containsExactly("three", "one");
    assertThat(verify()).isInstanceOfSatisfying(Verdict.Whole.class, this::hasTwo);
  }

  private void hasTwo(Verdict.Whole whole) {
    assertThat(whole.rows()).isEqualTo(2);
    assertThat(whole.head()).hasSize(64);
  }

  @Test
  void appendingOutsideATransactionIsRefused() {
    assertThatThrownBy(() ->
            database.jdbi().useHandle(handle -> audit.append(handle, OPERATOR, "a", "b", Map.of())))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void textsThatTheDatabaseCannotHoldAreMadeHarmlessAndStillVerify() {
    Map<String, String> hostile = new HashMap<>();
    hostile.put("nul", "a\0b");
    hostile.put("half", "\uD83D");
    hostile.put("emoji", "😀");
    hostile.put("long", "x".repeat(10_000));
    hostile.put("quote", "\"}\\ \u2028 \u0001");
    append(OPERATOR, "login.failed", "account:\0" + "y".repeat(9000), hostile);
    AuditRow row = list(AuditFilter.ALL).items().getFirst();
    assertThat(row.details()).containsEntry("nul", "a\uFFFDb").containsEntry("half", "?");
    assertThat(row.details()).containsEntry("emoji", "😀");
    assertThat(row.details().get("long")).hasSize(4003);
    assertThat(row.subject()).hasSize(503);
    assertThat(verify()).isInstanceOf(Verdict.Whole.class);
  }

  @Test
  void tooManyDetailsAreRefused() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i <= 100; i++) {
      many.put("k" + i, "v");
    }
    assertThatThrownBy(() -> append(OPERATOR, "a", "b", many))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "UPDATE audit_earlier SET actor = 'nobody'",
        "DELETE FROM audit_earlier",
        "TRUNCATE audit_later",
      })
  void theDatabaseRefusesChanges(String sql) {
    append(OPERATOR, "a", "b", Map.of());
    assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute(sql)))
        .hasMessageContaining("only ever added to");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE audit SET actor = 'nobody' WHERE id = 3                | 3 | was changed",
        "UPDATE audit SET at = at + interval '1 microsecond' WHERE id = 2 | 2 | was changed",
        "UPDATE audit SET details = '{\"n\": \"9\"}' WHERE id = 4      | 4 | was changed",
        "UPDATE audit SET details = '{\"n\": 4}' WHERE id = 4          | 4 | is not a text",
        "UPDATE audit SET details = '{\"n\": \"4\", \"m\": \"\"}' WHERE id = 4 | 4 | was changed",
        "UPDATE audit SET action = 'xy', subject = '' WHERE id = 5     | 5 | was changed",
        "DELETE FROM audit WHERE id = 3                                | 3 | is missing",
        "DELETE FROM audit WHERE id = 1                                | 1 | is missing",
        "UPDATE audit SET hash = sha256('x') WHERE id = 5              | 5 | was changed",
        "UPDATE audit SET prev_hash = sha256('x') WHERE id = 5         | 5 | does not follow"
      })
  void whateverIsChangedBehindOurBackIsFound(String sql, long id, String why) {
    for (int i = 1; i <= 5; i++) {
      append(OPERATOR, "x", "y", Map.of("n", Integer.toString(i)));
    }
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("ALTER TABLE audit DISABLE TRIGGER audit_only_added");
          handle.execute(sql);
        });
    assertThat(verify())
        .isInstanceOfSatisfying(
            Verdict.Broken.class,
            broken -> {
              assertThat(broken.id()).isEqualTo(id);
              assertThat(broken.why()).contains(why);
            });
  }

  @Test
  void anEmptyLogIsWhole() {
    assertThat(verify()).isEqualTo(new Verdict.Whole(0, Seal.NOTHING));
  }

  @Test
  void theChainIsWalkedBeyondOneBatch() {
    database
        .jdbi()
        .useTransaction(handle -> {
          for (int i = 0; i < 2001; i++) {
            audit.append(handle, OPERATOR, "a", "b", Map.of());
          }
        });
    assertThat(verify())
        .isInstanceOfSatisfying(
            Verdict.Whole.class, whole -> assertThat(whole.rows()).isEqualTo(2001));
  }

  @Test
  void theChainGoesOnThroughPartitions() {
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("ALTER TABLE audit DETACH PARTITION audit_earlier");
          handle.execute("ALTER TABLE audit DETACH PARTITION audit_later");
          handle.execute(
              "ALTER TABLE audit ATTACH PARTITION audit_earlier FOR VALUES FROM (MINVALUE) TO (3)");
          handle.execute(
              "ALTER TABLE audit ATTACH PARTITION audit_later FOR VALUES FROM (3) TO (MAXVALUE)");
          handle.execute("SELECT partition_ahead('audit', 'id', 'audit_3', '5')");
        });
    for (int i = 1; i <= 6; i++) {
      append(OPERATOR, "x", "y", Map.of("n", Integer.toString(i)));
    }
    assertThat(rows("audit_earlier")).isEqualTo(2);
    assertThat(rows("audit_3")).isEqualTo(2);
    assertThat(rows("audit_later")).isEqualTo(2);
    assertThat(ids(AuditFilter.ALL)).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
    assertThat(verify()).isInstanceOf(Verdict.Whole.class);
    database
        .jdbi()
        .useHandle(handle -> handle.execute("ALTER TABLE audit DETACH PARTITION audit_3"));
    assertThat(verify())
        .isInstanceOfSatisfying(
            Verdict.Broken.class, broken -> assertThat(broken.id()).isEqualTo(3));
  }

  private long rows(String table) {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  @Test
  void manyAtOnceMakeOneChain() throws Exception {
    List<Callable<Integer>> hands = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      hands.add(() -> {
        for (int n = 0; n < 25; n++) {
          append(OPERATOR, "a", "b", Map.of());
        }
        return 25;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> hand : threads.invokeAll(hands)) {
        assertThat(hand.get()).isEqualTo(25);
      }
    }
    assertThat(verify())
        .isInstanceOfSatisfying(
            Verdict.Whole.class, whole -> assertThat(whole.rows()).isEqualTo(100));
  }

  @Test
  void aListIsFilteredAndPaged() {
    for (int i = 1; i <= 6; i++) {
      append(i % 2 == 0 ? OPERATOR : ROBOT, i < 4 ? "made" : "used", "x:" + i, Map.of());
      clock.tick(Duration.ofMinutes(1));
    }
    append(new Caller.Operator("other"), "made", "x:7", Map.of());
    AuditFilter all = AuditFilter.ALL;
    assertThat(ids(new AuditFilter(Optional.of("operator"), none(), none(), Period.ALWAYS)))
        .containsExactly(6L, 4L, 2L);
    assertThat(ids(new AuditFilter(none(), Optional.of("made"), none(), Period.ALWAYS)))
        .containsExactly(3L, 2L, 1L);
    assertThat(ids(new AuditFilter(none(), none(), Optional.of("x:5"), Period.ALWAYS)))
        .containsExactly(5L);
    Instant noon = Instant.parse("2026-03-02T12:00:00Z");
    Period minutes = new Period(noon.plusSeconds(60), noon.plusSeconds(180));
    assertThat(ids(new AuditFilter(none(), none(), none(), minutes))).containsExactly(3L, 2L);

    Page<AuditRow> first = list(OPERATOR, all, none(), 4);
    assertThat(first.items()).extracting(AuditRow::id).containsExactly(6L, 5L, 4L, 3L);
    Page<AuditRow> second = list(OPERATOR, all, first.next(), 4);
    assertThat(second.items()).extracting(AuditRow::id).containsExactly(2L, 1L);
    assertThat(second.next()).isEmpty();
  }

  @Test
  void onlyWhoMayReadsIt() {
    Account ann = new Account("ann", "acme", "ann", "Ann", Optional.empty(), "", true);
    Caller nobody = new Caller.Person(ann, Set.of("user"), Set.of(), Set.of("*"), "::1");
    Caller auditor =
        new Caller.Person(ann, Set.of("a"), Set.of(Permissions.VIEW_AUDIT_LOG), Set.of("*"), "::1");
    Caller program =
        new Caller.Program(new App("x", "acme", "X", Set.of("vc:export"), true), "::1");
    assertThat(list(auditor, AuditFilter.ALL, none(), 10).items()).isEmpty();
    assertThat(list(ROBOT, AuditFilter.ALL, none(), 10).items()).isEmpty();
    assertThatThrownBy(() -> list(nobody, AuditFilter.ALL, none(), 10))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(Permissions.VIEW_AUDIT_LOG);
    assertThatThrownBy(() -> list(program, AuditFilter.ALL, none(), 10))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(Audit.SCOPE);
  }

  @Test
  void badPagingIsRefusedInWords() {
    assertThatThrownBy(() -> list(OPERATOR, AuditFilter.ALL, none(), 0))
        .hasMessage("limit: 0 (expected: 1 to 500)");
    assertThatThrownBy(() -> list(OPERATOR, AuditFilter.ALL, Optional.of("x'y"), 1))
        .hasMessage("after: x'y (expected: what the page before named as next)");
  }

  private void append(Caller caller, String action, String subject, Map<String, String> details) {
    database
        .jdbi()
        .useTransaction(handle -> audit.append(handle, caller, action, subject, details));
  }

  private Verdict verify() {
    return database.jdbi().withHandle(audit::verify);
  }

  private Page<AuditRow> list(AuditFilter filter) {
    return list(OPERATOR, filter, none(), 100);
  }

  private List<Long> ids(AuditFilter filter) {
    return list(filter).items().stream().map(AuditRow::id).toList();
  }

  private Page<AuditRow> list(
      Caller caller, AuditFilter filter, Optional<String> after, int limit) {
    return database.jdbi().withHandle(handle -> audit.list(handle, caller, filter, after, limit));
  }

  private static Optional<String> none() {
    return Optional.empty();
  }
}
