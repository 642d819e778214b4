package io.roomledger;

import io.roomledger.audit.Audit;
import io.roomledger.audit.AuditLog;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.EventHouse;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.ChatRooms;
import io.roomledger.conference.Conferences;
import io.roomledger.conference.HeldConferences;
import io.roomledger.conference.LiveConferences;
import io.roomledger.conference.Recordings;
import io.roomledger.console.Console;
import io.roomledger.db.Database;
import io.roomledger.dialect.dingtalk.DingTalk;
import io.roomledger.dialect.feishu.Feishu;
import io.roomledger.dialect.ledger.Ledger;
import io.roomledger.dialect.rocketchat.PeopleDoors;
import io.roomledger.dialect.rocketchat.RocketChat;
import io.roomledger.export.Exports;
import io.roomledger.http.HttpServer;
import io.roomledger.http.Site;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Departments;
import io.roomledger.identity.Grants;
import io.roomledger.identity.Organisations;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Registrations;
import io.roomledger.identity.SignedTexts;
import io.roomledger.identity.Tokens;
import io.roomledger.intake.desk.Imports;
import io.roomledger.job.Jobs;
import io.roomledger.job.Round;
import io.roomledger.mail.Outbox;
import io.roomledger.mail.Posted;
import io.roomledger.people.People;
import io.roomledger.people.Preferences;
import io.roomledger.sample.Sample;
import io.roomledger.sample.SampleBooking;
import io.roomledger.sample.SampleChat;
import io.roomledger.sample.SampleConferences;
import io.roomledger.sample.SamplePeople;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The whole machine on one page: every part and every registration, by hand. */
final class Wiring implements AutoCloseable {
  /** The organisation of a server that has only one. */
  static final String ORGANISATION = "main";

  private final Config config;
  private final Database database;
  private final Clock clock;
  private final ObjectStore store;

  private final Accounts accounts;
  private final Apps apps;
  private final Organisations organisations;
  private final Tokens tokens;
  private final Grants grants;
  private final SignedTexts signedTexts;
  private final RateLimits limits;
  private final Audit audit;
  private final Jobs jobs;
  private final Outbox outbox;

  private final ChatWiring chat;
  private final Preferences preferences;
  private final People.House peopleHouse;
  private final PeopleDoors peopleDoors;
  private final BookingWiring booking;
  private final Conferences conferences;
  private final LiveConferences liveConferences;
  private final Recordings recordings;
  private final RecordingWiring recordingWiring;
  private final Exports exports;
  private final HandingWiring handing;
  private final LedgerWiring ledgerWiring;
  private final DeskWiring desk;
  private final KeepingWiring keeping;
  private final WatchWiring watching;

  private Wiring(Config config, Database database, Clock machine, Path data) throws IOException {
    this.config = config;
    this.database = database;
    clock = database.clock(machine);
    audit = new Audit(clock);
    watching = new WatchWiring(config);
    store = watching.store(config.store().open(data, machine));

    limits = RateLimits.over(database, clock);
    accounts = new Accounts(database, clock, audit::append, config.passwords());
    apps = new Apps(database, clock, audit::append);
    organisations = new Organisations(database, audit::append);
    tokens = new Tokens(database, clock, accounts, apps);
    grants = new Grants(database, accounts, tokens, audit::append, clock);
    signedTexts = new SignedTexts(database);
    jobs = new Jobs(database, clock, config.jobs());
    outbox = new Outbox(database, jobs, clock, config.mail());

    preferences = new Preferences(database, audit, clock);
    peopleHouse = new People.House(database, accounts, preferences, audit, clock);
    peopleDoors = ConsoleWiring.people(peopleHouse, tokens);
    chat =
        new ChatWiring(
            new ChatRooms.House(database, accounts, outbox, audit, store, clock),
            new ChatRules(preferences, ORGANISATION, config.uploads()));
    booking =
        new BookingWiring(
            new EventHouse(database, jobs, audit, accounts, apps, clock), config.checkin());
    conferences = new Conferences(database, audit, clock);
    liveConferences = new LiveConferences(database, audit, clock);
    var shelves = new Recordings.House(database, store, accounts, signedTexts, audit, clock);
    recordings = new Recordings(shelves, config.recordings());
    recordingWiring = new RecordingWiring(shelves, recordings, jobs, config);
    var exportHouse =
        new Exports.House(database, store, jobs, outbox, audit, accounts, apps, clock);
    exports =
        new Exports(
            exportHouse,
            new Recipes(database, store, accounts, booking.rooms(), conferences, clock).all(config),
            config.server().address(),
            config.exports());
    watching.look(exportHouse);
    watching.look(exports);
    handing = new HandingWiring(config, exportHouse, exports);
    ledgerWiring = new LedgerWiring(config, exportHouse, exports, handing, chat.house());
    var place = new DeskWiring.Place(config, data);
    desk =
        new DeskWiring(
            new Imports.House(database, store, jobs, audit, clock),
            accounts,
            place,
            booking,
            recordingWiring.recordingsImport(),
            new Sample(
                new SamplePeople(accounts, organisations, tokens),
                new SampleChat(chat.rooms(), chat.messages(), clock),
                new SampleBooking(booking.rooms(), booking.reservations(), accounts, clock),
                new SampleConferences(
                    conferences, recordings, recordingWiring.transcripts(), clock),
                apps));
    keeping = new KeepingWiring(exportHouse, place);
  }

  /** Starts to listen. */
  HttpServer listen() {
    Feishu feishu =
        new Feishu(
            new Feishu.Doors(
                new Feishu.Identity(
                    new Feishu.Directory(accounts, departments()),
                    apps,
                    tokens,
                    grants,
                    limits,
                    signedTexts),
                booking.feishu(),
                booking.agenda(),
                new HeldConferences(database),
                exports,
                clock),
            config.feishu());
    List<Site> sites =
        List.of(
            keeping.health().site(),
            feishu,
            feishu.signIn(),
            new RocketChat(
                new RocketChat.House(
                    accounts, tokens, limits, chat.doors(), peopleDoors, exports, clock),
                config.rocketchat()),
            new DingTalk(
                new DingTalk.Guard(accounts, apps, organisations, tokens, grants, limits),
                recordingWiring.dingTalk(conferences, liveConferences, booking.rooms()),
                clock,
                config.dingtalk()),
            ledgerWiring.site(
                tokens,
                limits,
                recordingWiring.doors(conferences),
                booking.ledger(),
                new Ledger.FindingDoors(chat.search(), conferences, new HeldConferences(database))),
            console());
    return watching.serve(sites);
  }

  private Console console() {
    var parts = new ConsoleWiring(database, clock, audit, config);
    return new Console(
        new Console.Doors(
            parts.entry(accounts, organisations, limits),
            handing.console(exports),
            chat.console(),
            recordingWiring.recorded(),
            booking.console(),
            parts.keeping(keeping.upkeep(), peopleDoors, peopleHouse, apps, tokens),
            desk.beginning()));
  }

  /** Starts to take jobs. */
  void work() {
    List<Round> rounds = new ArrayList<>(recordingWiring.rounds());
    rounds.addAll(keeping.rounds());
    rounds.addAll(List.of(exports.expiry(config.exports()), handing.schedules().round()));
    rounds.addAll(booking.rounds());
    rounds.addAll(chat.rounds());
    rounds.addAll(List.of(desk.round(), desk.stock().round()));
    jobs.start(
        List.of(
            exports.worker(),
            outbox.worker(),
            booking.worker(),
            recordingWiring.worker(),
            handing.courier(),
            desk.worker()),
        rounds);
    exports.start();
    database.news().start();
  }

  /** Starts to take jobs, unless a server runs on the same data and does. */
  void workIfNobodyElseDoes() {
    if (!database.attached()) {
      work();
    }
  }

  /** Fills the sample workspace, unless it is filled. */
  void fillSample() throws IOException {
    desk.sample().fill(operator());
    desk.stock().count();
  }

  /** Whoever sits at the command line. */
  Caller.Operator operator() {
    return new Caller.Operator(ORGANISATION);
  }

  /** The server's machine, on a database of its own or the one that the configuration names. */
  static Wiring forServer(Config config, Path data) throws IOException {
    return assembled(config.settled(), Database.open(config.database(), data), data);
  }

  /** A command's machine: beside a running server, or alone when none runs on the data. */
  static Wiring forCommand(CommonOptions options) throws IOException {
    Config config = Config.read(Config.sources(options.config(), System.getenv()));
    return forCommand(config, options.existingData());
  }

  /** The same, for that configuration and data. */
  static Wiring forCommand(Config config, Path data) throws IOException {
    return assembled(config, Database.openOrAttach(config.database(), data), data);
  }

  static Wiring assembled(Config config, Database database, Path data) throws IOException {
    return assembled(config, database, Clock.systemUTC(), data);
  }

  /** The same where this machine's clock says that. */
  static Wiring assembled(Config config, Database database, Clock machine, Path data)
      throws IOException {
    try {
      return new Wiring(config, database, machine, data);
    } catch (IOException | RuntimeException failed) {
      database.close();
      throw failed;
    }
  }

  /** The address by which people reach the server. */
  String address() {
    return config.server().address();
  }

  Accounts accounts() {
    return accounts;
  }

  /** The account of that user name. */
  Account account(String username) {
    return accounts
        .findByUsername(ORGANISATION, username)
        .orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, username)));
  }

  Exports exports() {
    return exports;
  }

  /** What is done with the files of exports, and when they are ordered. */
  HandingWiring handing() {
    return handing;
  }

  AuditLog auditLog() {
    return new AuditLog(database, audit);
  }

  /** The newest mails. */
  List<Posted> mails(int limit) {
    return outbox.newest(limit);
  }

  /** The part that has to do with bookable rooms. */
  BookingWiring booking() {
    return booking;
  }

  /** The chat room of that id or name. */
  ChatRoom chatRoom(String idOrName) {
    return chat.rooms().resolve(operator(), idOrName);
  }

  /** What the command line does to accounts. */
  AccountDesk accountDesk() {
    return new AccountDesk(database, accounts, tokens, audit, operator());
  }

  /** Whoever sits at the command line, for that organisation. */
  Caller.Operator operator(String organisation) {
    return organisations.operator(organisation);
  }

  Organisations organisations() {
    return organisations;
  }

  /** The departments of the organisation. */
  Departments departments() {
    return new Departments(database, audit::append);
  }

  /** The apps, as whoever administers them sees them. */
  Registrations registrations() {
    return new Registrations(database, apps, audit::append);
  }

  /** The part that takes in what people bring. */
  DeskWiring desk() {
    return desk;
  }

  /** The part for those who keep the server running. */
  KeepingWiring keeping() {
    return keeping;
  }

  /** The part that has to do with recordings. */
  RecordingWiring recordingWiring() {
    return recordingWiring;
  }

  @Override
  public void close() {
    try (database;
        jobs;
        watching) {
      exports.close();
    }
  }
}
