package io.roomledger;

import io.roomledger.audit.Audit;
import io.roomledger.chat.MessageSearch;
import io.roomledger.console.Console;
import io.roomledger.console.ConsoleSettings;
import io.roomledger.db.Database;
import io.roomledger.dialect.rocketchat.PeopleDoors;
import io.roomledger.dialect.rocketchat.RoomDoors;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.identity.BrowserSessions;
import io.roomledger.identity.Choices;
import io.roomledger.identity.FirstStart;
import io.roomledger.identity.Organisations;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Registrations;
import java.time.Clock;

/** The part of the machine by which people come in with a browser, as {@link Wiring} is whole. */
record ConsoleWiring(Database database, Clock clock, Audit audit, ConsoleSettings settings) {

  /** Who comes in. */
  Console.Entry entry(Accounts accounts, Organisations organisations, RateLimits limits) {
    return new Console.Entry(
        accounts,
        new BrowserSessions(
            database, clock, audit::append, settings.sessionLife(), settings.sessionIdle()),
        new Choices(database),
        new FirstStart(database, accounts, audit::append),
        organisations,
        limits);
  }

  /** What was said. */
  static Console.Chat chat(RoomDoors doors, MessageSearch search) {
    return new Console.Chat(
        doors.overviews().atAGlance(),
        doors.rooms(),
        doors.memberships(),
        doors.messages(),
        doors.files(),
        search);
  }

  /** What administrators keep. */
  Console.Keeping keeping(PeopleDoors doors, Apps apps) {
    return new Console.Keeping(
        doors.people(), new Registrations(database, apps, audit::append), doors.tokens());
  }
}
