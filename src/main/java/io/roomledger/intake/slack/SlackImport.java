package io.roomledger.intake.slack;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatIntake;
import io.roomledger.db.Database;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Archive;
import io.roomledger.intake.ArchiveLimits;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Peek;
import io.roomledger.intake.chat.ChatImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes in an export of Slack: its people, conversations, messages, threads, edits, reactions, and
 * files when the zip holds them. What was taken in before is not added twice, so an import may be
 * repeated and a larger export taken in later.
 *
 * <p>The zip is looked at as a whole before anything is written; an entry that cannot be used is
 * reported and skipped; each conversation is one transaction.
 *
 * @see <a href="https://slack.com/help/articles/220556107">How to read Slack data exports</a>
 */
public final class SlackImport {
  private static final Pattern DAY = Pattern.compile(".*/\\d{4}-\\d\\d-\\d\\d\\.json");

  private final Database database;
  private final Accounts accounts;
  private final ChatIntake chat;
  private final ArchiveLimits limits;

  public SlackImport(Database database, Accounts accounts, ChatIntake chat, ArchiveLimits limits) {
    this.database = database;
    this.accounts = accounts;
    this.chat = chat;
    this.limits = limits;
  }

  /**
   * Takes in {@code zip}, and tells {@code intake} in bytes how far it is.
   *
   * @throws RefusedException invalid, before anything is written: a zip that is none, a hostile
   *     name, size or kind of entry, no {@code channels.json}, or a list that is not JSON
   * @throws IOException if the zip cannot be read
   */
  public ChatImport.Result run(Caller.Operator operator, Path zip, Intake intake)
      throws IOException {
    try (Archive opened = Archive.open(zip, limits)) {
      String root =
          root(opened)
              .orElseThrow(() ->
                  new RefusedException(
                      new Refusal.Invalid(
                          opened.file(),
                          "no channels.json",
                          "the zip that Slack's \"Export data\" page gives")));
      SlackRun run = new SlackRun(opened, root, operator, chat, intake);
      run.checkLists();
      SlackPeople people = run.people();
      Map<String, Account> known =
          database
              .jdbi()
              .inTransaction(handle -> accounts.takeIn(handle, people.wanted(), Set.of("user")));
      people.are(known);
      run.rooms(people);
      chat.finish();
      return run.result(people.wanted().size());
    }
  }

  /**
   * What is in an export, in rooms, people and days, as far as it can be told without taking it in;
   * nothing if it is none of Slack's.
   *
   * @throws RefusedException as {@link #run}, if the archive is hostile
   */
  public Optional<Map<String, Long>> inside(Path zip) throws IOException {
    try (Archive opened = Archive.open(zip, limits)) {
      Optional<String> root = root(opened).filter(it -> opened.has(it + "users.json"));
      if (root.isEmpty()) {
        return Optional.empty();
      }
      Map<String, Long> inside = new LinkedHashMap<>();
      for (String list : SlackChannel.LISTS.keySet()) {
        Peek.list(opened, root.get() + list)
            .ifPresent(count -> inside.merge("rooms", count, Long::sum));
      }
      Peek.list(opened, root.get() + "users.json").ifPresent(it -> inside.put("people", it));
      inside.put(
          "days",
          opened.names(root.get()).stream().filter(it -> DAY.matcher(it).matches()).count());
      return Optional.of(inside);
    }
  }

  /** Some tools pack the folder and not what is in it. */
  private static Optional<String> root(Archive zip) {
    if (zip.has("channels.json")) {
      return Optional.of("");
    }
    return zip.names("").stream()
        .filter(
            name -> name.endsWith("/channels.json") && name.indexOf('/') == name.lastIndexOf('/'))
        .filter(name -> !name.startsWith("__MACOSX/"))
        .findFirst()
        .map(name -> name.substring(0, name.indexOf('/') + 1));
  }
}
