package io.roomledger.intake.mattermost;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatIntake;
import io.roomledger.db.Database;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Archive;
import io.roomledger.intake.ArchiveLimits;
import io.roomledger.intake.Fields;
import io.roomledger.intake.Intake;
import io.roomledger.intake.JsonLines;
import io.roomledger.intake.JsonList;
import io.roomledger.intake.Peek;
import io.roomledger.intake.Problem;
import io.roomledger.intake.Spool;
import io.roomledger.intake.chat.ChatImport;
import io.roomledger.intake.chat.People;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes in a bulk export of Mattermost: its people, channels, direct conversations, posts, replies,
 * reactions, and files when the zip holds them. What was taken in before is not added twice.
 *
 * @see <a
 *     href="https://docs.mattermost.com/administration-guide/onboard/bulk-loading-data.html">The
 *     format of bulk data</a>
 */
public final class MattermostImport {
  private final Database database;
  private final Accounts accounts;
  private final ChatIntake chat;
  private final ArchiveLimits limits;

  public MattermostImport(
      Database database, Accounts accounts, ChatIntake chat, ArchiveLimits limits) {
    this.database = database;
    this.accounts = accounts;
    this.chat = chat;
    this.limits = limits;
  }

  /**
   * Takes in {@code export}: the zip, or the lines alone.
   *
   * @throws RefusedException invalid, before anything is written: a hostile archive, or none that
   *     begins with Mattermost's version line
   * @throws IOException if it cannot be read
   */
  public ChatImport.Result run(Caller.Operator operator, Path export, Intake intake)
      throws IOException {
    try (Archive archive = Archive.open(export, limits);
        Spool posts = new Spool()) {
      String lines = lines(archive);
      ChatImport run = new ChatImport(operator, chat, intake, archive, archive.size(lines));
      People people = new People(operator.organisation(), "mattermost account");
      MattermostRooms rooms = new MattermostRooms(operator.organisation());
      run.read(
          lines,
          in ->
              JsonLines.read(
                  in,
                  run.reader(
                      lines, (json, line) -> sort(json, line, lines, run, people, rooms, posts))));
      people.takeIn(database, accounts);
      MattermostPosts reader = new MattermostPosts(operator.organisation(), people, archive, run);
      for (MattermostRooms.Room room : rooms.all()) {
        run.room(
            rooms.room(room, people),
            rooms.members(room, people),
            listener ->
                posts.read(
                    room.key(),
                    (json, file, line) -> {
                      if (!reader.read(room.key(), json, listener)) {
                        run.skip(
                            file,
                            line,
                            Problem.of(
                                "a message without a usable \"%s\" was skipped", "create_at"));
                      }
                    }));
      }
      return run.end(people.count());
    }
  }

  private static void sort(
      JsonNode json,
      long line,
      String file,
      ChatImport run,
      People people,
      MattermostRooms rooms,
      Spool posts)
      throws IOException {
    String type = Fields.text(json, "type");
    JsonNode it = json.path(type);
    switch (type) {
      case "user" -> {
        String name = (Fields.text(it, "first_name") + " " + Fields.text(it, "last_name")).strip();
        people.add(person(it, name.isEmpty() ? Fields.text(it, "nickname") : name));
        rooms.addMemberships(it);
      }
      case "bot" -> people.add(person(it, Fields.text(it, "display_name")));
      case "channel" -> rooms.addChannel(it);
      case "direct_channel" -> rooms.addDirect(it.path("members"), it.path("participants"), it);
      case "post" -> post(rooms.addChannelOf(it), it, line, file, run, posts);
      case "direct_post" ->
          post(rooms.addDirect(it.path("channel_members"), it, it), it, line, file, run, posts);
      case "version", "info", "scheme", "role", "team", "emoji", "direct_channel_thread" -> {}
      default ->
          run.skip(file, line, Problem.of("\"type\": \"%s\" is not known and was skipped", type));
    }
  }

  private static People.Person person(JsonNode it, String name) {
    String username = Fields.text(it, "username");
    boolean active = it.path("delete_at").asLong() == 0;
    return new People.Person(username, username, name, Fields.text(it, "email"), active);
  }

  private static void post(
      String room, JsonNode it, long line, String file, ChatImport run, Spool posts)
      throws IOException {
    if (room.isEmpty()) {
      run.skip(file, line, Problem.of("a post that names no channel was skipped"));
    } else {
      posts.add(room, it, file, line);
    }
  }

  /**
   * What is in an export, in rooms, people and messages, as far as it can be told without taking it
   * in; nothing if it is none of Mattermost's.
   *
   * @throws RefusedException as {@link #run}, if the archive is hostile
   */
  public Optional<Map<String, Long>> inside(Path export) throws IOException {
    try (Archive archive = Archive.open(export, limits)) {
      Optional<String> lines = candidate(archive);
      if (lines.isEmpty()
          || Peek.firstLine(archive, lines.get())
              .filter(first -> Fields.text(first, "type").equals("version"))
              .isEmpty()) {
        return Optional.empty();
      }
      Map<String, Long> inside = new LinkedHashMap<>();
      Peek.lines(
          archive,
          lines.get(),
          (table, it) -> {
            switch (Fields.text(it, "type")) {
              case "channel", "direct_channel" -> inside.merge("rooms", 1L, Long::sum);
              case "user" -> inside.merge("people", 1L, Long::sum);
              case "post", "direct_post" -> inside.merge("messages", 1L, Long::sum);
              default -> {}
            }
          });
      return Optional.of(inside);
    }
  }

  private static Optional<String> candidate(Archive archive) {
    return archive.names("").stream()
        .filter(name -> name.endsWith(".jsonl") || name.equals(archive.file()))
        .filter(name -> !name.startsWith("data/") && !name.startsWith("__MACOSX/"))
        .findFirst();
  }

  /** The lines of the export, which begin with their version. */
  private static String lines(Archive archive) throws IOException {
    String lines =
        candidate(archive).orElseThrow(() -> strange(archive.file(), "no file of JSON lines"));
    boolean[] found = {false};
    try (InputStream in = archive.open(lines).orElseThrow()) {
      JsonLines.read(
          in,
          new JsonList.Reader() {
            @Override
            public void element(JsonNode element, long line, long number) {
              if (line == 1 && !Fields.text(element, "type").equals("version")) {
                throw strange(lines, "it begins with " + Fields.text(element, "type"));
              }
              found[0] |= line == 1;
            }

            @Override
            public void problem(long line, Problem problem) {}

            @Override
            public void broken(long line, Problem problem) {}
          });
    }
    if (!found[0]) {
      throw strange(lines, "its first line is no version");
    }
    return lines;
  }

  private static RefusedException strange(String file, String what) {
    return new RefusedException(
        new Refusal.Invalid(
            file, what, "a bulk export of Mattermost, whose first line is its version"));
  }
}
