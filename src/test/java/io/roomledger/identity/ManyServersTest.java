package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Await;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers on one database, which remember for ever unless they hear that they must not. */
class ManyServersTest {
  private static final String HERE = "192.0.2.1";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final List<Database> DATABASES = TestDatabase.shared(2);

  private final SettableClock clock = SettableClock.at("2026-01-02T03:04:05Z");
  private final Server one = new Server(DATABASES.get(0));
  private final Server other = new Server(DATABASES.get(1));
  private final Account ada =
      new Account(Ids.random(), "main", "ada" + Ids.random(), "Ada", Optional.empty(), "", true);

  @AfterAll
  static void close() {
    DATABASES.forEach(Database::close);
  }

  @BeforeEach
  void add() {
    one.accounts.add(ada, Optional.of("secret"), Set.of("user"));
  }

  /** The doors of one server; its memory of tokens does not get old. */
  private final class Server {
    private final Database database;
    private final Accounts accounts;
    private final Apps apps;
    private final Tokens tokens;
    private final RateLimits limits;

    Server(Database database) {
      this.database = database;
      this.accounts = new Accounts(database, clock);
      this.apps = new Apps(database, clock);
      this.tokens = new Tokens(database, clock, accounts, apps, () -> 0);
      this.limits = RateLimits.over(database, clock);
    }

    Caller.Person caller(String token) {
      return (Caller.Person) tokens.caller(token, HERE);
    }

    boolean refuses(String token) {
      try {
        return tokens.caller(token, HERE) == null;
      } catch (RefusedException refused) {
        assertThat(refused.refusal())
            .isEqualTo(new Refusal.Unauthenticated(Refusal.Credential.UNKNOWN));
        return true;
      }
    }
  }

  private String token() {
    String token = one.tokens.issue(ada, "rl_", Duration.ofHours(2), Set.of("*")).token();
    assertThat(other.caller(token).account()).isEqualTo(ada);
    return token;
  }

  @Test
  void aTokenThatEndsOnOneServerIsRefusedByTheOther() {
    String token = token();
    String stays = token();
    one.tokens.revoke(one.caller(token), token);
    Await.until("it is refused", SOON, () -> other.refuses(token));
    assertThat(other.caller(stays).account()).isEqualTo(ada);
  }

  @Test
  void allTokensOfSomebodyEndOnAllServers() {
    List<String> tokens = List.of(token(), token(), token());
    one.tokens.revokeAll(ada);
    for (String token : tokens) {
      Await.until("it is refused", SOON, () -> other.refuses(token));
    }
  }

  @Test
  void whoIsSwitchedOffOnOneServerIsOffOnTheOther() {
    String token = token();
    one.database.jdbi().useTransaction(handle -> one.accounts.setActive(handle, ada.id(), false));
    Await.until("it is refused", SOON, () -> other.refuses(token));
  }

  @Test
  void aRightThatIsTakenOnOneServerIsGoneOnTheOther() {
    String token = token();
    one.accounts.grant("user", "view-c-room");
    Await.until("it has it", SOON, () -> other.caller(token).permissions().contains("view-c-room"));
    one.accounts.revoke("user", "view-c-room");
    Await.until(
        "it is gone", SOON, () -> !other.caller(token).permissions().contains("view-c-room"));
    one.database
        .jdbi()
        .useTransaction(handle -> one.accounts.setRoles(handle, ada.id(), Set.of("guest")));
    Await.until("it is a guest", SOON, () -> other.caller(token).roles().equals(Set.of("guest")));
  }

  @Test
  void anotherIdOfSomebodyCountsOnAllServers() {
    one.accounts.setExternalId(ada.id(), ExternalIdKind.FEISHU_USER_ID, "first" + ada.id());
    assertThat(other.accounts.externalId(ExternalIdKind.FEISHU_USER_ID, ada.id()))
        .hasValue("first" + ada.id());
    one.accounts.setExternalId(ada.id(), ExternalIdKind.FEISHU_USER_ID, "second" + ada.id());
    Await.until(
        "it is known",
        SOON,
        () ->
            other
                .accounts
                .externalId(ExternalIdKind.FEISHU_USER_ID, ada.id())
                .equals(Optional.of("second" + ada.id())));
  }

  @Test
  void callsAreCountedOverAllServersAndNotOneTooMany() {
    for (int i = 0; i < 3; i++) {
      RateLimits.Allowance _ = one.limits.take(ada.id(), "exports", 5, MINUTE);
    }
    assertThat(other.limits.take(ada.id(), "exports", 5, MINUTE).remaining()).isEqualTo(1);
    assertThat(other.limits.take(ada.id(), "exports", 5, MINUTE).remaining()).isZero();
    Refused.as(Refusal.Throttled.class, () -> one.limits.take(ada.id(), "exports", 5, MINUTE));
    Refused.as(Refusal.Throttled.class, () -> other.limits.take(ada.id(), "exports", 5, MINUTE));
    one.limits.giveBack(ada.id(), "exports", 5, MINUTE);
    RateLimits.Allowance again = one.limits.take(ada.id(), "exports", 5, MINUTE);
    assertThat(again.remaining()).isZero();
    assertThat(again.reset()).isBetween(Duration.ofSeconds(1), MINUTE);
  }

  @Test
  void manyCallsAtOnceOnBothServersPassUpToTheLimitAndNoFurther() {
    AtomicInteger passed = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 800; i++) {
        Server server = i % 2 == 0 ? one : other;
        threads.execute(() -> {
          RateLimits.Allowance _ = server.limits.take(ada.id(), "many", 200, MINUTE);
          passed.incrementAndGet();
        });
      }
    }
    assertThat(passed).hasValue(200);
  }

  @Test
  void aWindowOfAllServersBeginsAnew() {
    Duration window = Duration.ofMillis(300);
    RateLimits.Allowance _ = one.limits.take(ada.id(), "short", 1, window);
    Await.until(
        "it passes again",
        SOON,
        () -> other.limits.take(ada.id(), "short", 1, window).remaining() == 0);
  }

  @Test
  void triesOfPasswordsAreCountedOverAllServers() {
    for (int i = 0; i < 10; i++) {
      Server server = i % 2 == 0 ? one : other;
      Refused.as(
          Refusal.Unauthenticated.class,
          () -> server.accounts.prove("main", ada.username(), "wrong", HERE));
    }
    Refused.as(
        Refusal.Throttled.class, () -> one.accounts.prove("main", ada.username(), "secret", HERE));
    Refused.as(
        Refusal.Throttled.class,
        () -> other.accounts.prove("main", ada.username(), "secret", HERE));
  }
}
