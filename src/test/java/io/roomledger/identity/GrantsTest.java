package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.audit.Audit;
import io.roomledger.base.RefusedException;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.identity.GrantOutcome.Denied;
import io.roomledger.identity.GrantOutcome.Given;
import io.roomledger.identity.GrantOutcome.Why;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrantsTest {
  private static final String PLACE = "https://example.org/back";
  private static final Grants.Proof NOTHING =
      new Grants.Proof(Optional.empty(), Optional.empty(), Optional.empty());
  private static final Grants.Making MAKING =
      new Grants.Making("u-", "ur-", Duration.ofHours(2), Duration.ofDays(7), false);

  private final Database database = TestDatabase.fresh();
  private final SettableClock clock = SettableClock.at("2026-05-01T10:00:00Z");
  private final Accounts accounts = new Accounts(database, clock);
  private final Apps apps = new Apps(database, clock);
  private final Tokens tokens = new Tokens(database, clock, accounts, apps);
  private final Grants grants =
      new Grants(database, accounts, tokens, new Audit(clock)::append, clock);
  private final App app = app("cli_one", "vc:export", "vc:room", Grants.OFFLINE);
  private final App other = app("cli_two", "vc:export");
  private final Account ann =
      new Account("ann00000000000000", Accounts.MAIN, "ann", "Ann", Optional.empty(), "", true);

  @BeforeEach
  void fill() {
    apps.add(app, "secret");
    apps.add(other, "secret");
    accounts.add(ann, Optional.of("pass"), Set.of("user"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static App app(String id, String... scopes) {
    return new App(id, Accounts.MAIN, id, Set.of(scopes), true, Set.of(PLACE));
  }

  private String code(String... scopes) {
    return code(Optional.empty(), scopes);
  }

  private String code(Optional<Challenge> challenge, String... scopes) {
    return grants.allow(
        accounts.caller(ann, Set.of("*"), "192.0.2.1"),
        new Grants.Ask(app, PLACE, Set.of(scopes), challenge));
  }

  private Given given(GrantOutcome outcome) {
    assertThat(outcome).isInstanceOf(Given.class);
    return (Given) outcome;
  }

  private static void denied(GrantOutcome outcome, Why why) {
    assertThat(outcome).isEqualTo(new Denied(why));
  }

  private static Grants.Proof verified(String verifier) {
    return new Grants.Proof(Optional.empty(), Optional.of(verifier), Optional.empty());
  }

  private static Grants.Proof scoped(String... scopes) {
    return new Grants.Proof(Optional.empty(), Optional.empty(), Optional.of(List.of(scopes)));
  }

  private boolean lives(Given pair) {
    try {
      tokens.caller(pair.access().token(), "");
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  private List<String> audited() {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT actor || ' ' || action || ' ' || subject FROM audit ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  @Test
  void aCodeGivesATokenThatActsForThePersonThroughTheApp() {
    Given pair = given(grants.exchange(app, code("vc:export"), NOTHING, MAKING));

    assertThat(pair.access().token()).startsWith("u-");
    assertThat(pair.access().expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(2)));
    assertThat(pair.refresh()).isEmpty();
    assertThat(pair.scopes()).containsExactly("vc:export");
    Caller caller = tokens.caller(pair.access().token(), "192.0.2.9");
    assertThat(caller.key()).isEqualTo("account:" + ann.id());
    assertThat(caller.hasScope("vc:export")).isTrue();
    assertThat(caller.hasScope("vc:room")).isFalse();
    assertThat(((Caller.Person) caller).app().orElseThrow().id()).isEqualTo("cli_one");
    assertThat(audited())
        .containsExactly(
            "account:ann00000000000000 grant.given app:cli_one",
            "app:cli_one token.issued account:ann00000000000000");
  }

  @Test
  void whatTheAppMayNotThePersonsTokenMayNotEither() {
    Given pair = given(grants.exchange(app, code("vc:export"), NOTHING, MAKING));
    assertThat(tokens.caller(pair.access().token(), "").hasScope("vc:export")).isTrue();
    database.jdbi().useTransaction(h -> apps.setScopes(h, "cli_one", Set.of("vc:room")));

    assertThat(tokens.caller(pair.access().token(), "").hasScope("vc:export")).isFalse();
  }

  @Test
  void whatWasAllowedEarlierStaysAllowed() {
    code("vc:room");

    Given pair = given(grants.exchange(app, code("vc:export"), NOTHING, MAKING));
    assertThat(pair.scopes()).containsExactlyInAnyOrder("vc:room", "vc:export");
  }

  @Test
  void anAppGetsNoMoreThanItHasItself() {
    Given pair = given(grants.exchange(app, code("vc:export", "im:chat"), NOTHING, MAKING));

    assertThat(pair.scopes()).containsExactly("vc:export");
  }

  @Test
  void aCodeWorksOnceAndItsSecondUseEndsWhatCameOfIt() {
    String code = code("vc:export", Grants.OFFLINE);
    Given pair = given(grants.exchange(app, code, NOTHING, MAKING));
    assertThat(lives(pair)).isTrue();

    denied(grants.exchange(app, code, NOTHING, MAKING), Why.USED);
    assertThat(lives(pair)).isFalse();
    denied(refresh(pair), Why.REVOKED);
    denied(grants.exchange(app, code, NOTHING, MAKING), Why.USED);
    assertThat(audited()).filteredOn(row -> row.contains("grant.revoked")).hasSize(1);
  }

  private GrantOutcome refresh(Given pair) {
    return grants.refresh(app, pair.refresh().orElseThrow().token(), Optional.empty(), MAKING);
  }

  @Test
  void aRefreshTokenWorksOnceAndItsSecondUseEndsTheFamily() {
    Given first = given(grants.exchange(app, code("vc:export", Grants.OFFLINE), NOTHING, MAKING));
    Given elsewhere =
        given(grants.exchange(app, code("vc:export", Grants.OFFLINE), NOTHING, MAKING));
    Given second = given(refresh(first));
    assertThat(lives(first)).as("the old access token lives on").isTrue();
    Given third = given(refresh(second));

    denied(refresh(second), Why.USED);
    assertThat(List.of(first, second, third)).noneMatch(this::lives);
    denied(refresh(third), Why.REVOKED);
    assertThat(lives(elsewhere)).as("another family").isTrue();
    given(refresh(elsewhere));
  }

  @Test
  void ofManyWhoUseACodeAtOnceOneGetsTokens() throws Exception {
    String code = code("vc:export");
    List<Callable<GrantOutcome>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(() -> grants.exchange(app, code, NOTHING, MAKING));
    }
    int given = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      for (Future<GrantOutcome> outcome : pool.invokeAll(calls)) {
        given += outcome.get() instanceof Given ? 1 : 0;
      }
    }
    assertThat(given).isEqualTo(1);
  }

  @Test
  void codesAndTokensEnd() {
    String code = code("vc:export");
    clock.tick(Duration.ofMinutes(5));
    denied(grants.exchange(app, code, NOTHING, MAKING), Why.EXPIRED);

    Given pair = given(grants.exchange(app, code("vc:export", Grants.OFFLINE), NOTHING, MAKING));
    clock.tick(Duration.ofDays(7));
    denied(refresh(pair), Why.EXPIRED);
  }

  @Test
  void afterAYearThePersonIsAskedAgain() {
    Given pair = given(grants.exchange(app, code("vc:export", Grants.OFFLINE), NOTHING, MAKING));
    for (int days = 0; days < 360; days += 6) {
      clock.tick(Duration.ofDays(6));
      pair = given(refresh(pair));
    }
    assertThat(pair.refresh().orElseThrow().expiresAt())
        .isEqualTo(clock.instant().plus(Duration.ofDays(5)));
    clock.tick(Duration.ofDays(5));
    denied(refresh(pair), Why.EXPIRED);
  }

  @Test
  void onlyTheAppThatAskedCanBringACode() {
    String code = code("vc:export");

    denied(grants.exchange(other, code, NOTHING, MAKING), Why.OTHER_APP);
    given(grants.exchange(app, code, NOTHING, MAKING));
  }

  @Test
  void theAddressMustBeTheOneThatTheCodeWasSentTo() {
    String code = code("vc:export");
    Grants.Proof elsewhere =
        new Grants.Proof(Optional.of("https://evil.example"), Optional.empty(), Optional.empty());

    denied(grants.exchange(app, code, elsewhere, MAKING), Why.REDIRECT);
    Grants.Proof same = new Grants.Proof(Optional.of(PLACE), Optional.empty(), Optional.empty());
    given(grants.exchange(app, code, same, MAKING));
  }

  @Test
  void aChallengeMustBeAnswered() {
    String verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    Challenge hashed =
        new Challenge("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", Challenge.Method.S256);
    String code = code(Optional.of(hashed), "vc:export");
    denied(grants.exchange(app, code, NOTHING, MAKING), Why.VERIFIER);
    denied(grants.exchange(app, code, verified(verifier + "x"), MAKING), Why.VERIFIER);
    given(grants.exchange(app, code, verified(verifier), MAKING));

    Challenge plain = new Challenge(verifier, Challenge.Method.PLAIN);
    given(grants.exchange(app, code(Optional.of(plain), "vc:room"), verified(verifier), MAKING));
    denied(grants.exchange(app, code("vc:room"), verified(verifier), MAKING), Why.VERIFIER);
  }

  @Test
  void anAppMayBeContentWithLess() {
    String code = code("vc:export", "vc:room", Grants.OFFLINE);

    denied(grants.exchange(app, code, scoped("im:chat"), MAKING), Why.SCOPES);
    Given pair = given(grants.exchange(app, code, scoped("vc:room", Grants.OFFLINE), MAKING));
    assertThat(pair.scopes()).containsExactlyInAnyOrder("vc:room", Grants.OFFLINE);
    assertThat(given(refresh(pair)).scopes()).contains("vc:export");
  }

  @Test
  void whoMayNotLogInGivesNoTokens() {
    String code = code("vc:export");
    database.jdbi().useTransaction(h -> accounts.setActive(h, ann.id(), false));

    denied(grants.exchange(app, code, NOTHING, MAKING), Why.PERSON);
  }

  @Test
  void anotherPasswordEndsWhatAppsWereAllowed() {
    Given pair = given(grants.exchange(app, code("vc:export", Grants.OFFLINE), NOTHING, MAKING));
    database.jdbi().useTransaction(h -> accounts.setPassword(h, ann.id(), "another"));

    assertThat(lives(pair)).isFalse();
    denied(refresh(pair), Why.REVOKED);
  }

  @Test
  void peopleSeeAndEndWhatTheyAllowed() {
    Consents consents = new Consents(database, tokens, new Audit(clock)::append, clock);
    Caller.Person me = accounts.caller(ann, Set.of("*"), "192.0.2.1");
    assertThat(consents.list(me)).isEmpty();
    Given given = given(grants.exchange(app, code("vc:export", Grants.OFFLINE), NOTHING, MAKING));
    clock.tick(Duration.ofMinutes(1));
    code("vc:room");

    assertThat(consents.list(me))
        .singleElement()
        .satisfies(consent -> {
          assertThat(consent.app()).isEqualTo("cli_one");
          assertThat(consent.scopes()).containsExactly(Grants.OFFLINE, "vc:export", "vc:room");
          assertThat(consent.since()).isEqualTo(clock.instant().minusSeconds(60));
          assertThat(consent.until()).isEqualTo(clock.instant().plus(Duration.ofDays(365)));
        });
    assertThatThrownBy(() -> consents.end(me, "cli_two")).isInstanceOf(RefusedException.class);
    Caller.Person little = accounts.caller(ann, Set.of("vc:export"), "192.0.2.1");
    assertThatThrownBy(() -> consents.end(little, "cli_one")).isInstanceOf(RefusedException.class);

    consents.end(me, "cli_one");
    assertThat(consents.list(me)).isEmpty();
    assertThatThrownBy(() -> tokens.caller(given.access().token(), ""))
        .isInstanceOf(RefusedException.class);
    assertThat(grants.refresh(app, given.refresh().orElseThrow().token(), Optional.empty(), MAKING))
        .isEqualTo(new Denied(Why.REVOKED));
  }

  @Test
  void anEndedTokenTakesTheConsentBehindItAlong() {
    Given pair = given(grants.exchange(app, code("vc:export", Grants.OFFLINE), NOTHING, MAKING));
    Given fresh = given(refresh(pair));
    Account root =
        new Account("root0000000000000", Accounts.MAIN, "root", "R", Optional.empty(), "", true);
    accounts.add(root, Optional.empty(), Set.of("admin"));
    Caller manager = accounts.caller(root, Set.of("*"), "192.0.2.1");
    IssuedTokens issued = new IssuedTokens(database, tokens, Journal.NOWHERE, clock);
    List<IssuedTokens.Issued> there =
        issued.list(manager, Optional.of(ann.id()), Optional.empty(), 10).items();

    issued.end(manager, there.getFirst().id());

    assertThat(lives(pair)).isFalse();
    assertThat(lives(fresh)).isFalse();
    denied(refresh(fresh), Why.REVOKED);
  }

  @Test
  void whatIsNoCodeIsUnknown() {
    denied(grants.exchange(app, "junk", NOTHING, MAKING), Why.UNKNOWN);
    denied(grants.exchange(app, "j".repeat(10_000), NOTHING, MAKING), Why.UNKNOWN);
    denied(grants.refresh(app, code("vc:room"), Optional.empty(), MAKING), Why.UNKNOWN);
  }

  @Test
  void anAppOfOldMayHaveRefreshTokensWithoutAsking() {
    Grants.Making old =
        new Grants.Making("u-", "ur-", Duration.ofHours(2), Duration.ofDays(30), true);

    assertThat(given(grants.exchange(app, code("vc:export"), NOTHING, old)).refresh()).isPresent();
  }

  @Test
  void aRedirectUriIsAPlaceAndNoScript() {
    for (String uri :
        List.of(
            "callback",
            "/callback",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://user@example.org/",
            "https://",
            "http:///x",
            "a b",
            "https://example.org/" + "x".repeat(2_000))) {
      assertThatThrownBy(() ->
              database.jdbi().useTransaction(h -> apps.setRedirectUris(h, "cli_one", Set.of(uri))))
          .as(uri)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("redirect-uri");
    }
    Set<String> good = Set.of("http://127.0.0.1:8080/cb", "myapp://done", "https://a.example/#/in");
    database.jdbi().useTransaction(h -> apps.setRedirectUris(h, "cli_one", good));
    assertThat(apps.find("cli_one").orElseThrow().redirectUris()).isEqualTo(good);
  }
}
