package io.roomledger.intake.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatIntake;
import io.roomledger.db.Database;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Archive;
import io.roomledger.intake.ArchiveLimits;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Peek;
import io.roomledger.intake.chat.ChatImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /**
   * What is in an export, in rooms, people and messages, as far as it can be told without taking it
   * in; nothing if it is none of Rocket.Chat's.
   *
   * @throws RefusedException as {@link #run}, if the archive is hostile
   */
  public Optional<Map<String, Long>> inside(Path export) throws IOException {
    try (Archive archive = Archive.open(export, limits)) {
      Map<String, Long> inside = new LinkedHashMap<>();
      if (Collections.areIn(archive)) {
        count(archive, Collections.find(archive, "room"), "rooms", inside);
        count(archive, Collections.find(archive, "user"), "people", inside);
        count(archive, Collections.find(archive, "message"), "messages", inside);
        return Optional.of(inside);
      }
      List<String> rooms = new ArrayList<>();
      for (String name : RoomExportRun.rooms(archive)) {
        if (Peek.firstLine(archive, name).filter(RocketChatImport::isMessage).isPresent()) {
          rooms.add(name);
          count(archive, Optional.of(name), "messages", inside);
        }
      }
      inside.put("rooms", (long) rooms.size());
      return rooms.isEmpty() ? Optional.empty() : Optional.of(inside);
    }
  }

  private static boolean isMessage(JsonNode line) {
    return line.has("ts") && (line.has("msg") || line.has("username") || line.has("u"));
  }

  private static void count(
      Archive archive, Optional<String> name, String word, Map<String, Long> inside)
      throws IOException {
    if (name.isPresent()) {
      Peek.lines(archive, name.get(), (table, it) -> inside.merge(word, 1L, Long::sum));
    }
  }
}
