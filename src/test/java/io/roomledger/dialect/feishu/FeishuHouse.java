package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.audit.Audit;
import io.roomledger.base.Period;
import io.roomledger.base.SettableClock;
import io.roomledger.booking.Booking;
import io.roomledger.booking.EventHouse;
import io.roomledger.booking.Events;
import io.roomledger.booking.Guests;
import io.roomledger.booking.Invitations;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.ReservationSource;
import io.roomledger.booking.Reservations;
import io.roomledger.booking.Reserver;
import io.roomledger.booking.RoomDiaries;
import io.roomledger.booking.RoomLevel;
import io.roomledger.conference.ConferenceSource;
import io.roomledger.conference.HeldConferences;
import io.roomledger.conference.ParticipantSource;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.export.Exports;
import io.roomledger.export.format.XlsxFormat;
import io.roomledger.http.HttpServer;
import io.roomledger.http.HttpSettings;
import io.roomledger.http.Json;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.App;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Departments;
import io.roomledger.identity.Grants;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.SignedTexts;
import io.roomledger.identity.Tokens;
import io.roomledger.job.TestJobs;
import io.roomledger.mail.MailSettings;
import io.roomledger.mail.Outbox;
import io.roomledger.store.FileStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A server that speaks Feishu, with the ids of the vendor's own example: a level, a room, and a
 * reservation that starts at 1655276858.
 */
final class FeishuHouse implements AutoCloseable {
  static final String LEVEL = "omb_57c9cc7d9a81e27e54c8fabfd02759e7";
  static final String ROOM = "omm_eada1d61a550955240c28757e7dec3af";
  static final String SECRET = "baBqE5um9LbFGDy3X7LcfxQX1sqpXlwy";
  static final String USER_TOKEN = "u-7f1bcd13fc57d46bac21793a18e560";
  static final String EXPORTS = "/open-apis/vc/v1/exports/";
  static final String ORDER = EXPORTS + "resource_reservation_list";

  /** What the app may do. */
  static final Set<String> SCOPES =
      Set.of("vc:export", "vc:room", "vc:room:readonly", "calendar:calendar", "calendar:room");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** One of its own for each house: the vendor's SDK keeps tokens by it, for the whole process. */
  final String appId = "cli_" + UUID.randomUUID().toString().substring(0, 8);

  final Database database = TestDatabase.fresh();
  final SettableClock clock = SettableClock.at("2022-06-15T09:30:00Z");
  final Accounts accounts = new Accounts(database, clock);
  final Apps apps = new Apps(database, clock);
  final Tokens tokens = new Tokens(database, clock, accounts, apps);
  final TestJobs jobs = new TestJobs(database, clock);
  final MeetingRooms rooms;
  final Reservations reservations;
  final Events events;
  final Exports exports;
  final Departments departments;
  final Grants grants;
  final Feishu.Doors doors;
  final Feishu dialect;
  final HttpServer server;
  final Caller operator = new Caller.Operator(Accounts.MAIN);
  final Account manager = account("manager", "admin");

  FeishuHouse(Path folder) throws IOException {
    Audit audit = new Audit(clock);
    departments = new Departments(database, audit::append);
    rooms = new MeetingRooms(database, audit, clock);
    reservations = new Reservations(database, audit, clock);
    EventHouse agenda = new EventHouse(database, jobs.door(), audit, accounts, apps, clock);
    events = new Events(agenda);
    FeishuSettings settings = FeishuSettings.standard();
    exports =
        new Exports(
            new Exports.House(
                database,
                new FileStore(folder, clock),
                jobs.door(),
                new Outbox(database, jobs.door(), clock, MailSettings.defaults()),
                audit,
                accounts,
                apps,
                clock),
            List.of(
                ResourceReservations.recipe(
                    new ReservationSource(rooms, accounts), new XlsxFormat(), settings),
                MeetingExports.meetings(
                    new ConferenceSource(accounts), new XlsxFormat(), accounts, settings),
                MeetingExports.participants(
                    new ParticipantSource(new HeldConferences(database)),
                    new XlsxFormat(),
                    accounts,
                    settings)),
            "http://127.0.0.1");
    jobs.start(exports.worker(), events.worker());
    grants = new Grants(database, accounts, tokens, audit::append, clock);
    doors =
        new Feishu.Doors(
            new Feishu.Identity(
                new Feishu.Directory(accounts, departments),
                apps,
                tokens,
                grants,
                new RateLimits(clock),
                new SignedTexts(database)),
            new Feishu.Booking(rooms, reservations),
            new Feishu.Agenda(
                events, new Invitations(agenda), new RoomDiaries(agenda, reservations)),
            new HeldConferences(database),
            exports,
            clock);
    dialect = new Feishu(doors, settings);
    server = HttpServer.start(HttpSettings.DEFAULT.withPort(0), List.of(dialect, dialect.signIn()));
    furnish();
  }

  private void furnish() {
    apps.add(new App(appId, Accounts.MAIN, "Exporter", SCOPES, true), SECRET);
    tokens.accept(manager, USER_TOKEN, clock.instant().plus(Duration.ofDays(1)), Set.of("*"));
    UUID level = RoomIds.level(LEVEL).orElseThrow();
    rooms
        .levels()
        .add(
            operator,
            new RoomLevel(
                level,
                Optional.of(rooms.levels().root(operator).id()),
                "Building",
                Optional.empty()));
    rooms.add(
        operator,
        new MeetingRoom(
            RoomIds.room(ROOM).orElseThrow(),
            level,
            "木星",
            10,
            "LM134742334",
            MeetingRoom.Rules.FREE));
    Instant start = Instant.ofEpochSecond(1655276858);
    reservations.book(
        operator,
        new Booking(
            UUID.randomUUID(),
            RoomIds.room(ROOM).orElseThrow(),
            "=周会",
            new Reserver("account:" + manager.id(), "张三", "研发部"),
            new Guests(10, 8),
            new Period(start, start.plus(Duration.ofHours(1)))));
  }

  /** Another server on the same database, which remembers nothing of what this one did. */
  HttpServer anotherServer() {
    Feishu.Identity known = doors.identity();
    Feishu.Identity fresh =
        new Feishu.Identity(
            known.directory(),
            known.apps(),
            new Tokens(database, clock, new Accounts(database, clock), new Apps(database, clock)),
            known.grants(),
            known.limits(),
            new SignedTexts(database));
    Feishu other =
        new Feishu(
            new Feishu.Doors(
                fresh, doors.booking(), doors.agenda(), doors.conferences(), exports, clock),
            FeishuSettings.standard());
    return HttpServer.start(HttpSettings.DEFAULT.withPort(0), List.of(other));
  }

  /** Somebody who is there, with one role. */
  Account account(String name, String role) {
    Account account =
        new Account(
            (name + "xxxxxxxxxxxxxxxxx").substring(0, 17),
            Accounts.MAIN,
            name,
            name,
            Optional.empty(),
            "",
            true);
    accounts.add(account, Optional.empty(), Set.of(role));
    return account;
  }

  String origin() {
    return "http://127.0.0.1:" + server.port();
  }

  /** A token of the app, as {@code Authorization} wants it. */
  String appToken() throws Exception {
    return appToken(appId);
  }

  /** A token of another app, that has these scopes. */
  String appToken(Set<String> scopes) throws Exception {
    String id = "cli_" + UUID.randomUUID().toString().substring(0, 8);
    apps.add(new App(id, Accounts.MAIN, "Other", scopes, true), SECRET);
    return appToken(id);
  }

  private String appToken(String app) throws Exception {
    Reply reply =
        post(
            "/open-apis/auth/v3/tenant_access_token/internal",
            "",
            Map.of("app_id", app, "app_secret", SECRET));
    return "Bearer " + reply.json().path("tenant_access_token").textValue();
  }

  /**
   * What came back.
   *
   * @param http as it came
   */
  record Reply(HttpResponse<byte[]> http) {
    int status() {
      return http.statusCode();
    }

    JsonNode json() {
      return Json.read(http.body());
    }

    int code() {
      return json().path("code").intValue();
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }
  }

  Reply post(String path, String authorization, Object body) throws Exception {
    byte[] bytes =
        body instanceof String text
            ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8)
            : Json.bytes(body);
    return send(request(path, authorization).POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
  }

  Reply patch(String path, String authorization, Object body) throws Exception {
    return send(
        request(path, authorization)
            .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  Reply delete(String path, String authorization) throws Exception {
    return send(request(path, authorization).DELETE());
  }

  Reply get(String path, String authorization) throws Exception {
    return send(request(path, authorization));
  }

  HttpRequest.Builder request(String path, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : origin() + path));
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  Reply send(HttpRequest.Builder request) throws Exception {
    return new Reply(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
  }

  @Override
  public void close() {
    server.close();
    exports.close();
    database.close();
  }
}
