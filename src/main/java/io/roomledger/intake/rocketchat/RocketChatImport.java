package io.roomledger.intake.rocketchat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatIntake;
import io.roomledger.db.Database;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Archive;
import io.roomledger.intake.ArchiveLimits;
import io.roomledger.intake.Intake;
import io.roomledger.intake.chat.ChatImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes in what Rocket.Chat gives: the zip of a room export in the format json, as the vendor's
 * servers and this one make it, or a folder or zip of the collections as JSON lines (users, rooms,
 * messages and, where there are some, subscriptions and uploads). What was taken in before is not
 * added twice; ids of messages are kept.
 *
 * @see <a href="https://docs.rocket.chat/docs/message-export">Export messages</a>
 */
public final class RocketChatImport {
  private final Database database;
  private final Accounts accounts;
  private final ChatIntake chat;
  private final ArchiveLimits limits;

  public RocketChatImport(
      Database database, Accounts accounts, ChatIntake chat, ArchiveLimits limits) {
    this.database = database;
    this.accounts = accounts;
    this.chat = chat;
    this.limits = limits;
  }

  /**
   * Takes in {@code export}.
   *
   * @throws RefusedException invalid, before anything is written: a hostile archive, or none of
   *     these
   * @throws IOException if it cannot be read
   */
  public ChatImport.Result run(Caller.Operator operator, Path export, Intake intake)
      throws IOException {
    try (Archive archive = Archive.open(export, limits)) {
      if (Collections.areIn(archive)) {
        return new DumpRun(operator, database, accounts, chat).run(archive, intake);
      }
      List<String> rooms = RoomExportRun.rooms(archive);
      if (rooms.isEmpty()) {
        throw new RefusedException(
            new Refusal.Invalid(
                archive.file(),
                "no messages as JSON lines",
                "the zip of a room export in the format json, or a dump with users, rooms and"
                    + " messages as JSON lines"));
      }
      return new RoomExportRun(operator, database, accounts, chat).run(archive, rooms, intake);
    }
  }
}
