package io.roomledger.chat;

import io.roomledger.audit.Audit;
import io.roomledger.base.Content;
import io.roomledger.base.Ids;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.export.Exports;
import io.roomledger.export.Recipe;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Caller;
import io.roomledger.job.TestJobs;
import io.roomledger.mail.MailSettings;
import io.roomledger.mail.Outbox;
import io.roomledger.store.FileStore;
import io.roomledger.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that chat works with, for tests: a fresh database, a clock that stands, a store. */
public final class ChatHouse implements AutoCloseable {
  /** What the clock says. */
  public static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

  static final String ORGANISATION = Accounts.MAIN;

  public final Database database = TestDatabase.fresh();
  public final SettableClock clock = SettableClock.at(NOW.toString());
  public final Accounts accounts = new Accounts(database, clock);
  public final Audit audit = new Audit(clock);
  public final TestJobs jobs = new TestJobs(database, clock);
  public final ObjectStore store;
  public final Outbox outbox;
  public final ChatRooms rooms;
  public final ChatMessages messages;
  public final RoomOverviews overviews;
  public final RoomChanges changes;
  public final Memberships memberships;
  public final ChatFiles files;
  public final MessageSearch search;
  public final ChatIntake intake;
  public final ChatTranscript transcript;
  public final PersonTranscript written;
  public final Caller.Operator operator = new Caller.Operator(ORGANISATION);

  public ChatHouse(Path folder) {
    this(folder, MailSettings.defaults());
  }

  public ChatHouse(Path folder, MailSettings mail) {
    try {
      store = new FileStore(folder, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    outbox = new Outbox(database, jobs.door(), clock, mail);
    ChatRooms.House house = new ChatRooms.House(database, accounts, outbox, audit, store, clock);
    rooms = new ChatRooms(house);
    messages = new ChatMessages(house, () -> MessageRules.STANDARD);
    files = new ChatFiles(house, messages, () -> FileRules.STANDARD);
    search = new MessageSearch(house);
    overviews = new RoomOverviews(house);
    changes = new RoomChanges(house);
    memberships = new Memberships(house);
    intake = new ChatIntake(database, store, audit);
    transcript =
        new ChatTranscript(
            database, accounts, store, file -> "http://rooms.example.org/file/" + file.id());
    written = new PersonTranscript(accounts, store);
  }

  /** Exports of chat, whose links begin with {@code http://rooms.example.org}. */
  public Exports exports(List<Recipe<?>> recipes) {
    Exports exports =
        new Exports(
            new Exports.House(
                database,
                store,
                jobs.door(),
                outbox,
                audit,
                accounts,
                new Apps(database, clock),
                clock),
            recipes,
            "http://rooms.example.org");
    jobs.start(exports.worker(), outbox.worker());
    return exports;
  }

  /** A new account of that user name, with the address {@code <name>@example.org}. */
  public Account person(String username, String... roles) {
    Account account =
        new Account(
            Ids.random(),
            ORGANISATION,
            username,
            username.toUpperCase(java.util.Locale.ROOT),
            Optional.of(username + "@example.org"),
            "",
            true);
    accounts.add(account, Optional.empty(), Set.of(roles));
    return account;
  }

  /** Who calls when that account does. */
  public Caller.Person caller(Account account) {
    return accounts.caller(account, Set.of("*"), "127.0.0.1");
  }

  /** A new room with these members; the first is its owner. */
  public ChatRoom room(RoomKind kind, String name, Account... members) {
    ChatRoom room =
        new ChatRoom(
            Ids.random(),
            ORGANISATION,
            kind,
            name,
            "",
            "",
            "",
            NOW,
            Optional.empty(),
            false,
            false);
    List<Membership> memberships = new java.util.ArrayList<>();
    for (Account member : members) {
      List<String> roles = memberships.isEmpty() ? List.of(Membership.OWNER) : List.of();
      memberships.add(new Membership(member.id(), roles, NOW));
    }
    return rooms.create(operator, room, memberships);
  }

  /** A message that was said at {@code at}. */
  public Message said(ChatRoom room, Account author, Instant at, String text) {
    Message message =
        new Message(
            Ids.random(),
            room.id(),
            at,
            Optional.of(author.id()),
            "",
            text,
            "",
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(),
            List.of());
    messages.takeIn(operator, message);
    return message;
  }

  /** What is said in a room. */
  public List<Message> messagesOf(ChatRoom room) {
    return messages.list(operator, room.id(), Optional.empty(), ChatRooms.LONGEST_PAGE).items();
  }

  /** Adds a file of that text to a message. */
  public ChatFile attach(Caller caller, Message message, String name, String text)
      throws IOException {
    return messages.attach(
        caller, message.id(), name, "text/plain", content(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Content content(byte[] bytes) {
    return new Content() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open(long position) {
        return new ByteArrayInputStream(bytes, (int) position, bytes.length - (int) position);
      }
    };
  }

  /** The subjects of what was audited under that action, in order. */
  public List<String> audited(String action) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT subject FROM audit WHERE action = :action ORDER BY id")
                .bind("action", action)
                .mapTo(String.class)
                .list());
  }

  @Override
  public void close() {
    database.close();
  }
}
