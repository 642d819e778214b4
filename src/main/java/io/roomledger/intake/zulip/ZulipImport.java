package io.roomledger.intake.zulip;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatIntake;
import io.roomledger.chat.IncomingMessage;
import io.roomledger.db.Database;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Archive;
import io.roomledger.intake.ArchiveLimits;
import io.roomledger.intake.Fields;
import io.roomledger.intake.Intake;
import io.roomledger.intake.JsonTables;
import io.roomledger.intake.Peek;
import io.roomledger.intake.Problem;
import io.roomledger.intake.Spool;
import io.roomledger.intake.chat.ChatImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes in an organisation export of Zulip, as a folder, tar.gz or zip: its people, channels,
 * direct messages, topics, reactions and files. A topic becomes a thread whose replies are shown in
 * the room too. What was taken in before is not added twice.
 *
 * @see <a href="https://zulip.readthedocs.io/en/latest/production/export-and-import.html">Export
 *     and import</a>
 */
public final class ZulipImport {
  private static final String REALM = "realm.json";
  private static final String ATTACHMENTS = "attachment.json";

  private final Database database;
  private final Accounts accounts;
  private final ChatIntake chat;
  private final ArchiveLimits limits;

  public ZulipImport(Database database, Accounts accounts, ChatIntake chat, ArchiveLimits limits) {
    this.database = database;
    this.accounts = accounts;
    this.chat = chat;
    this.limits = limits;
  }

  /**
   * Takes in {@code export}.
   *
   * @throws RefusedException invalid, before anything is written: a hostile archive, no {@code
   *     realm.json}, or one that is broken
   * @throws IOException if it cannot be read
   */
  public ChatImport.Result run(Caller.Operator operator, Path export, Intake intake)
      throws IOException {
    try (Archive archive = Archive.open(export, limits);
        Spool spool = new Spool()) {
      String root =
          root(archive)
              .orElseThrow(() ->
                  new RefusedException(
                      new Refusal.Invalid(
                          archive.file(), "no realm.json", "an organisation export of Zulip")));
      List<String> pages = pages(archive, root);
      long total = archive.size(root + REALM) + pages.stream().mapToLong(archive::size).sum();
      ChatImport run = new ChatImport(operator, chat, intake, archive, total);
      ZulipRealm realm = new ZulipRealm(operator.organisation());
      run.read(root + REALM, in -> JsonTables.read(in, realm.reader(REALM)));
      run.read(root + ATTACHMENTS, in -> JsonTables.read(in, realm.reader(ATTACHMENTS)));
      realm.people().takeIn(database, accounts);
      for (String page : pages) {
        run.read(page, in -> JsonTables.read(in, sorter(page, realm, run, spool)));
      }
      ZulipMessages messages =
          new ZulipMessages(operator.organisation(), realm, archive, root, run);
      for (ZulipRealm.Room room : realm.rooms()) {
        messages.begin(room);
        run.room(
            realm.room(room),
            realm.members(room),
            listener ->
                spool.read(
                    room.key(),
                    (json, file, line) -> {
                      Optional<IncomingMessage> message = messages.read(json);
                      if (message.isPresent()) {
                        listener.hear(message.get());
                      } else {
                        run.skip(
                            file,
                            line,
                            Problem.of(
                                "a message without a usable \"%s\" was skipped", "date_sent"));
                      }
                    }));
      }
      return run.end(realm.people().count());
    }
  }

  private static JsonTables.Reader sorter(
      String page, ZulipRealm realm, ChatImport run, Spool spool) {
    return new JsonTables.Reader() {
      @Override
      public void element(String table, com.fasterxml.jackson.databind.JsonNode json, long line)
          throws IOException {
        if (table.equals("zerver_reaction")) {
          realm.addReaction(json);
        }
        if (!table.equals("zerver_message")) {
          return;
        }
        Optional<String> room = realm.roomOf(json);
        if (room.isPresent()) {
          spool.add(room.get(), json, page, line);
        } else {
          String recipient = Fields.text(json, "recipient");
          run.skip(
              page, line, Problem.of("its recipient %s is not in realm.json; skipped", recipient));
        }
      }

      @Override
      public void broken(long line, Problem problem) {
        run.skip(page, line, Problem.of("%s; nothing behind it was taken in", problem));
      }
    };
  }

  /**
   * What is in an export, in rooms and people, as far as it can be told without taking it in;
   * nothing if it is none of Zulip's.
   *
   * @throws RefusedException as {@link #run}, if the archive is hostile
   */
  public Optional<Map<String, Long>> inside(Path export) throws IOException {
    try (Archive archive = Archive.open(export, limits)) {
      Optional<String> root = root(archive);
      if (root.isEmpty()) {
        return Optional.empty();
      }
      Map<String, Long> inside = new LinkedHashMap<>();
      Peek.tables(
          archive,
          root.get() + REALM,
          (table, it) -> {
            switch (table) {
              case "zerver_stream" -> inside.merge("rooms", 1L, Long::sum);
              case "zerver_userprofile" -> inside.merge("people", 1L, Long::sum);
              default -> {}
            }
          });
      return Optional.of(inside);
    }
  }

  private static Optional<String> root(Archive archive) {
    return archive.names("").stream()
        .filter(name -> name.equals(REALM) || name.endsWith("/" + REALM))
        .filter(name -> name.indexOf('/') == name.lastIndexOf('/'))
        .filter(name -> !name.startsWith("__MACOSX/"))
        .findFirst()
        .map(name -> name.substring(0, name.length() - REALM.length()));
  }

  private static List<String> pages(Archive archive, String root) {
    return archive.names(root + "messages-").stream()
        .filter(name -> name.endsWith(".json"))
        .toList();
  }
}
