package io.roomledger.intake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatIntake;
import io.roomledger.chat.IncomingMessage;
import io.roomledger.chat.RoomKind;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Archive;
import io.roomledger.intake.Intake;
import io.roomledger.intake.JsonList;
import io.roomledger.intake.Problem;
import io.roomledger.intake.UnreadableException;
import io.roomledger.intake.chat.ChatImport;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** One import under way: where it is and what it has counted. */
final class SlackRun {
  private static final String USERS = "users.json";

  private final Archive zip;
  private final String root;
  private final Caller.Operator operator;
  private final ChatIntake chat;
  private final Intake intake;
  private final Set<String> folders = new HashSet<>();
  private final long totalBytes;
  private long doneBytes;
  private long rooms;
  private long added;
  private long alreadyThere;
  private long skipped;
  private long missingFiles;

  SlackRun(Archive zip, String root, Caller.Operator operator, ChatIntake chat, Intake intake) {
    this.zip = zip;
    this.root = root;
    this.operator = operator;
    this.chat = chat;
    this.intake = intake;
    this.totalBytes = zip.names(root).stream().filter(this::isDay).mapToLong(zip::size).sum();
  }

  private boolean isDay(String name) {
    return name.endsWith(".json") && name.indexOf('/', root.length()) > 0;
  }

  /** Reads the lists once without using them: one that is broken refuses the whole import. */
  void checkLists() throws IOException {
    check(USERS);
    for (String list : SlackChannel.LISTS.keySet()) {
      check(list);
    }
  }

  private void check(String list) throws IOException {
    Optional<InputStream> in = zip.open(root + list);
    if (in.isEmpty()) {
      return;
    }
    try {
      JsonList.read(
          in.get(),
          new JsonList.Reader() {
            @Override
            public void element(JsonNode element, long line, long number) {}

            @Override
            public void problem(long line, Problem problem) {}

            @Override
            public void broken(long line, Problem problem) {
              throw refused(list + " line " + line, problem.toString());
            }
          });
    } catch (UnreadableException e) {
      throw refused(list, "" + e.getMessage());
    }
  }

  private static RefusedException refused(String where, String problem) {
    return new RefusedException(new Refusal.Invalid(where, problem, "a whole JSON list"));
  }

  SlackPeople people() throws IOException {
    SlackPeople people = new SlackPeople(operator.organisation());
    intake.progress(0, totalBytes, USERS);
    if (!zip.has(root + USERS)) {
      skip(USERS, 0, Problem.of("is not there: people are named as the messages name them"));
    }
    read(USERS, (user, line) -> people.add(user).ifPresent(why -> skip(USERS, line, why)));
    return people;
  }

  void rooms(SlackPeople people) throws IOException {
    for (var list : SlackChannel.LISTS.entrySet()) {
      RoomKind kind = list.getValue();
      read(
          list.getKey(),
          (json, line) -> {
            Optional<SlackChannel> channel = SlackChannel.of(json, kind);
            if (channel.isPresent()) {
              room(channel.get(), people);
            } else {
              skip(list.getKey(), line, Problem.of("a conversation without \"id\" was skipped"));
            }
          });
    }
    reportFoldersOfNobody();
    intake.progress(totalBytes, totalBytes, "done");
  }

  private void room(SlackChannel channel, SlackPeople people) throws IOException {
    if (!folders.add(channel.folder())) {
      skip(
          channel.folder(),
          0,
          Problem.of("two conversations have this name; the second was skipped"));
      return;
    }
    SlackFiles files = new SlackFiles(zip, root, channel.folder(), chat);
    SlackMessages messages = new SlackMessages(operator.organisation(), channel, people, files);
    ChatIntake.Outcome outcome =
        chat.takeIn(
            operator,
            channel.room(operator.organisation(), people),
            channel.members(people),
            listener -> {
              for (String day : zip.names(root + channel.folder() + "/")) {
                if (day.endsWith(".json")) {
                  day(day, messages, listener);
                }
              }
            });
    rooms++;
    added += outcome.added();
    alreadyThere += outcome.alreadyThere();
    missingFiles += outcome.missingFiles();
  }

  private void day(String day, SlackMessages messages, ChatIntake.Listener listener)
      throws IOException {
    String name = day.substring(root.length());
    intake.progress(doneBytes, totalBytes, name);
    read(
        name,
        (json, line) -> {
          Optional<IncomingMessage> message = messages.read(json);
          if (message.isPresent()) {
            listener.hear(message.get());
          } else {
            skip(name, line, Problem.of("a message without a usable \"%s\" was skipped", "ts"));
          }
        });
    doneBytes += zip.size(day);
  }

  private void reportFoldersOfNobody() {
    Set<String> reported = new HashSet<>();
    for (String entry : zip.names(root)) {
      if (isDay(entry)) {
        String folder = entry.substring(root.length(), entry.indexOf('/', root.length()));
        boolean ours = folders.contains(folder) || folder.startsWith("__");
        if (!ours && !folder.equals("attachments") && reported.add(folder)) {
          skip(
              folder,
              0,
              Problem.of("no conversation of that name is in channels.json or its like"));
        }
      }
    }
  }

  /** Takes an element of a list. */
  private interface Taker {
    void take(JsonNode element, long line) throws IOException;
  }

  /** Reads a list of the zip, if it is there. */
  private void read(String name, Taker taker) throws IOException {
    Optional<InputStream> in = zip.open(root + name);
    if (in.isEmpty()) {
      return;
    }
    try {
      JsonList.read(
          in.get(),
          new JsonList.Reader() {
            @Override
            public void element(JsonNode element, long line, long number) throws IOException {
              taker.take(element, line);
            }

            @Override
            public void problem(long line, Problem problem) {
              skip(name, line, problem);
            }

            @Override
            public void broken(long line, Problem problem) {
              skip(
                  name,
                  line,
                  Problem.of(
                      "%s; nothing behind it was taken in (repair the file and import again: what is"
                          + " there already is not added twice)",
                      problem));
            }
          });
    } catch (UnreadableException e) {
      skip(name, 0, Problem.of("%s; nothing behind it was taken in", e.problem()));
    }
  }

  private void skip(String file, long line, Problem problem) {
    skipped++;
    intake.skipped(file, line, problem);
  }

  ChatImport.Result result(long people) {
    return new ChatImport.Result(rooms, people, added, alreadyThere, skipped, missingFiles);
  }
}
