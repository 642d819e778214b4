package io.roomledger.dialect.rocketchat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roomledger.chat.ChatHouse;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.ChatSheet;
import io.roomledger.chat.RoomKind;
import io.roomledger.export.Exports;
import io.roomledger.export.Recipe;
import io.roomledger.export.format.HtmlFormat;
import io.roomledger.export.format.JsonLinesFormat;
import io.roomledger.http.HttpServer;
import io.roomledger.http.HttpSettings;
import io.roomledger.identity.Account;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import io.roomledger.mail.MailSettings;
import io.roomledger.people.People;
import io.roomledger.people.PersonalTokens;
import io.roomledger.people.Preferences;
import io.roomledger.people.Rights;
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
import java.util.Optional;
import java.util.Set;

/** A running server that speaks Rocket.Chat: an administrator, Ann who is none, and their room. */
final class RocketChatHouse implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  final ChatHouse chat;
  final Account admin;
  final Account ann;
  final ChatRoom room;
  final Tokens tokens;
  final Exports exports;
  final PeopleDoors people;
  final RocketChat dialect;
  final HttpServer server;

  RocketChatHouse(Path folder, RocketChatSettings settings) {
    this(folder, settings, MailSettings.defaults());
  }

  RocketChatHouse(Path folder, RocketChatSettings settings, MailSettings mail) {
    chat = new ChatHouse(folder, mail);
    admin = chat.person("admin", "admin", "user");
    ann = chat.person("ann", "user");
    room = chat.room(RoomKind.CHANNEL, "general", ann, admin);
    tokens =
        new Tokens(
            chat.database,
            chat.clock,
            chat.accounts,
            new io.roomledger.identity.Apps(chat.database, chat.clock));
    Preferences preferences = new Preferences(chat.database, chat.audit, chat.clock);
    people =
        new PeopleDoors(
            new People(
                new People.House(
                    chat.database, chat.accounts, preferences, chat.audit, chat.clock)),
            new Rights(chat.database, chat.accounts, chat.audit),
            new PersonalTokens(chat.database, tokens, chat.audit),
            preferences);
    exports =
        chat.exports(
            List.of(
                new Recipe<>(
                    RocketChat.HTML, chat.transcript, ChatSheet.SHEET, new HtmlFormat(), true),
                new Recipe<>(
                    RocketChat.JSON,
                    chat.transcript,
                    RoomExportColumns.SHEET,
                    new JsonLinesFormat(),
                    true),
                new Recipe<>(
                    RocketChat.PERSON_HTML,
                    chat.written,
                    ChatSheet.OF_PERSON,
                    new HtmlFormat(),
                    true),
                new Recipe<>(
                    RocketChat.PERSON_JSON,
                    chat.written,
                    RoomExportColumns.OF_PERSON,
                    new JsonLinesFormat(),
                    true)));
    dialect =
        new RocketChat(
            new RocketChat.House(
                chat.accounts,
                tokens,
                new RateLimits(chat.clock),
                new RoomDoors(
                    chat.rooms,
                    chat.overviews,
                    chat.changes,
                    chat.memberships,
                    chat.messages,
                    chat.files),
                people,
                exports,
                chat.clock),
            settings);
    server = HttpServer.start(HttpSettings.DEFAULT.withPort(0), List.of(dialect));
  }

  /** Settings of that generation, and otherwise the vendor's. */
  static RocketChatSettings generation(int number) {
    return new RocketChatSettings(number, 10, Duration.ofDays(90));
  }

  /** Makes an account with a password, to log in with. */
  Account withPassword(String username, String password, String... roles) {
    Account account =
        new Account(
            io.roomledger.base.Ids.random(),
            io.roomledger.identity.Accounts.MAIN,
            username,
            "Bob B.",
            Optional.of(username + "@example.org"),
            "",
            true);
    chat.accounts.add(account, Optional.of(password), Set.of(roles));
    return account;
  }

  String token(Account account) {
    return tokens.issue(account, "", Duration.ofDays(1), Set.of("*")).token();
  }

  HttpResponse<String> export(Account account, String body) throws Exception {
    return post("/api/v1/rooms.export", account, body);
  }

  HttpResponse<String> post(String path, Account account, String body) throws Exception {
    return send(
        as(account, request(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> post(String path, String type, String body) throws Exception {
    return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  HttpRequest.Builder as(Account account, HttpRequest.Builder request) {
    return request.header("X-User-Id", account.id()).header("X-Auth-Token", token(account));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString(UTF_8));
  }

  HttpResponse<byte[]> fetch(HttpRequest.Builder request) throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** The number of the newest export. */
  long newestExport() {
    return chat.database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("SELECT max(id) FROM export").mapTo(Long.class).one());
  }

  @Override
  public void close() {
    server.close();
    chat.close();
  }
}
