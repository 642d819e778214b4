package io.roomledger;

import io.roomledger.audit.Audit;
import io.roomledger.audit.AuditLog;
import io.roomledger.console.Console;
import io.roomledger.console.ConsoleSettings;
import io.roomledger.db.Database;
import io.roomledger.dialect.rocketchat.PeopleDoors;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.identity.BrowserSessions;
import io.roomledger.identity.Choices;
import io.roomledger.identity.Consents;
import io.roomledger.identity.Departments;
import io.roomledger.identity.FirstStart;
import io.roomledger.identity.IssuedTokens;
import io.roomledger.identity.OpenIds;
import io.roomledger.identity.Organisations;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Registrations;
import io.roomledger.identity.SignedTexts;
import io.roomledger.identity.Tokens;
import io.roomledger.openid.OpenIdProvider;
import io.roomledger.openid.OpenIdSettings;
import io.roomledger.people.LogIns;
import io.roomledger.people.People;
import io.roomledger.people.PersonalTokens;
import io.roomledger.people.Rights;
import io.roomledger.people.RoleBook;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/** The part of the machine by which people come in with a browser, as {@link Wiring} is whole. */
record ConsoleWiring(Database database, Clock clock, Audit audit, Config config) {

  /** Who comes in. */
  Console.Entry entry(Accounts accounts, Organisations organisations, RateLimits limits) {
    ConsoleSettings settings = config.console();
    return new Console.Entry(
        accounts,
        new BrowserSessions(
            database, clock, audit::append, settings.sessionLife(), settings.sessionIdle()),
        new Choices(database),
        new FirstStart(database, accounts, audit::append),
        organisations,
        limits,
        elsewhere(accounts, settings.openid()));
  }

  private Optional<Console.Elsewhere> elsewhere(Accounts accounts, OpenIdSettings settings) {
    URI back = URI.create(config.server().address()).resolve(Console.OPEN_ID_BACK);
    return settings.present()
        ? Optional.of(
            new Console.Elsewhere(
                new OpenIdProvider(settings, back, clock), new OpenIds(database, accounts, clock)))
        : Optional.empty();
  }

  /** Who there is and what they may. */
  static PeopleDoors people(People.House house, Tokens tokens) {
    return new PeopleDoors(
        new People(house),
        new Rights(house.database(), house.accounts(), house.audit()),
        new PersonalTokens(house.database(), tokens, house.audit()),
        house.preferences());
  }

  /** What administrators keep. */
  Console.Keeping keeping(
      Console.Upkeep upkeep, PeopleDoors doors, People.House house, Apps apps, Tokens tokens) {
    return new Console.Keeping(
        upkeep,
        doors.people(),
        new Registrations(database, apps, audit::append),
        doors.tokens(),
        new Console.Safety(
            new SignedTexts(database),
            new LogIns(house),
            new RoleBook(database, house.accounts(), audit),
            new IssuedTokens(database, tokens, audit::append, clock),
            new Consents(database, tokens, audit::append, clock),
            new AuditLog(database, audit),
            clock),
        new Departments(database, audit::append),
        config.server().address());
  }
}
