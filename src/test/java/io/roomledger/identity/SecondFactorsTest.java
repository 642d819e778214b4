package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Refusal;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecondFactorsTest {
  private static final String HERE = "192.0.2.7";
  private static Database database;

  private final SettableClock clock = SettableClock.at("2026-03-01T10:00:00Z");
  private final List<String> written = new ArrayList<>();
  private Accounts accounts;
  private SecondFactors factors;
  private Caller.Person ada;
  private static int number;

  @BeforeAll
  static void open() {
    database = TestDatabase.fresh();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void add() {
    accounts =
        new Accounts(
            database,
            clock,
            (handle, caller, action, subject, details) ->
                written.add(caller.key() + " " + action + " " + subject + " " + details));
    factors = accounts.secondFactors();
    String name = "ada" + number++;
    Account account =
        new Account(
            name + "-id", "main", name, "Ada", Optional.of(name + "@example.org"), "", true);
    accounts.add(account, Optional.of("secret"), Set.of("user"));
    ada = accounts.caller(account, Set.of("*"), HERE);
  }

  private Authenticator enrolled() {
    Authenticator phone = new Authenticator(factors.begin(ada).secret());
    factors.confirm(ada, phone.code(clock.instant()));
    clock.tick(Duration.ofSeconds(30));
    return phone;
  }

  private Account logIn(Optional<String> code) {
    return accounts.logIn("main", ada.account().username(), "secret", code, HERE);
  }

  private void refused(Refusal.Credential why, Optional<String> code) {
    Refused.with(new Refusal.Unauthenticated(why), () -> logIn(code));
  }

  @Test
  void codesAreThoseOfTheStandard() {
    byte[] secret = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    assertThat(Totp.code(secret, Instant.ofEpochSecond(59))).isEqualTo("287082");
    assertThat(Totp.code(secret, Instant.ofEpochSecond(1_111_111_109))).isEqualTo("081804");
    assertThat(Totp.code(secret, Instant.ofEpochSecond(2_000_000_000))).isEqualTo("279037");
    assertThat(Totp.code(secret, Instant.ofEpochSecond(20_000_000_000L))).isEqualTo("353130");
    assertThat(Totp.base32("foobar".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YTBOI");
  }

  @Test
  void onceConfirmedThePasswordAloneOpensNothing() {
    assertThat(logIn(Optional.empty())).isEqualTo(ada.account());
    factors.begin(ada);
    assertThat(logIn(Optional.empty())).as("not confirmed yet").isEqualTo(ada.account());
    Authenticator phone = enrolled();
    refused(Refusal.Credential.SECOND_FACTOR, Optional.empty());
    refused(Refusal.Credential.WRONG_SECRET, Optional.of("000000"));
    assertThat(logIn(Optional.of(phone.code(clock.instant())))).isEqualTo(ada.account());
    assertThat(written)
        .contains(
            "stranger log-in.failed account:" + ada.account().id() + " {wrong=second factor}",
            ada.key() + " second-factor.begun " + ada.key() + " {}");
  }

  @Test
  void aCodeCountsOnceAndForAMinuteAndAHalf() {
    Authenticator phone = enrolled();
    Instant now = clock.instant();
    String before = phone.code(now);
    String next = phone.code(now.plusSeconds(30));
    logIn(Optional.of(next));
    refused(Refusal.Credential.WRONG_SECRET, Optional.of(next));
    refused(Refusal.Credential.WRONG_SECRET, Optional.of(before));
    clock.tick(Duration.ofMinutes(2));
    refused(Refusal.Credential.WRONG_SECRET, Optional.of(phone.code(now.plusSeconds(60))));
    logIn(Optional.of(phone.code(now.plusSeconds(90))));
  }

  @Test
  void aCodeOnPaperOpensOnceAndNewOnesEndTheOld() {
    Authenticator phone = new Authenticator(factors.begin(ada).secret());
    List<String> codes = factors.confirm(ada, phone.code(clock.instant()));
    assertThat(codes).hasSize(10).allMatch(code -> code.matches("([A-Z2-7]{4}-){6}[A-Z2-7]{2}"));
    logIn(Optional.of(codes.getFirst().toLowerCase(java.util.Locale.ROOT)));
    refused(Refusal.Credential.WRONG_SECRET, Optional.of(codes.getFirst()));
    assertThat(factors.of(ada.account().id())).isEqualTo(new SecondFactors.State(true, 9));
    List<String> others = factors.renewCodes(ada, codes.get(1));
    refused(Refusal.Credential.WRONG_SECRET, Optional.of(codes.get(2)));
    logIn(Optional.of(others.getLast()));
    List<String> kept =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT encode(hash, 'escape') FROM recovery_code")
                    .mapTo(String.class)
                    .list());
    assertThat(kept).as("only hashes are kept").doesNotContainAnyElementsOf(others);
  }

  @Test
  void tenWrongCodesInAQuarterOfAnHourAreEnough() {
    Authenticator phone = enrolled();
    for (int i = 0; i < 10; i++) {
      refused(Refusal.Credential.WRONG_SECRET, Optional.of("12345" + i));
    }
    Refused.as(Refusal.Throttled.class, () -> logIn(Optional.of(phone.code(clock.instant()))));
    clock.tick(Duration.ofMinutes(15));
    logIn(Optional.of(phone.code(clock.instant())));
  }

  @Test
  void itIsEndedWithACodeAndThenThePasswordIsEnough() {
    Authenticator phone = enrolled();
    Refused.as(Refusal.Conflict.class, () -> factors.begin(ada));
    Refused.as(Refusal.Unauthenticated.class, () -> factors.end(ada, "nothing"));
    factors.end(ada, phone.code(clock.instant()));
    assertThat(logIn(Optional.empty())).isEqualTo(ada.account());
    Refused.as(Refusal.Conflict.class, () -> factors.end(ada, "000000"));
    Refused.as(Refusal.Conflict.class, () -> factors.confirm(ada, "000000"));
  }

  @Test
  void aRoleCanNeedIt() {
    database
        .jdbi()
        .useHandle(
            handle -> handle.execute("UPDATE role SET second_factor = true WHERE name = 'guest'"));
    database
        .jdbi()
        .useTransaction(handle -> accounts.setRoles(handle, ada.account().id(), Set.of("guest")));
    refused(Refusal.Credential.SECOND_FACTOR, Optional.of("000000"));
    assertThat(accounts.prove("main", ada.account().username(), "secret", HERE).factor())
        .isEqualTo(Proven.Factor.MISSING);
    Authenticator phone = enrolled();
    assertThat(logIn(Optional.of(phone.code(clock.instant())))).isEqualTo(ada.account());
  }

  @Test
  void aPasswordForOneTimeLogsInNowhere() {
    database.jdbi().useTransaction(handle -> accounts.setPasswordOnce(handle, ada.account().id()));
    refused(Refusal.Credential.ONE_TIME, Optional.empty());
    assertThat(accounts.prove("main", ada.account().username(), "secret", HERE).once()).isTrue();
    database
        .jdbi()
        .useTransaction(handle -> accounts.setPassword(handle, ada.account().id(), "secret"));
    assertThat(logIn(Optional.empty())).isEqualTo(ada.account());
  }

  @Test
  void aNameIsGuessedNoFasterFromManyAddresses() {
    String name = ada.account().username();
    String email = ada.account().email().orElseThrow();
    RateLimits tries = new RateLimits(clock);
    PasswordDesk desk = new PasswordDesk(database, Journal.NOWHERE, clock, tries);
    for (int i = 0; i < PasswordDesk.TRIES_OF_NAME - 1; i++) {
      RateLimits.Allowance _ =
          tries.take(
              PasswordDesk.OF_ACCOUNT + ada.account().id(),
              PasswordDesk.ANYWHERE,
              PasswordDesk.TRIES_OF_NAME,
              PasswordDesk.TRIES_OF_NAME_IN);
    }
    String digest = Passwords.digest("secret");
    assertThat(desk.prove("main", name, digest, HERE)).as("one that succeeds").isNotNull();
    Refused.as(
        Refusal.Unauthenticated.class, () -> desk.prove("main", name, "wrong", "198.51.100.1"));
    // one person has one count, whichever of their names is tried
    for (String written : List.of(name, name.toUpperCase(Locale.ROOT), email)) {
      Refused.as(
          Refusal.Throttled.class, () -> desk.prove("main", written, digest, "198.51.100.2"));
    }
    clock.tick(Duration.ofHours(1));
    assertThat(desk.prove("main", name, digest, HERE).account()).isEqualTo(ada.account());
  }

  /** Databases take a Turkish capital I for an i; by Java's words it would be another name. */
  @Test
  void aNameHasTheSameTriesHoweverItIsWritten() {
    RateLimits tries = new RateLimits(clock);
    PasswordDesk desk = new PasswordDesk(database, Journal.NOWHERE, clock, tries);
    for (int i = 0; i < PasswordDesk.TRIES_OF_NAME; i++) {
      RateLimits.Allowance _ =
          tries.take(
              PasswordDesk.OF_NOBODY + "iris",
              PasswordDesk.ANYWHERE,
              PasswordDesk.TRIES_OF_NAME,
              PasswordDesk.TRIES_OF_NAME_IN);
    }
    for (String written : new String[] {"iris", "IRIS", "\u0130ris", "ir\u0130s"}) {
      Refused.as(Refusal.Throttled.class, () -> desk.prove("main", written, "wrong", HERE));
    }
  }
}
