package io.roomledger.conference;

import io.roomledger.audit.Audit;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.App;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import io.roomledger.identity.SignedTexts;
import io.roomledger.store.FileStore;
import io.roomledger.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A real database and store with a few people, for tests of conferences and what uses them. */
public final class ConferenceHouse implements AutoCloseable {
  public static final String CONFERENCE = "607452e01401526ee39609e1";
  public static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  public static final Duration LENGTH = Duration.ofMillis(59_886);

  public final SettableClock clock = SettableClock.atNoon();
  public final Database database = TestDatabase.fresh();
  public final Accounts accounts = new Accounts(database, clock);
  public final Apps apps = new Apps(database, clock);
  public final Audit audit = new Audit(clock);
  public final ObjectStore store;
  public final Recordings.House house;

  public final Account ada = person("ada", "main", Set.of("user"));
  public final Account ben = person("ben", "main", Set.of("user"));
  public final Account cem = person("cem", "main", Set.of("user"));
  public final Account boss = person("boss", "main", Set.of("admin"));
  public final Account stranger;

  public ConferenceHouse(Path folder) {
    database
        .jdbi()
        .useHandle(
            handle -> handle.execute("INSERT INTO organisation (id, name) VALUES ('far', 'Far')"));
    stranger = person("stranger", "far", Set.of("user"));
    try {
      store = new FileStore(folder.resolve("store"), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    house =
        new Recordings.House(database, store, accounts, new SignedTexts(database), audit, clock);
  }

  private Account person(String username, String organisation, Set<String> roles) {
    Account account =
        new Account(
            (username + "AccountAccountAccount").substring(0, 17),
            organisation,
            username,
            username.toUpperCase(java.util.Locale.ROOT),
            Optional.empty(),
            "",
            true);
    accounts.add(account, Optional.empty(), roles);
    return account;
  }

  /** The doors with these settings. */
  public Recordings recordings(boolean attendeesWatch) {
    return new Recordings(
        house, new RecordingSettings("cn-shenzhen", attendeesWatch, Duration.ofHours(2)));
  }

  public Conferences conferences() {
    return new Conferences(database, audit, clock);
  }

  /** The operator of the main organisation. */
  public Caller operator() {
    return new Caller.Operator("main");
  }

  /** A program of an organisation. */
  public Caller program(String organisation) {
    return new Caller.Program(
        new App("demo-" + organisation, organisation, "Demo", Set.of("x"), true), "10.0.0.1");
  }

  public Caller as(Account account) {
    return accounts.caller(account, Set.of("*"), "10.0.0.2");
  }

  public String unionId(Account account) {
    return database
        .jdbi()
        .withHandle(handle ->
            accounts
                .externalIds(handle, ExternalIdKind.DINGTALK_UNION_ID, List.of(account.id()))
                .getOrDefault(account.id(), ""));
  }

  public ConferenceRequest request(String conference, Account viewer) {
    return new ConferenceRequest(conference, ExternalIdKind.DINGTALK_UNION_ID, unionId(viewer));
  }

  /** A conference that Ada created. */
  public Conference conference(String id) {
    return conferences()
        .create(
            operator(),
            new ConferenceDraft(
                Optional.of(id),
                "Stand-up",
                ada.id(),
                START,
                Optional.of(START.plusSeconds(900)),
                Optional.empty()));
  }

  /** A recording of that conference which can be watched. */
  public Recording recording(String conference, Account owner, String bytes) {
    return add(conference, draft(owner, new Recording.Ready(), Optional.of(LENGTH)), bytes);
  }

  /** A recording of that conference which is not whole. */
  public Recording damaged(String conference, Account owner) {
    return add(
        conference,
        draft(owner, new Recording.Damaged("cut off"), Optional.empty()),
        "half a film");
  }

  public RecordingDraft draft(
      Account owner, Recording.Condition condition, Optional<Duration> duration) {
    return new RecordingDraft(
        "Stand-up",
        owner.id(),
        new Recording.Take(
            START,
            START.plus(duration.orElse(Duration.ZERO)),
            duration,
            RecordingKind.ORDINARY,
            Recording.Clockwork.RECORDER),
        "video/mp4",
        condition,
        Optional.empty());
  }

  public Recording add(String conference, RecordingDraft draft, String bytes) {
    try {
      return recordings(false).add(operator(), conference, draft, stream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a recording a transcript. */
  public void transcript(Recording recording, List<Paragraph> paragraphs) {
    database
        .jdbi()
        .useTransaction(transaction -> Transcripts.put(transaction, recording, paragraphs));
  }

  public static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What was done to {@code subject}, oldest first. */
  public List<String> audited(String subject) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT action FROM audit WHERE subject = :subject ORDER BY id")
                .bind("subject", subject)
                .mapTo(String.class)
                .list());
  }

  @Override
  public void close() {
    database.close();
  }
}
