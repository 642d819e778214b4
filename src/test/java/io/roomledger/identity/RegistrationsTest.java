package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrationsTest {
  private static final AppChange NOTHING =
      new AppChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private final Database database = TestDatabase.fresh();
  private final SettableClock clock = SettableClock.at("2026-05-01T10:00:00Z");
  private final Accounts accounts = new Accounts(database, clock);
  private final Apps apps = new Apps(database, clock);
  private final Tokens tokens = new Tokens(database, clock, accounts, apps);
  private final Registrations registrations =
      new Registrations(database, apps, new Audit(clock)::append);
  private final Caller operator = new Caller.Operator(Accounts.MAIN);
  private final App app = new App("cli_1", Accounts.MAIN, "One", Set.of("vc:export"), true);

  @AfterEach
  void close() {
    database.close();
  }

  private List<String> audited() {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    "SELECT action || ' ' || subject || ' ' || details FROM audit ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  @Test
  void everyChangeIsWrittenDownWithoutItsSecret() {
    registrations.add(operator, app, "first");
    registrations.change(operator, "cli_1", NOTHING);
    registrations.change(
        operator,
        "cli_1",
        new AppChange(
            Optional.of(Set.of("vc:room")),
            Optional.of(Set.of("https://a.example/cb")),
            Optional.of("second"),
            Optional.of(false)));

    assertThat(audited())
        .containsExactly(
            "app.added app:cli_1 {\"name\": \"One\", \"scopes\": \"vc:export\"}",
            "app.changed app:cli_1 {\"active\": \"false\", \"scopes\": \"vc:room\", \"secret\":"
                + " \"another one; all tokens ended\", \"redirectUris\":"
                + " \"https://a.example/cb\"}");
  }

  @Test
  void anotherSecretEndsTheTokensOfTheOldOne() {
    registrations.add(operator, app, "first");
    String token = tokens.issue(app, "t-", Duration.ofHours(2), Duration.ofMinutes(30)).token();
    registrations.change(
        operator,
        "cli_1",
        new AppChange(Optional.empty(), Optional.empty(), Optional.of("next"), Optional.empty()));

    Refused.with(
        new Refusal.Unauthenticated(Refusal.Credential.UNKNOWN), () -> tokens.caller(token, ""));
    assertThat(apps.logIn("cli_1", "next", "").name()).isEqualTo("One");
  }

  @Test
  void onlyWhoAdministersAppsMayAndOnlyTheirOwn() {
    registrations.add(operator, app, "secret");
    Account ann = new Account("a", Accounts.MAIN, "ann", "Ann", Optional.empty(), "", true);
    Caller person = new Caller.Person(ann, Set.of("user"), Set.of(), Set.of("*"), "192.0.2.1");
    Refused.as(Refusal.Forbidden.class, () -> registrations.list(person));
    Refused.as(Refusal.Forbidden.class, () -> registrations.change(person, "cli_1", NOTHING));
    Refused.as(Refusal.Forbidden.class, () -> registrations.add(person, app, "x"));

    Caller stranger = new Caller.Operator("elsewhere");
    assertThat(registrations.list(stranger)).isEmpty();
    Refused.as(Refusal.NotFound.class, () -> registrations.change(stranger, "cli_1", NOTHING));
    Refused.as(Refusal.Forbidden.class, () -> registrations.add(stranger, app, "x"));
    assertThat(registrations.list(operator)).containsExactly(app);
  }
}
