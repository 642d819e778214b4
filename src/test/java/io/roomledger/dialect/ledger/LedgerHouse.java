package io.roomledger.dialect.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.audit.AuditLog;
import io.roomledger.base.Ids;
import io.roomledger.booking.CheckInSettings;
import io.roomledger.booking.CheckIns;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.Reservations;
import io.roomledger.booking.Utilisation;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.ChatSheet;
import io.roomledger.chat.ChatTranscript;
import io.roomledger.chat.Membership;
import io.roomledger.chat.MessagePages;
import io.roomledger.chat.MessageSearch;
import io.roomledger.chat.RoomKind;
import io.roomledger.chat.RoomPages;
import io.roomledger.conference.ConferenceHouse;
import io.roomledger.conference.FilmBench;
import io.roomledger.conference.Films;
import io.roomledger.conference.HeldConferences;
import io.roomledger.conference.RecordingList;
import io.roomledger.conference.RecordingSettings;
import io.roomledger.conference.RecordingSheet;
import io.roomledger.conference.RecordingSource;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.Retention;
import io.roomledger.conference.RetentionSettings;
import io.roomledger.conference.Timelines;
import io.roomledger.conference.Transcripts;
import io.roomledger.conference.UploadSettings;
import io.roomledger.conference.Uploads;
import io.roomledger.delivery.BucketPlace;
import io.roomledger.delivery.BucketSettings;
import io.roomledger.delivery.Courier;
import io.roomledger.delivery.DeliverySettings;
import io.roomledger.delivery.FolderPlace;
import io.roomledger.delivery.Webhooks;
import io.roomledger.export.Deliveries;
import io.roomledger.export.ExportLinks;
import io.roomledger.export.Exports;
import io.roomledger.export.PastExports;
import io.roomledger.export.Recipe;
import io.roomledger.export.format.CsvFormat;
import io.roomledger.export.format.JsonLinesFormat;
import io.roomledger.film.FilmSettings;
import io.roomledger.hold.Holds;
import io.roomledger.http.HttpServer;
import io.roomledger.http.HttpSettings;
import io.roomledger.http.Json;
import io.roomledger.identity.Account;
import io.roomledger.identity.ApiTokens;
import io.roomledger.identity.App;
import io.roomledger.identity.IdempotencyKeys;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import io.roomledger.job.TestJobs;
import io.roomledger.mail.MailSettings;
import io.roomledger.mail.Outbox;
import io.roomledger.retention.RetentionRules;
import io.roomledger.schedule.Schedules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A running server that speaks its own API, with the people of the conference house. */
final class LedgerHouse implements AutoCloseable {
  static final long LARGEST = 1_000_000;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  final ConferenceHouse people;
  final Tokens tokens;
  final Uploads uploads;
  final Films films;
  final TestJobs jobs;
  final ChatRooms.House chatHouse;
  private final Outbox outbox;
  final Ledger dialect;
  final Agreement agreement;

  /** Where folders of deliveries are; it is not there before a test makes it. */
  final Path places;

  private HttpServer server;

  LedgerHouse(Path folder) {
    people = new ConferenceHouse(folder);
    places = folder.resolve("places");
    jobs = new TestJobs(people.database, people.clock);
    outbox = new Outbox(people.database, jobs.door(), people.clock, MailSettings.defaults());
    chatHouse =
        new ChatRooms.House(
            people.database, people.accounts, outbox, people.audit, people.store, people.clock);
    tokens = new Tokens(people.database, people.clock, people.accounts, people.apps);
    RecordingSettings settings = new RecordingSettings("cn-shenzhen", false, Duration.ofHours(2));
    Recordings recordings = people.recordings(false);
    uploads =
        new Uploads(people.house, settings, new UploadSettings(LARGEST, Duration.ofHours(24)));
    films = new Films(people.house, settings, FilmSettings.standard());
    dialect =
        new Ledger(
            new Ledger.People(
                people.accounts,
                people.apps,
                tokens,
                new ApiTokens(people.database, tokens, people.audit::append, people.clock),
                new IdempotencyKeys(people.database, people.clock),
                new RateLimits(people.clock)),
            new Ledger.Doors(
                new Ledger.RecordingDoors(
                    uploads,
                    recordings,
                    new RecordingList(people.database, people.accounts, settings, people.clock),
                    films,
                    new Ledger.Keeping(
                        new Holds(people.database, people.audit, people.clock),
                        new Retention(people.house, settings, RetentionSettings.standard())),
                    new Ledger.Stories(
                        new Timelines(people.database, people.conferences()),
                        new Transcripts(people.database, recordings),
                        new FilmBench(people).work())),
                exporting(settings),
                new Ledger.ChatDoors(
                    new ChatRooms(chatHouse),
                    new RoomPages(chatHouse),
                    new MessagePages(chatHouse)),
                new AuditLog(people.database, people.audit),
                new RetentionRules(people.database, people.audit, people.clock),
                booking(),
                finding()),
            new LedgerSettings(0, Duration.ofHours(12)));
    agreement = new Agreement(dialect.document());
    server = HttpServer.start(HttpSettings.DEFAULT.withPort(0), List.of(dialect));
  }

  private Ledger.ExportDoors exporting(RecordingSettings settings) {
    Outbox outbox = new Outbox(people.database, jobs.door(), people.clock, MailSettings.defaults());
    var house =
        new Exports.House(
            people.database,
            people.store,
            jobs.door(),
            outbox,
            people.audit,
            people.accounts,
            people.apps,
            people.clock);
    var films =
        new RecordingSource(
            people.database, people.store, people.conferences(), settings, people.accounts);
    var chat = new ChatTranscript(people.database, people.accounts, people.store, file -> "");
    Exports exports =
        new Exports(
            house,
            List.of(
                new Recipe<>(
                    "recordings.csv", films, RecordingSheet.table(), new CsvFormat(), false),
                new Recipe<>("chat.json", chat, ChatSheet.SHEET, new JsonLinesFormat(), true)),
            "http://rooms.example");
    Deliveries deliveries = new Deliveries(house, exports);
    var webhooks =
        new Webhooks(people.database, people.audit, people.clock, DeliverySettings.standard());
    Courier courier =
        new Courier(
            deliveries,
            webhooks,
            outbox,
            due -> new Courier.Link("http://rooms.example/file", people.clock.instant()),
            new Courier.Places(
                new FolderPlace(places.toString()), new BucketPlace(BucketSettings.none())));
    jobs.start(exports.worker(), outbox.worker(), courier);
    return new Ledger.ExportDoors(
        exports,
        new PastExports(exports),
        new ExportLinks(house, exports),
        deliveries,
        new Schedules(house, exports),
        webhooks);
  }

  private Ledger.BookingDoors booking() {
    MeetingRooms rooms = new MeetingRooms(people.database, people.audit, people.clock);
    return new Ledger.BookingDoors(
        rooms,
        new Reservations(people.database, people.audit, people.clock),
        new CheckIns(people.database, people.audit, people.clock, CheckInSettings.standard()),
        new Utilisation(people.database, rooms, people.clock));
  }

  private Ledger.FindingDoors finding() {
    return new Ledger.FindingDoors(
        new MessageSearch(chatHouse), people.conferences(), new HeldConferences(people.database));
  }

  /** Stops the server and starts it again on the same port; whoever is connected is cut off. */
  void restart() {
    int port = server.port();
    server.close();
    server = HttpServer.start(HttpSettings.DEFAULT.withPort(port), List.of(dialect));
  }

  String origin() {
    return "http://127.0.0.1:" + server.port();
  }

  String token(Account account) {
    return tokens.issue(account, "", Duration.ofHours(2), Set.of("*")).token();
  }

  String token(String app, String organisation, String... scopes) {
    App made = new App(app, organisation, "Demo", Set.of(scopes), true);
    people.apps.add(made, app + "-secret");
    return tokens.issue(made, "", Duration.ofHours(2), Duration.ofMinutes(1)).token();
  }

  HttpRequest.Builder request(String path) {
    String address = path.startsWith("http") ? path : origin() + path;
    return HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest sent = request.build();
    HttpResponse<String> answer = CLIENT.send(sent, BodyHandlers.ofString(UTF_8));
    agreement.check(sent.method(), sent.uri().getRawPath(), answer);
    return answer;
  }

  /** A request of that caller. */
  HttpRequest.Builder asking(String path, String token) {
    return request(path).header("Authorization", "Bearer " + token);
  }

  /** Events as they come. */
  Stream stream(String path, String token) throws IOException, InterruptedException {
    return new Stream(
        CLIENT.send(asking(path, token).build(), BodyHandlers.ofInputStream()).body());
  }

  /** Server-sent events, line by line; a test that waits in vain is ended by its time limit. */
  static final class Stream implements AutoCloseable {
    private final BufferedReader lines;

    Stream(InputStream in) {
      lines = new BufferedReader(new InputStreamReader(in, UTF_8));
    }

    /** The lines up to the first that begins so. */
    String until(String beginning) throws IOException {
      StringBuilder read = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        read.append(line).append('\n');
        if (line.startsWith(beginning)) {
          return read.toString();
        }
      }
      throw new AssertionError("the stream ended before " + beginning + ": " + read);
    }

    /** All that is left. */
    String rest() throws IOException {
      return lines.lines().collect(Collectors.joining("\n"));
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  /** A channel of those people. */
  ChatRoom room(String name, Account... members) {
    ChatRoom room =
        new ChatRoom(
            Ids.random(),
            "main",
            RoomKind.CHANNEL,
            name,
            "",
            "",
            "",
            people.clock.instant(),
            Optional.empty(),
            false,
            false);
    List<Membership> all = new ArrayList<>();
    for (Account member : members) {
      all.add(new Membership(member.id(), List.of(), people.clock.instant()));
    }
    return new ChatRooms(chatHouse).create(people.operator(), room, all);
  }

  HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
    return send(request(path).header("Authorization", "Bearer " + token));
  }

  HttpResponse<String> post(String path, String token, String json)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(json)));
  }

  HttpResponse<String> delete(String path, String token) throws IOException, InterruptedException {
    return send(request(path).header("Authorization", "Bearer " + token).DELETE());
  }

  /** A call as tus makes it. */
  HttpRequest.Builder tus(String path, String token) {
    return request(path)
        .header("Authorization", "Bearer " + token)
        .header("Tus-Resumable", "1.0.0");
  }

  /** Begins an upload and answers its address. */
  HttpResponse<String> begin(String token, long size, Map<String, String> metadata)
      throws IOException, InterruptedException {
    return send(
        tus("/ledger/v1/uploads", token)
            .header("Upload-Length", Long.toString(size))
            .header("Upload-Metadata", metadata(metadata))
            .POST(BodyPublishers.noBody()));
  }

  HttpResponse<String> patch(String address, String token, long offset, byte[] bytes)
      throws IOException, InterruptedException {
    return send(patching(address, token, offset, bytes));
  }

  HttpRequest.Builder patching(String address, String token, long offset, byte[] bytes) {
    return tus(address, token)
        .header("Content-Type", "application/offset+octet-stream")
        .header("Upload-Offset", Long.toString(offset))
        .method("PATCH", BodyPublishers.ofByteArray(bytes));
  }

  private static String metadata(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e ->
            e.getKey() + " " + Base64.getEncoder().encodeToString(e.getValue().getBytes(UTF_8)))
        .collect(Collectors.joining(","));
  }

  static JsonNode json(HttpResponse<String> answer) {
    return Json.read(answer.body().getBytes(UTF_8));
  }

  static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Override
  public void close() {
    server.close();
    people.close();
  }
}
