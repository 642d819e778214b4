package io.roomledger.intake.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.chat.ChatIntake;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.IncomingMessage;
import io.roomledger.chat.Membership;
import io.roomledger.chat.RoomKind;
import io.roomledger.db.Database;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Archive;
import io.roomledger.intake.Fields;
import io.roomledger.intake.Intake;
import io.roomledger.intake.JsonLines;
import io.roomledger.intake.Problem;
import io.roomledger.intake.Spool;
import io.roomledger.intake.chat.ChatImport;
import io.roomledger.intake.chat.People;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The import of the collections as JSON lines. */
final class DumpRun {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{17,24}");

  private final Caller.Operator operator;
  private final Database database;
  private final Accounts accounts;
  private final ChatIntake chat;
  private final Map<String, String> idByName = new HashMap<>();
  private final Map<String, JsonNode> rooms = new LinkedHashMap<>();
  private final Map<String, Map<String, Membership>> members = new HashMap<>();

  DumpRun(Caller.Operator operator, Database database, Accounts accounts, ChatIntake chat) {
    this.operator = operator;
    this.database = database;
    this.accounts = accounts;
    this.chat = chat;
  }

  ChatImport.Result run(Archive archive, Intake intake) throws IOException {
    long total =
        List.of("user", "room", "subscription", "message").stream()
            .flatMap(name -> Collections.find(archive, name).stream())
            .mapToLong(archive::size)
            .sum();
    ChatImport run = new ChatImport(operator, chat, intake, archive, total);
    People people = new People(operator.organisation(), "rocketchat account");
    each(archive, "user", run, (json, line) -> user(json, people));
    people.takeIn(database, accounts);
    each(archive, "room", run, (json, line) -> rooms.putIfAbsent(Fields.text(json, "_id"), json));
    each(archive, "subscription", run, (json, line) -> subscription(json, people));
    try (Spool spool = new Spool()) {
      String messages = Collections.find(archive, "message").orElseThrow();
      each(archive, "message", run, (json, line) -> message(json, line, messages, run, spool));
      String root = messages.substring(0, messages.lastIndexOf('/') + 1);
      for (Map.Entry<String, JsonNode> room : rooms.entrySet()) {
        room(
            room.getKey(), room.getValue(), new FileReader(archive, run, root), run, people, spool);
      }
    }
    return run.end(people.count());
  }

  private static void each(Archive archive, String name, ChatImport run, ChatImport.Taker taker)
      throws IOException {
    Optional<String> entry = Collections.find(archive, name);
    if (entry.isPresent()) {
      run.read(entry.get(), in -> JsonLines.read(in, run.reader(entry.get(), taker)));
    }
  }

  private void user(JsonNode json, People people) {
    String id = Fields.text(json, "_id");
    String username = Fields.text(json, "username");
    String email = "";
    for (JsonNode address : json.path("emails")) {
      email = email.isEmpty() ? Fields.text(address, "address") : email;
    }
    People.Person person =
        new People.Person(
            id,
            username,
            Fields.text(json, "name"),
            email,
            !json.has("active") || json.path("active").asBoolean());
    if (ID.matcher(id).matches()) {
      people.add(person, id);
    } else if (!id.isEmpty()) {
      people.add(person);
    }
    if (!username.isEmpty()) {
      idByName.putIfAbsent(username, id);
    }
  }

  private void subscription(JsonNode json, People people) {
    Instant since = MessageReader.time(json.path("ts")).orElse(Instant.EPOCH);
    List<String> roles = new ArrayList<>(Fields.texts(json.path("roles")));
    roles.retainAll(List.of(Membership.OWNER, Membership.MODERATOR, Membership.LEADER));
    people
        .id(Fields.text(json.path("u"), "_id"))
        .ifPresent(id -> member(Fields.text(json, "rid"), new Membership(id, roles, since)));
  }

  private void member(String rid, Membership member) {
    members
        .computeIfAbsent(rid, r -> new LinkedHashMap<>())
        .putIfAbsent(member.accountId(), member);
  }

  /** Hidden messages are old versions and deleted ones. */
  private void message(JsonNode json, long line, String file, ChatImport run, Spool spool)
      throws IOException {
    String rid = Fields.text(json, "rid");
    if (json.path("_hidden").asBoolean()) {
      return;
    }
    if (!rooms.containsKey(rid)) {
      run.skip(file, line, Problem.of("its room \"%s\" is not in the dump; it was skipped", rid));
      return;
    }
    spool.add(rid, json, file, line);
  }

  private void room(
      String rid, JsonNode json, FileReader files, ChatImport run, People people, Spool spool)
      throws IOException {
    ChatRoom room = room(rid, json, people);
    for (String uid : Fields.texts(json.path("uids"))) {
      people.id(uid).ifPresent(id -> member(rid, new Membership(id, List.of(), room.createdAt())));
    }
    MessageReader reader = new MessageReader(room.id(), name -> named(name, people), files);
    run.room(
        room,
        members.getOrDefault(rid, Map.of()).values(),
        listener ->
            spool.read(
                rid,
                (message, file, line) -> {
                  Optional<IncomingMessage> read = reader.read(message);
                  if (read.isPresent()) {
                    listener.hear(read.get());
                  } else {
                    run.skip(
                        file,
                        line,
                        Problem.of("a message without a usable \"%s\" was skipped", "ts"));
                  }
                }));
  }

  private Optional<Account> named(String username, People people) {
    return people.find(idByName.getOrDefault(username, ""));
  }

  private ChatRoom room(String rid, JsonNode json, People people) {
    String organisation = operator.organisation();
    RoomKind kind =
        switch (Fields.text(json, "t")) {
          case "c" -> RoomKind.CHANNEL;
          case "d" -> RoomKind.DIRECT;
          default -> RoomKind.PRIVATE;
        };
    String name =
        kind == RoomKind.DIRECT ? "" : People.clean(Fields.first(json, "name", "fname"), 200);
    String names = String.join(", ", Fields.texts(json.path("usernames")));
    return new ChatRoom(
        ID.matcher(rid).matches() ? rid : Ids.derived(17, "rocketchat room", organisation, rid),
        organisation,
        kind,
        name.isEmpty() && kind != RoomKind.DIRECT ? rid : name,
        People.clean(kind == RoomKind.DIRECT ? names : Fields.text(json, "fname"), 200),
        People.clean(Fields.text(json, "topic"), 200),
        People.clean(Fields.text(json, "description"), 200),
        MessageReader.time(json.path("ts")).orElse(Instant.EPOCH),
        people.id(Fields.text(json.path("u"), "_id")),
        json.path("ro").asBoolean(),
        json.path("archived").asBoolean());
  }
}
