package io.roomledger.dialect.dingtalk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roomledger.booking.MeetingRooms;
import io.roomledger.conference.ConferenceControls;
import io.roomledger.conference.ConferenceHouse;
import io.roomledger.conference.ConferenceInfos;
import io.roomledger.conference.Films;
import io.roomledger.conference.HeldConferences;
import io.roomledger.conference.LiveConferences;
import io.roomledger.conference.Recording;
import io.roomledger.conference.RecordingSettings;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.ScheduledConferences;
import io.roomledger.conference.Transcripts;
import io.roomledger.film.FilmSettings;
import io.roomledger.http.HttpServer;
import io.roomledger.http.HttpSettings;
import io.roomledger.identity.App;
import io.roomledger.identity.ExternalIdKind;
import io.roomledger.identity.Grants;
import io.roomledger.identity.Organisations;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A running server that speaks DingTalk, with the conference of the vendor's page in it. */
final class DingTalkHouse implements AutoCloseable {
  static final String CONFERENCE = ConferenceHouse.CONFERENCE;
  static final String UNION_ID = "WFBkgJvtABCDtSaA1jK4sgiEiE";
  static final String FILM = "0123456789".repeat(100);

  private static final Set<String> SCOPES =
      Set.of(Route.READ, Route.WRITE, "Contact.User.Read", "qyapi_get_member");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  final ConferenceHouse people;
  final App app;
  final Tokens tokens;
  final Grants grants;
  final Organisations organisations;
  final LiveConferences live;
  final ScheduledConferences schedules;
  final DingTalk dialect;
  final HttpServer server;

  DingTalkHouse(Path folder, DingTalkSettings settings) {
    people = new ConferenceHouse(folder);
    app = app("demo", "main", SCOPES);
    tokens = new Tokens(people.database, people.clock, people.accounts, people.apps);
    people.accounts.setExternalId(people.ada.id(), ExternalIdKind.DINGTALK_UNION_ID, UNION_ID);
    grants =
        new Grants(people.database, people.accounts, tokens, people.audit::append, people.clock);
    organisations = new Organisations(people.database, people.audit::append);
    live = new LiveConferences(people.database, people.audit, people.clock);
    schedules = new ScheduledConferences(people.database, people.audit, people.clock, live);
    dialect =
        new DingTalk(
            new DingTalk.Guard(
                people.accounts,
                people.apps,
                organisations,
                tokens,
                grants,
                new RateLimits(people.clock)),
            doors(),
            people.clock,
            settings);
    server = HttpServer.start(HttpSettings.DEFAULT.withPort(0), List.of(dialect));
  }

  private DingTalk.Doors doors() {
    Recordings recordings = people.recordings(false);
    return new DingTalk.Doors(
        new DingTalk.Meetings(
            live,
            new ConferenceControls(people.database, people.audit, people.clock),
            new ConferenceInfos(people.database, people.conferences()),
            new HeldConferences(people.database),
            schedules),
        new DingTalk.Tapes(
            recordings,
            new Transcripts(people.database, recordings),
            new Films(
                people.house,
                new RecordingSettings("cn-shenzhen", false, Duration.ofHours(2)),
                FilmSettings.standard())),
        new MeetingRooms(people.database, people.audit, people.clock));
  }

  /** Without a limit of calls, for tests that share a house and its clock. */
  static DingTalkHouse unlimited(Path folder) {
    return new DingTalkHouse(
        folder,
        new DingTalkSettings(0, Duration.ofHours(2), 0, "zh", 0, java.util.Optional.empty()));
  }

  /** A conference that Ada holds, by the API; answers its id. */
  String create(String title) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        call(
            "POST",
            VideoConferences.ROOT,
            "{\"userId\":\"%s\",\"confTitle\":\"%s\",\"inviteUserIds\":[\"%s\"]}"
                .formatted(UNION_ID, title, people.unionId(people.ben)));
    return Answers.fine(answer).path("conferenceId").asText();
  }

  App app(String id, String organisation, Set<String> scopes) {
    App made = new App(id, organisation, "Demo", scopes, true);
    people.apps.add(made, id + "-secret");
    return made;
  }

  /** The vendor's example: a conference with one recording. */
  Recording example() {
    people.conference(CONFERENCE);
    return people.recording(CONFERENCE, people.ada, FILM);
  }

  String token() {
    return token(app);
  }

  String token(App of) {
    return tokens.issue(of, "", Duration.ofHours(2), Duration.ofMinutes(1)).token();
  }

  static String videos(String conference, String query) {
    return "/v1.0/conference/videoConferences/" + conference + "/cloudRecords/getVideos" + query;
  }

  static String playInfos(String query) {
    return "/v1.0/conference/videoConferences/"
        + CONFERENCE
        + "/cloudRecords/videos/getPlayInfos"
        + query;
  }

  /** Asks for the recordings of a conference with the app's token. */
  HttpResponse<String> getVideos(String conference, String unionId)
      throws IOException, InterruptedException {
    return get(videos(conference, "?unionId=" + unionId), token());
  }

  HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
    return send(request(path).header("x-acs-dingtalk-access-token", token));
  }

  /** Sends JSON with the app's token. */
  HttpResponse<String> call(String method, String path, String json)
      throws IOException, InterruptedException {
    return call(method, path, json, token());
  }

  HttpResponse<String> call(String method, String path, String json, String token)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("x-acs-dingtalk-access-token", token)
            .header("Content-Type", "application/json; charset=utf-8")
            .method(method, BodyPublishers.ofString(json)));
  }

  HttpResponse<String> post(String path, String body, String type)
      throws IOException, InterruptedException {
    return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString(UTF_8));
  }

  @Override
  public void close() {
    server.close();
    people.close();
  }
}
