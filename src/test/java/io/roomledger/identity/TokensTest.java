package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final String HERE = "192.0.2.1";
  private static final Duration LIFE = Duration.ofHours(2);
  private static final Duration RENEW = Duration.ofMinutes(30);
  private static final Refusal UNKNOWN = new Refusal.Unauthenticated(Refusal.Credential.UNKNOWN);
  private static final Refusal EXPIRED = new Refusal.Unauthenticated(Refusal.Credential.EXPIRED);

  private final SettableClock clock = SettableClock.at("2026-01-02T03:04:05Z");
  private final AtomicLong ticker = new AtomicLong();
  private final Database database = TestDatabase.fresh();
  private final Accounts accounts = new Accounts(database, clock);
  private final Apps apps = new Apps(database, clock);
  private final Tokens tokens = server();
  private final App app = new App("cli_1", "main", "App", Set.of("vc:export"), true);
  private final Account ada =
      new Account(Ids.random(), "main", "ada", "Ada", Optional.empty(), "", true);

  @BeforeEach
  void add() {
    apps.add(app, "secret");
    accounts.add(ada, Optional.of("secret"), Set.of("user"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Another server on the same database, which remembers by the same ticker. */
  private Tokens server() {
    return new Tokens(
        database, clock, new Accounts(database, clock), new Apps(database, clock), ticker::get);
  }

  private void tick(Duration duration) {
    clock.tick(duration);
    ticker.addAndGet(duration.toNanos());
  }

  @Test
  void anAppGetsTheSameTokenUntilItIsNearlyOverAndThenAnother() {
    Tokens.Issued first = tokens.issue(app, "t-", LIFE, RENEW);
    tick(Duration.ofMinutes(90));
    Tokens.Issued again = tokens.issue(app, "t-", LIFE, RENEW);
    tick(Duration.ofSeconds(1));
    Tokens.Issued next = tokens.issue(app, "t-", LIFE, RENEW);

    assertThat(first.token()).matches("t-[A-Za-z0-9_-]{43}");
    assertThat(again).isEqualTo(first);
    assertThat(next.token()).isNotEqualTo(first.token());
    assertThat(next.expiresAt()).isEqualTo(clock.instant().plus(LIFE));
    assertThat(tokens.caller(first.token(), HERE)).isEqualTo(tokens.caller(next.token(), HERE));
  }

  @Test
  void everyServerGivesTheSameToken() {
    Tokens.Issued here = tokens.issue(app, "t-", LIFE, RENEW);

    assertThat(server().issue(app, "t-", LIFE, RENEW)).isEqualTo(here);
    assertThat(server().caller(here.token(), HERE).key()).isEqualTo("app:cli_1");
  }

  @Test
  void manyServersThatAreAskedAtOnceGiveTheSameToken() throws Exception {
    List<Callable<Tokens.Issued>> asked =
        IntStream.range(0, 16)
            .<Callable<Tokens.Issued>>mapToObj(i -> () -> server().issue(app, "t-", LIFE, RENEW))
            .toList();
    Set<Tokens.Issued> given = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Tokens.Issued> each : threads.invokeAll(asked)) {
        given.add(each.get());
      }
    }
    assertThat(given).hasSize(1);
  }

  @Test
  void appsAndPrefixesHaveTheirOwnTokens() {
    App other = new App("cli_2", "main", "Other", Set.of(), true);
    apps.add(other, "secret");

    assertThat(
            Set.of(
                tokens.issue(app, "t-", LIFE, RENEW).token(),
                tokens.issue(app, "a-", LIFE, RENEW).token(),
                tokens.issue(other, "t-", LIFE, RENEW).token()))
        .hasSize(3);
  }

  @Test
  void aTokenThatWasEndedIsNotGivenAgain() {
    Tokens.Issued first = tokens.issue(app, "t-", LIFE, RENEW);
    tokens.revoke(new Caller.Program(app, "local"), first.token());

    assertThat(tokens.issue(app, "t-", LIFE, RENEW).token()).isNotEqualTo(first.token());
    Refused.with(UNKNOWN, () -> tokens.caller(first.token(), HERE));
  }

  @Test
  void aLostServerKeyEndsInANewToken() {
    Tokens.Issued first = tokens.issue(app, "t-", LIFE, RENEW);
    database.jdbi().useHandle(handle -> handle.execute("DELETE FROM server_key"));
    Tokens.Issued next = server().issue(app, "t-", LIFE, RENEW);

    assertThat(next.token()).isNotEqualTo(first.token());
    assertThat(server().caller(next.token(), HERE).key()).isEqualTo("app:cli_1");
  }

  @Test
  void anAppThatIsGoneGetsNoToken() {
    App gone = new App("cli_gone", "main", "Gone", Set.of(), true);
    Refused.as(Refusal.NotFound.class, () -> tokens.issue(gone, "t-", LIFE, RENEW));
  }

  @Test
  void aPersonsTokenTellsWhoWhatAndFromWhere() {
    Tokens.Issued issued = tokens.issue(ada, "", LIFE, Set.of("*"));

    assertThat(tokens.caller(issued.token(), HERE))
        .isEqualTo(
            new Caller.Person(
                ada, Set.of("user"), accounts.permissionsOf(Set.of("user")), Set.of("*"), HERE));
    assertThat(tokens.issue(ada, "", LIFE, Set.of("*")).token()).isNotEqualTo(issued.token());
  }

  @Test
  void aTokenThatWasGivenToAnAppActsInThePersonsNameWithinItsScopes() {
    Tokens.Issued issued = tokens.issue(ada, Optional.of(app), "u-", LIFE, Set.of("vc:export"));
    Caller caller = tokens.caller(issued.token(), HERE);

    assertThat(caller.key()).isEqualTo("account:" + ada.id());
    assertThat(caller.hasScope("vc:export")).isTrue();
    assertThat(caller.hasScope("vc:room:readonly")).isFalse();
    database.jdbi().useTransaction(handle -> apps.setActive(handle, app.id(), false));
    tick(Duration.ofSeconds(2));
    Refused.with(UNKNOWN, () -> tokens.caller(issued.token(), HERE));
  }

  @Test
  void missingUnknownAndAbsurdTokensAreRefused() {
    Refused.with(
        new Refusal.Unauthenticated(Refusal.Credential.MISSING), () -> tokens.caller("", HERE));
    for (String token : List.of("x", "\0", "é🎉", "x".repeat(100_000), "' OR 1=1 --")) {
      Refused.with(UNKNOWN, () -> tokens.caller(token, HERE));
    }
  }

  @Test
  void aTokenExpiresToTheSecondAndIsKnownAsExpiredForADay() {
    Tokens.Issued issued = tokens.issue(ada, "", LIFE, Set.of("*"));
    tick(LIFE.minusSeconds(1));
    tokens.caller(issued.token(), HERE);
    tick(Duration.ofSeconds(1));
    Refused.with(EXPIRED, () -> tokens.caller(issued.token(), HERE));
    tick(Duration.ofHours(25));
    tokens.issue(ada, "", LIFE, Set.of("*"));

    Refused.with(UNKNOWN, () -> tokens.caller(issued.token(), HERE));
    long rows =
        database
            .jdbi()
            .withHandle(h -> h.createQuery("SELECT count(*) FROM token").mapTo(Long.class).one());
    assertThat(rows).isEqualTo(1);
  }

  @Test
  void tokensAreStoredHashedOnly() {
    String token = tokens.issue(ada, "", LIFE, Set.of("*")).token();
    String derived = tokens.issue(app, "t-", LIFE, RENEW).token();
    String all =
        database
            .jdbi()
            .withHandle(h ->
                String.join(
                    "\n",
                    h.createQuery("SELECT token::text FROM token").mapTo(String.class).list()));

    assertThat(all).doesNotContain(token).doesNotContain(derived.substring(2));
  }

  @Test
  void anEndedTokenIsRefusedAtOnceHereAndInASecondBySomebodyWhoHearsNothing() {
    Tokens elsewhere = server();
    Tokens.Issued issued = tokens.issue(ada, "", LIFE, Set.of("*"));
    tokens.caller(issued.token(), HERE);
    elsewhere.caller(issued.token(), HERE);
    tokens.revoke(new Caller.Operator("main"), issued.token());

    Refused.with(UNKNOWN, () -> tokens.caller(issued.token(), HERE));
    tick(Duration.ofSeconds(1));
    Refused.with(UNKNOWN, () -> elsewhere.caller(issued.token(), HERE));
  }

  @Test
  void allTokensOfAPersonEndTogetherAndWithAnotherPassword() {
    Tokens own = new Tokens(database, clock, accounts, apps, ticker::get);
    String one = own.issue(ada, "", LIFE, Set.of("*")).token();
    own.caller(one, HERE);
    own.revokeAll(ada);
    Refused.with(UNKNOWN, () -> own.caller(one, HERE));

    String two = own.issue(ada, "", LIFE, Set.of("*")).token();
    own.caller(two, HERE);
    database.jdbi().useTransaction(handle -> accounts.setPassword(handle, ada.id(), "new"));
    Refused.with(UNKNOWN, () -> own.caller(two, HERE));
  }

  @Test
  void changedRightsCountAtOnce() {
    Tokens own = new Tokens(database, clock, accounts, apps, ticker::get);
    String person = own.issue(ada, "", LIFE, Set.of("*")).token();
    String program = own.issue(app, "t-", LIFE, RENEW).token();
    assertThat(own.caller(person, HERE).may(Permissions.MAIL_MESSAGES)).isFalse();
    assertThat(own.caller(program, HERE).hasScope("more")).isFalse();

    accounts.grant("user", Permissions.MAIL_MESSAGES);
    database.jdbi().useTransaction(handle -> apps.setScopes(handle, app.id(), Set.of("more")));
    assertThat(own.caller(person, HERE).may(Permissions.MAIL_MESSAGES)).isTrue();
    assertThat(own.caller(program, HERE).hasScope("more")).isTrue();

    database.jdbi().useTransaction(handle -> accounts.setActive(handle, ada.id(), false));
    Refused.with(UNKNOWN, () -> own.caller(person, HERE));
  }

  @Test
  void aRememberedTokenNeedsNoDatabase() {
    String token = tokens.issue(ada, "", LIFE, Set.of("*")).token();
    tokens.caller(token, HERE);
    database.jdbi().useHandle(handle -> handle.execute("DELETE FROM token"));

    assertThat(tokens.caller(token, "192.0.2.2").address()).isEqualTo("192.0.2.2");
  }

  @Test
  void knownTokensAreAcceptedAsTheyAreAndAgain() {
    String known = "u-7f1bcd13fc57d46bac21793a18e560";
    Instant end = clock.instant().plus(LIFE);
    tokens.accept(ada, known, end, Set.of("vc:export"));
    assertThat(tokens.caller(known, HERE).hasScope("other")).isFalse();
    tokens.accept(ada, known, end.plus(LIFE), Set.of("*"));
    assertThat(tokens.caller(known, HERE).hasScope("other")).isTrue();
    tokens.accept(app, "t-known", end);
    assertThat(tokens.caller("t-known", HERE).key()).isEqualTo("app:cli_1");
    assertThat(tokens.issue(app, "t-", LIFE, RENEW).token()).isNotEqualTo("t-known");
  }
}
