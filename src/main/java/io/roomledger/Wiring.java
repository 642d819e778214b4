package io.roomledger;

import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.CheckIns;
import io.roomledger.booking.EventHouse;
import io.roomledger.booking.Events;
import io.roomledger.booking.Invitations;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.ReservationCalendar;
import io.roomledger.booking.ReservationSheet;
import io.roomledger.booking.ReservationSource;
import io.roomledger.booking.Reservations;
import io.roomledger.booking.RoomDiaries;
import io.roomledger.chat.ChatFiles;
import io.roomledger.chat.ChatIntake;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.ChatSheet;
import io.roomledger.chat.ChatTranscript;
import io.roomledger.chat.FileRules;
import io.roomledger.chat.Memberships;
import io.roomledger.chat.MessageRules;
import io.roomledger.chat.PersonTranscript;
import io.roomledger.chat.RoomChanges;
import io.roomledger.chat.RoomOverviews;
import io.roomledger.conference.ConferenceInfos;
import io.roomledger.conference.ConferencePackageSource;
import io.roomledger.conference.ConferenceSource;
import io.roomledger.conference.Conferences;
import io.roomledger.conference.HeldConferences;
import io.roomledger.conference.LiveConferences;
import io.roomledger.conference.ParticipantSource;
import io.roomledger.conference.RecorderFiles;
import io.roomledger.conference.RecordingSheet;
import io.roomledger.conference.RecordingSource;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.ScheduledConferences;
import io.roomledger.conference.TimelineSheet;
import io.roomledger.conference.Transcripts;
import io.roomledger.console.Landing;
import io.roomledger.db.Database;
import io.roomledger.dialect.dingtalk.DingTalk;
import io.roomledger.dialect.feishu.Feishu;
import io.roomledger.dialect.feishu.MeetingExports;
import io.roomledger.dialect.feishu.ResourceReservations;
import io.roomledger.dialect.ledger.Ledger;
import io.roomledger.dialect.rocketchat.PeopleDoors;
import io.roomledger.dialect.rocketchat.RocketChat;
import io.roomledger.dialect.rocketchat.RoomDoors;
import io.roomledger.dialect.rocketchat.RoomExportColumns;
import io.roomledger.export.Exports;
import io.roomledger.export.Recipe;
import io.roomledger.export.format.CsvFormat;
import io.roomledger.export.format.HtmlFormat;
import io.roomledger.export.format.IcsFormat;
import io.roomledger.export.format.JsonLinesFormat;
import io.roomledger.export.format.TextFormat;
import io.roomledger.export.format.XlsxFormat;
import io.roomledger.http.Health;
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
import io.roomledger.intake.ArchiveLimits;
import io.roomledger.intake.ics.IcsImport;
import io.roomledger.intake.mattermost.MattermostImport;
import io.roomledger.intake.recordings.RecordingsImport;
import io.roomledger.intake.recordings.RecordingsWatch;
import io.roomledger.intake.rocketchat.RocketChatImport;
import io.roomledger.intake.slack.SlackImport;
import io.roomledger.intake.zulip.ZulipImport;
import io.roomledger.job.Jobs;
import io.roomledger.job.Round;
import io.roomledger.mail.Outbox;
import io.roomledger.mail.Posted;
import io.roomledger.people.People;
import io.roomledger.people.PersonalTokens;
import io.roomledger.people.Preference;
import io.roomledger.people.Preferences;
import io.roomledger.people.Rights;
import io.roomledger.sample.Sample;
import io.roomledger.sample.SampleBooking;
import io.roomledger.sample.SampleChat;
import io.roomledger.sample.SampleConferences;
import io.roomledger.sample.SamplePeople;
import io.roomledger.store.FileStore;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The whole machine on one page: every part and every registration, by hand. */
final class Wiring implements AutoCloseable {
  /** The organisation of a server that has only one. */
  static final String ORGANISATION = "main";

  private final Config config;
  private final Database database;
  private final Clock clock = Clock.systemUTC();
  private final ObjectStore store;

  private final Accounts accounts;
  private final Apps apps;
  private final Organisations organisations;
  private final Tokens tokens;
  private final Grants grants;
  private final SignedTexts signedTexts;
  private final RateLimits limits = new RateLimits(clock);
  private final Audit audit = new Audit(clock);
  private final Jobs jobs;
  private final Outbox outbox;

  private final ChatRooms chatRooms;
  private final ChatMessages chatMessages;
  private final ChatFiles chatFiles;
  private final RoomDoors roomDoors;
  private final Preferences preferences;
  private final PeopleDoors peopleDoors;
  private final ChatIntake chatIntake;
  private final MeetingRooms meetingRooms;
  private final Reservations reservations;
  private final CheckIns checkIns;
  private final EventHouse agenda;
  private final Events events;
  private final RoomDiaries roomDiaries;
  private final Conferences conferences;
  private final LiveConferences liveConferences;
  private final Recordings recordings;
  private final RecordingWiring recordingWiring;
  private final Exports exports;

  private Wiring(Config config, Database database, Path data) throws IOException {
    this.config = config;
    this.database = database;
    store = new FileStore(data.resolve("objects"), clock);

    accounts = new Accounts(database, clock);
    apps = new Apps(database, clock);
    organisations = new Organisations(database, audit::append);
    tokens = new Tokens(database, clock, accounts, apps);
    grants = new Grants(database, accounts, tokens, audit::append, clock);
    signedTexts = new SignedTexts(database);
    jobs = new Jobs(database, clock, config.jobs());
    outbox = new Outbox(database, jobs, clock, config.mail());

    preferences = new Preferences(database, audit, clock);
    peopleDoors =
        new PeopleDoors(
            new People(new People.House(database, accounts, preferences, audit, clock)),
            new Rights(database, accounts, audit),
            new PersonalTokens(database, tokens, audit),
            preferences);
    ChatRooms.House chatHouse =
        new ChatRooms.House(database, accounts, outbox, audit, store, clock);
    chatRooms = new ChatRooms(chatHouse);
    chatMessages = new ChatMessages(chatHouse, this::messageRules);
    chatFiles = new ChatFiles(chatHouse, chatMessages, this::fileRules);
    roomDoors =
        new RoomDoors(
            chatRooms,
            new RoomOverviews(chatHouse),
            new RoomChanges(chatHouse),
            new Memberships(chatHouse),
            chatMessages,
            chatFiles);
    chatIntake = new ChatIntake(database, store, audit);
    meetingRooms = new MeetingRooms(database, audit, clock);
    reservations = new Reservations(database, audit, clock);
    checkIns = new CheckIns(database, audit, clock, config.checkin());
    agenda = new EventHouse(database, jobs, audit, accounts, apps, clock);
    events = new Events(agenda);
    roomDiaries = new RoomDiaries(agenda, reservations);
    conferences = new Conferences(database, audit, clock);
    liveConferences = new LiveConferences(database, audit, clock);
    var shelves = new Recordings.House(database, store, accounts, signedTexts, audit, clock);
    recordings = new Recordings(shelves, config.recordings());
    recordingWiring = new RecordingWiring(shelves, recordings, config);
    exports =
        new Exports(
            new Exports.House(database, store, jobs, outbox, audit, accounts, apps, clock),
            recipes(),
            config.server().address());
  }

  /** What files people may send now. */
  private FileRules fileRules() {
    String refused = preferences.text(ORGANISATION, Preference.REFUSED_TYPES);
    return new FileRules(
        preferences.truth(ORGANISATION, Preference.FILES),
        preferences.number(ORGANISATION, Preference.LARGEST_FILE),
        Set.copyOf(List.of(refused.split("\\s*,\\s*", -1))));
  }

  /** What people may do with messages now. */
  private MessageRules messageRules() {
    return new MessageRules(
        preferences.number(ORGANISATION, Preference.LONGEST_MESSAGE),
        preferences.truth(ORGANISATION, Preference.EDITING),
        Duration.ofMinutes(preferences.number(ORGANISATION, Preference.EDITING_MINUTES)),
        preferences.truth(ORGANISATION, Preference.DELETING),
        Duration.ofMinutes(preferences.number(ORGANISATION, Preference.DELETING_MINUTES)));
  }

  /** Every kind of file that can be ordered. */
  private List<Recipe<?>> recipes() {
    var chat = new ChatTranscript(database, accounts, store);
    var wrote = new PersonTranscript(accounts, store);
    var booked = new ReservationSource(meetingRooms);
    var filmed = new RecordingSource(database, store, conferences, config.recordings());
    var held = new ConferencePackageSource(database, store, conferences, config.recordings());
    var html = new HtmlFormat();
    var json = new JsonLinesFormat();
    var csv = new CsvFormat();
    var xlsx = new XlsxFormat();
    var ics = new IcsFormat();
    return List.of(
        new Recipe<>("chat.html", chat, ChatSheet.SHEET, html, true),
        new Recipe<>("chat.json", chat, ChatSheet.SHEET, json, true),
        new Recipe<>("chat.csv", chat, ChatSheet.SHEET, csv, true),
        new Recipe<>("chat.xlsx", chat, ChatSheet.SHEET, xlsx, true),
        new Recipe<>("chat.text", chat, ChatSheet.SHEET, new TextFormat(), true),
        new Recipe<>("reservations.xlsx", booked, ReservationSheet.TABLE, xlsx, false),
        new Recipe<>("reservations.csv", booked, ReservationSheet.TABLE, csv, false),
        new Recipe<>("reservations.json", booked, ReservationSheet.TABLE, json, false),
        new Recipe<>("reservations.ics", booked, ReservationCalendar.CALENDAR, ics, false),
        new Recipe<>("reservations.xlsx.zip", booked, ReservationSheet.TABLE, xlsx, true),
        new Recipe<>("reservations.csv.zip", booked, ReservationSheet.TABLE, csv, true),
        new Recipe<>("reservations.json.zip", booked, ReservationSheet.TABLE, json, true),
        new Recipe<>("reservations.ics.zip", booked, ReservationCalendar.CALENDAR, ics, true),
        new Recipe<>("recordings.xlsx", filmed, RecordingSheet.table(), xlsx, false),
        new Recipe<>("recordings.csv", filmed, RecordingSheet.table(), csv, false),
        new Recipe<>("recordings.json", filmed, RecordingSheet.table(), json, false),
        new Recipe<>("recordings.xlsx.zip", filmed, RecordingSheet.table(), xlsx, true),
        new Recipe<>("recordings.csv.zip", filmed, RecordingSheet.table(), csv, true),
        new Recipe<>("recordings.json.zip", filmed, RecordingSheet.table(), json, true),
        new Recipe<>("conference.zip", held, TimelineSheet.table(), json, true),
        new Recipe<>(RocketChat.HTML, chat, ChatSheet.SHEET, html, true),
        new Recipe<>(RocketChat.JSON, chat, RoomExportColumns.SHEET, json, true),
        new Recipe<>(RocketChat.PERSON_HTML, wrote, ChatSheet.OF_PERSON, html, true),
        new Recipe<>(RocketChat.PERSON_JSON, wrote, RoomExportColumns.OF_PERSON, json, true),
        ResourceReservations.recipe(booked, xlsx, config.feishu()),
        MeetingExports.meetings(new ConferenceSource(), xlsx, accounts, config.feishu()),
        MeetingExports.participants(
            new ParticipantSource(new HeldConferences(database)), xlsx, accounts, config.feishu()));
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
                new Feishu.Booking(meetingRooms, reservations),
                new Feishu.Agenda(events, new Invitations(agenda), roomDiaries),
                new HeldConferences(database),
                exports,
                clock),
            config.feishu());
    List<Site> sites =
        List.of(
            Health.site(
                List.of(
                    new Health.Check("database", database::ready),
                    new Health.Check("jobs", jobs::running))),
            feishu,
            feishu.signIn(),
            new RocketChat(
                new RocketChat.House(
                    accounts, tokens, limits, roomDoors, peopleDoors, exports, clock),
                config.rocketchat()),
            new DingTalk(
                new DingTalk.Guard(accounts, apps, organisations, tokens, grants, limits),
                new DingTalk.Doors(
                    liveConferences,
                    new ConferenceInfos(database, conferences),
                    new ScheduledConferences(database, audit, clock, liveConferences),
                    recordings,
                    new Transcripts(database, recordings),
                    recordingWiring.films()),
                clock,
                config.dingtalk()),
            recordingWiring.ledger(new Ledger.People(accounts, apps, tokens, limits), conferences),
            Landing.site());
    return HttpServer.start(config.server(), sites);
  }

  /** Starts to take jobs. */
  void work() {
    List<Round> rounds = new ArrayList<>(recordingWiring.rounds());
    rounds.add(exports.expiry(config.exports()));
    rounds.add(new Round("rooms.check-in", Duration.ofSeconds(10), checkIns::advance));
    rounds.add(events.extension());
    rounds.add(new Round("chat.unconfirmed-files", Duration.ofHours(1), chatFiles::sweep));
    jobs.start(List.of(exports.worker(), outbox.worker(), events.worker()), rounds);
    exports.start();
  }

  /** Starts to take jobs, unless a server runs on the same data and does. */
  void workIfNobodyElseDoes() {
    if (!database.attached()) {
      work();
    }
  }

  /** Fills the sample workspace, unless it is filled. */
  void fillSample() throws IOException {
    new Sample(
            new SamplePeople(accounts, tokens),
            new SampleChat(chatRooms, chatMessages, clock),
            new SampleBooking(meetingRooms, reservations, accounts, clock),
            new SampleConferences(conferences, recordings, clock),
            apps)
        .fill(operator());
  }

  /** Whoever sits at the command line. */
  Caller.Operator operator() {
    return new Caller.Operator(ORGANISATION);
  }

  /** The server's machine, on a database of its own or the one that the configuration names. */
  static Wiring forServer(Config config, Path data) throws IOException {
    Config settled = config.server().port() == 0 ? config.withPort(freePort()) : config;
    return assembled(settled, Database.open(config.database(), data), data);
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

  private static Wiring assembled(Config config, Database database, Path data) throws IOException {
    try {
      return new Wiring(config, database, data);
    } catch (IOException | RuntimeException failed) {
      database.close();
      throw failed;
    }
  }

  /** A port that is free now; links in mails must name it before the server listens. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
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

  CheckIns checkIns() {
    return checkIns;
  }

  /** The newest mails. */
  List<Posted> mails(int limit) {
    return outbox.newest(limit);
  }

  MeetingRooms meetingRooms() {
    return meetingRooms;
  }

  /** The chat room of that id or name. */
  ChatRoom chatRoom(String idOrName) {
    return chatRooms.resolve(operator(), idOrName);
  }

  /** Sets a password and ends every log-in of that account. */
  void setPassword(Account account, String password) {
    database
        .jdbi()
        .useTransaction(handle -> {
          accounts.setPassword(handle, account.id(), password);
          audit.append(handle, operator(), "account.password", "account:" + account.id(), Map.of());
        });
    tokens.revokeAll(account);
  }

  /** Adds an account, audited. */
  void addAccount(Account account, String password, Set<String> roles) {
    database
        .jdbi()
        .useTransaction(handle -> {
          accounts.add(handle, account, Optional.of(password), roles);
          audit.append(
              handle,
              operator(),
              "account.added",
              "account:" + account.id(),
              Map.of(
                  "username", account.username(), "roles", String.join(" ", new TreeSet<>(roles))));
        });
  }

  /** Whoever sits at the command line, for that organisation. */
  Caller.Operator operator(String organisation) {
    return organisations
        .find(organisation)
        .map(found -> new Caller.Operator(found.id()))
        .orElseThrow(() ->
            new RefusedException(
                new Refusal.Invalid("organisation", organisation, "one that was added")));
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

  /** The importer of Slack export zips. */
  SlackImport slackImport() {
    return new SlackImport(database, accounts, chatIntake, ArchiveLimits.USUAL);
  }

  /** The importer of Rocket.Chat's room exports and dumps. */
  RocketChatImport rocketChatImport() {
    return new RocketChatImport(database, accounts, chatIntake, ArchiveLimits.USUAL);
  }

  /** The importer of Mattermost's bulk exports. */
  MattermostImport mattermostImport() {
    return new MattermostImport(database, accounts, chatIntake, ArchiveLimits.USUAL);
  }

  /** The importer of Zulip's organisation exports. */
  ZulipImport zulipImport() {
    return new ZulipImport(database, accounts, chatIntake, ArchiveLimits.USUAL);
  }

  /** The importer of calendars. */
  IcsImport icsImport(ZoneId floating) {
    return new IcsImport(meetingRooms, reservations, accounts, clock, floating);
  }

  /** The importer of folders of recordings. */
  RecordingsImport recordingsImport() {
    return new RecordingsImport(recordings, new Transcripts(database, recordings), accounts, clock);
  }

  /** The watcher of a recorder's folder, with that pause between two looks. */
  RecordingsWatch recordingsWatch(Duration pause) {
    return new RecordingsWatch(
        recordingsImport(), new RecorderFiles(database, clock), clock, pause);
  }

  @Override
  public void close() {
    try {
      exports.close();
    } finally {
      try {
        jobs.close();
      } finally {
        database.close();
      }
    }
  }
}
