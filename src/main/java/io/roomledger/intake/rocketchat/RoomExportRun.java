package io.roomledger.intake.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatIntake;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.IncomingMessage;
import io.roomledger.chat.Membership;
import io.roomledger.chat.RoomKind;
import io.roomledger.db.Database;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Archive;
import io.roomledger.intake.Fields;
import io.roomledger.intake.Intake;
import io.roomledger.intake.JsonLines;
import io.roomledger.intake.JsonList;
import io.roomledger.intake.Problem;
import io.roomledger.intake.UnreadableException;
import io.roomledger.intake.chat.ChatImport;
import io.roomledger.intake.chat.People;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The import of a room export. All that it tells of people is their user names: whoever has that
 * name here is meant. Nor does it tell who was in the room, so it becomes private, and those who
 * wrote in it are in it.
 */
final class RoomExportRun {
  private static final String MANIFEST = "manifest.json";

  /** What our own exports say of files that are missing. */
  private static final String GAPS = "gaps.json";

  /** By this name what nobody did stands in our own exports. */
  private static final String NOBODY = "system";

  private final Caller.Operator operator;
  private final Database database;
  private final Accounts accounts;
  private final ChatIntake chat;

  RoomExportRun(Caller.Operator operator, Database database, Accounts accounts, ChatIntake chat) {
    this.operator = operator;
    this.database = database;
    this.accounts = accounts;
    this.chat = chat;
  }

  /** The entries that hold messages. */
  static List<String> rooms(Archive archive) {
    return archive.names("").stream()
        .filter(name -> name.endsWith(".json") || name.endsWith(".jsonl"))
        .filter(name -> name.indexOf('/') < 0 && !name.equals(MANIFEST))
        .filter(name -> !name.equals(GAPS) || !archive.has(MANIFEST))
        .toList();
  }

  ChatImport.Result run(Archive archive, List<String> rooms, Intake intake) throws IOException {
    long total = rooms.stream().mapToLong(archive::size).sum();
    ChatImport run = new ChatImport(operator, chat, intake, archive, 2 * total);
    People people = new People(operator.organisation(), "rocketchat account");
    Map<String, Seen> seen = new LinkedHashMap<>();
    for (String room : rooms) {
      seen.put(room, look(room, run, people));
    }
    if (seen.values().stream().allMatch(s -> s.first.isEmpty())) {
      throw new RefusedException(
          new Refusal.Invalid(
              archive.file(), "no message", "lines with \"msg\", \"username\" and \"ts\""));
    }
    people.takeInByName(database, accounts);
    Optional<String> ours = roomId(archive);
    boolean only = rooms.size() == 1;
    for (Map.Entry<String, Seen> room : seen.entrySet()) {
      Optional<String> id = only ? ours : Optional.empty();
      room(archive, room.getKey(), id, room.getValue(), run, people);
    }
    return run.end(people.count());
  }

  /** What a first reading found: who wrote, and when first. */
  private static final class Seen {
    private final Set<String> authors = new LinkedHashSet<>();
    private Optional<Instant> first = Optional.empty();
  }

  private static Seen look(String room, ChatImport run, People people) throws IOException {
    Seen seen = new Seen();
    run.read(
        room,
        in ->
            JsonLines.read(
                in,
                run.reader(
                    room,
                    (json, line) -> {
                      String username = MessageReader.username(json);
                      Optional<Instant> at = MessageReader.time(json.path("ts"));
                      if (at.isEmpty()) {
                        run.skip(
                            room,
                            line,
                            Problem.of("a message without a usable \"%s\" was skipped", "ts"));
                        return;
                      }
                      seen.first = seen.first.filter(f -> f.isBefore(at.get())).or(() -> at);
                      boolean nobody = username.equals(NOBODY) && json.has("type");
                      if (!nobody) {
                        meet(people, username, Fields.text(json, "name"));
                        seen.authors.add(username);
                      }
                      for (JsonNode reaction : json.path("reactions")) {
                        Fields.texts(reaction.path("usernames"))
                            .forEach(name -> meet(people, name, ""));
                      }
                      for (String by : List.of("editedBy", "pinnedBy")) {
                        meet(people, Fields.text(json.path(by), "username"), "");
                      }
                    })));
    return seen;
  }

  private static void meet(People people, String username, String name) {
    if (!username.isBlank()) {
      String key = username.toLowerCase(Locale.ROOT);
      people.add(new People.Person(key, username, name, "", true));
    }
  }

  private void room(
      Archive archive, String entry, Optional<String> id, Seen seen, ChatImport run, People people)
      throws IOException {
    String name = entry.substring(0, entry.lastIndexOf('.'));
    Instant since = seen.first.orElse(Instant.EPOCH);
    ChatRoom room =
        new ChatRoom(
            id.orElseGet(() -> Ids.derived(17, "rocketchat room", operator.organisation(), name)),
            operator.organisation(),
            RoomKind.PRIVATE,
            People.clean(name, 200),
            "",
            "",
            "",
            since,
            Optional.empty(),
            false,
            false);
    Map<String, Membership> members = new LinkedHashMap<>();
    for (String author : seen.authors) {
      people
          .id(author.toLowerCase(Locale.ROOT))
          .ifPresent(a -> members.putIfAbsent(a, new Membership(a, List.of(), since)));
    }
    MessageReader reader =
        new MessageReader(
            room.id(),
            username -> people.find(username.toLowerCase(Locale.ROOT)),
            new FileReader(archive, run, ""));
    run.room(room, members.values(), listener -> tell(entry, run, reader, listener));
  }

  /** What is wrong with lines was reported at the first reading. */
  private static void tell(
      String entry, ChatImport run, MessageReader reader, ChatIntake.Listener listener)
      throws IOException {
    run.read(
        entry,
        in ->
            JsonLines.read(
                in,
                ChatImport.quietReader((json, line) -> {
                  Optional<IncomingMessage> message = reader.read(json);
                  if (message.isPresent()) {
                    listener.hear(message.get());
                  }
                })));
  }

  /** The room's own id, where the export is one of ours. */
  private static Optional<String> roomId(Archive archive) throws IOException {
    if (!archive.has(MANIFEST)) {
      return Optional.empty();
    }
    try (InputStream in = archive.open(MANIFEST).orElseThrow()) {
      JsonNode room = JsonList.whole(in).path("selection").path("room");
      String id = room.isArray() ? Fields.texts(room).stream().findFirst().orElse("") : "";
      return Optional.of(id).filter(i -> i.matches("[A-Za-z0-9]{17,24}"));
    } catch (UnreadableException notOurs) {
      return Optional.empty();
    }
  }
}
