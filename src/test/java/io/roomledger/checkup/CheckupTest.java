package io.roomledger.checkup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.audit.Audit;
import io.roomledger.base.RefusedException;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckupTest {
  private static final Caller OPERATOR = new Caller.Operator("main");
  private static final List<Locale> LOCALES = List.of(Locale.UK, Locale.SIMPLIFIED_CHINESE);
  private static final long GIGABYTE = 1_000_000_000;

  private final SettableClock clock = SettableClock.atNoon();
  private Database database;
  private Checks checks;

  @BeforeAll
  void open() {
    database = TestDatabase.fresh();
    checks = new Checks(database, clock);
  }

  @AfterAll
  void close() {
    database.close();
  }

  private static void assertSaid(Finding finding) {
    for (Locale locale : LOCALES) {
      assertThat(finding.name(locale)).isNotBlank();
      assertThat(finding.said(locale)).isNotBlank().doesNotContain("{").doesNotContain("''");
      boolean helped = finding.advice(locale).filter(text -> !text.contains("{")).isPresent();
      assertThat(helped)
          .as(finding.toString())
          .isEqualTo(
              finding.state() == Finding.State.WATCH || finding.state() == Finding.State.ILL);
    }
  }

  private static void assertFound(
      Checkup.Check check, Finding.State state, String reason, Object... figures) {
    Finding found = check.look();
    assertThat(found.state()).isEqualTo(state);
    assertThat(found.reason()).isEqualTo(reason);
    if (figures.length > 0) {
      assertThat(found.figures()).containsExactly(figures);
    }
    assertSaid(found);
  }

  @Test
  void everythingThatIsWellSaysSo() {
    Checkup checkup =
        new Checkup(
            checks.database(database::ready),
            List.of(
                checks.tables(database::current),
                checks.time(Clock.systemUTC()),
                Checks.store(() -> true),
                Checks.films(true),
                Checks.version("1.0")));
    List<Finding> found = checkup.look(OPERATOR);
    assertThat(found)
        .hasSize(6)
        .allSatisfy(finding -> {
          assertThat(finding.state()).as(finding.toString()).isEqualTo(Finding.State.WELL);
          assertSaid(finding);
        });
    assertThat(found.getFirst().said(Locale.UK)).startsWith("PostgreSQL 1");
  }

  @Test
  void withoutTheDatabaseOnlyWhatNeedsItCannotBeTold() {
    Checkup checkup =
        new Checkup(
            checks.database(() -> false),
            List.of(
                Checkup.Check.of(
                    "mail",
                    true,
                    () -> {
                      throw new AssertionError("asked");
                    }),
                Checkup.Check.of(
                    "disk",
                    false,
                    () -> {
                      throw new IllegalStateException("no disk");
                    }),
                Checks.store(() -> false)));
    assertThat(checkup.look(OPERATOR).stream().map(Finding::state))
        .containsExactly(
            Finding.State.ILL, Finding.State.UNKNOWN, Finding.State.UNKNOWN, Finding.State.ILL);
    checkup.look(OPERATOR).forEach(CheckupTest::assertSaid);
  }

  @Test
  void onlyWhoMaySeeHowTheServerIsIsTold() {
    Account ada =
        new Account("ada0123456789abcd", "main", "ada", "Ada", Optional.empty(), "", true);
    Caller nobody =
        new Caller.Person(ada, Set.of(), Set.of(), Set.of(), "127.0.0.1", Optional.empty());
    Checkup checkup = new Checkup(checks.database(() -> true), List.of());
    assertThatThrownBy(() -> checkup.look(nobody)).isInstanceOf(RefusedException.class);
  }

  @Test
  void aClockThatIsWrongIsNoticed() {
    assertFound(wrongBy(-100), Finding.State.ILL, "apart");
    assertFound(wrongBy(100), Finding.State.ILL, "apart");
    assertFound(wrongBy(-5), Finding.State.WATCH, "apart");
    assertFound(wrongBy(5), Finding.State.WATCH, "apart");
  }

  private Checkup.Check wrongBy(int seconds) {
    return checks.time(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds)));
  }

  @Test
  void aDiskThatFillsUpIsNoticedBeforeItIsFull() {
    assertFound(disk(50), Finding.State.WELL, "well", 50.0, 100.0);
    assertFound(disk(9), Finding.State.WATCH, "filling");
    assertFound(disk(1), Finding.State.ILL, "full");
    assertFound(Checks.disk(Optional::empty), Finding.State.UNKNOWN, "unknown");
  }

  private static Checkup.Check disk(long free) {
    return Checks.disk(() -> Optional.of(new Checks.Disk(free * GIGABYTE, 100 * GIGABYTE)));
  }

  @Test
  void jobsThatNobodyTakesAreNoticed() {
    execute(
        "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
            + " VALUES ('letter', '1', ?, false, 1)",
        clock.instant().minus(Duration.ofMinutes(16)));
    assertFound(checks.jobs(() -> true), Finding.State.WATCH, "late", 1L, 15L);
    assertFound(checks.jobs(() -> false), Finding.State.ILL, "stopped");
    execute("DELETE FROM scheduled_tasks");
    assertFound(checks.jobs(() -> true), Finding.State.WELL, "well");
  }

  @Test
  void mailsThatWaitForLongOrCouldNotBeSentAreNoticed() {
    assertFound(checks.mail(true), Finding.State.WELL, "well", 0L);
    mail(1, "WAITING", Duration.ofHours(2));
    assertFound(checks.mail(false), Finding.State.WATCH, "none", 1L);
    assertFound(checks.mail(true), Finding.State.WATCH, "stuck", 1L, 60L);
    mail(2, "FAILED", Duration.ofDays(30));
    assertFound(checks.mail(true), Finding.State.WATCH, "stuck");
    mail(3, "FAILED", Duration.ofDays(1));
    assertFound(checks.mail(true), Finding.State.WATCH, "failed", 1L, 7L, 1L);
    execute("DELETE FROM letter");
  }

  private void mail(long id, String status, Duration age) {
    execute(
        "INSERT INTO letter (id, subject, html, body, posted_at) VALUES (?, '', '', '', ?)",
        id,
        clock.instant().minus(age));
    execute(
        "INSERT INTO letter_copy (id, letter, address, message_id, status)"
            + " VALUES (?, ?, 'ada@example.org', ?, ?)",
        id,
        id,
        "m" + id,
        status);
  }

  @Test
  void callsOfWebhooksThatFailAreNoticed() {
    assertFound(checks.deliveries(), Finding.State.WELL, "well");
    // which exports they are of does not matter here
    execute("ALTER TABLE export_delivery DROP CONSTRAINT export_delivery_export_fkey");
    delivery(1, "FAILED", 5, "webhook");
    delivery(2, "WAITING", 2, "webhook");
    delivery(3, "WAITING", 0, "webhook");
    delivery(4, "FAILED", 5, "mail");
    assertFound(checks.deliveries(), Finding.State.WATCH, "failed", 1L, 7L, 1L);
  }

  private void delivery(long id, String status, int failures, String kind) {
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute(
              "INSERT INTO job (id, kind, status, failures, created_at, finished_at)"
                  + " VALUES (?, 'x', ?, ?, ?, ?)",
              id,
              status,
              failures,
              clock.instant(),
              status.equals("FAILED") ? clock.instant() : null);
          handle.execute(
              "INSERT INTO export_delivery (id, export, target, status)"
                  + " VALUES (?, 1, jsonb_build_object(?, 'w'), ?)",
              id,
              kind,
              status);
        });
  }

  @Test
  void theChainIsWalkedAndWhatWasFoundIsRemembered() {
    Audit audit = new Audit(clock);
    ChainWalk chain = new ChainWalk(database, audit, clock);
    assertFound(checks.audit(), Finding.State.WATCH, "never");
    for (int i = 0; i < 3; i++) {
      database.jdbi().useTransaction(handle -> audit.append(handle, OPERATOR, "a", "b", Map.of()));
    }
    chain.round().act().run();
    clock.tick(Duration.ofHours(5));
    assertFound(checks.audit(), Finding.State.WELL, "well", 3L, 5L);
    clock.tick(Duration.ofDays(4));
    assertFound(checks.audit(), Finding.State.WATCH, "old", 4L);

    execute("ALTER TABLE audit DISABLE TRIGGER audit_only_added");
    execute("DELETE FROM audit WHERE id = 3");
    assertThat(chain.walk().broken()).contains(3L);
    assertFound(checks.audit(), Finding.State.ILL, "broken");
    execute("UPDATE audit SET action = 'c' WHERE id = 2");
    assertThat(chain.walk().broken()).contains(2L);
    assertThat(checks.audit().look().said(Locale.UK)).contains("row 2").contains("changed");
  }

  @Test
  void bothLanguagesSayTheSame() throws IOException {
    assertThat(sentences("zh").stringPropertyNames())
        .isEqualTo(sentences("en").stringPropertyNames())
        .hasSizeGreaterThan(40);
  }

  private static Properties sentences(String tag) throws IOException {
    Properties sentences = new Properties();
    Path file = Path.of("src/main/resources/checkup/findings." + tag + ".properties");
    try (Reader reader = Files.newBufferedReader(file)) {
      sentences.load(reader);
    }
    return sentences;
  }

  private void execute(String sql, Object... values) {
    database.jdbi().useHandle(handle -> handle.execute(sql, values));
  }
}
