package io.roomledger;

import io.roomledger.audit.Audit;
import io.roomledger.console.Console;
import io.roomledger.console.ConsoleSettings;
import io.roomledger.db.Database;
import io.roomledger.dialect.rocketchat.RoomDoors;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.BrowserSessions;
import io.roomledger.identity.Choices;
import io.roomledger.identity.FirstStart;
import io.roomledger.identity.Organisations;
import io.roomledger.identity.RateLimits;
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
  static Console.Chat chat(RoomDoors doors) {
    return new Console.Chat(doors.overviews(), doors.rooms(), doors.messages(), doors.files());
  }
}
