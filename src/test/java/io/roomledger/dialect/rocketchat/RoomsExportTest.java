package io.roomledger.dialect.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.roomledger.chat.ChatHouse;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Message;
import io.roomledger.chat.RoomKind;
import io.roomledger.identity.Account;
import io.roomledger.mail.MailSettings;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports by the page of version 3.8: its examples, its errors, the file and the mails. */
class RoomsExportTest {
  private static final Instant NOON = ChatHouse.NOW;

  @TempDir Path folder;
  private GreenMail smtp;
  private RocketChatHouse house;

  @BeforeEach
  void open() {
    smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    smtp.start();
    house =
        new RocketChatHouse(
            folder,
            RocketChatSettings.standard(),
            new MailSettings(
                "127.0.0.1", smtp.getSmtp().getPort(), "rooms@example.org", "", "", "none"));
  }

  @AfterEach
  void close() {
    house.close();
    smtp.stop();
  }

  private String order(String format, String from, String to) {
    return "{\"rid\":\"%s\",\"type\":\"file\",\"dateFrom\":\"%s\",\"dateTo\":\"%s\",\"format\":\"%s\"}"
        .formatted(house.room.id(), from, to, format);
  }

  private Map<String, String> unzip(byte[] zip) throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  private byte[] download(Account who) throws Exception {
    house.chat.jobs.runAll();
    HttpResponse<byte[]> answer =
        house.fetch(house.as(who, house.request("/data-export/" + house.newestExport())));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void examplePageWorksFromTheOrderToTheFile() throws Exception {
    house.chat.said(house.room, house.ann, NOON, "good <b>morning</b>");
    HttpResponse<String> answer =
        house.export(house.admin, order("html", "2000-01-01", "2026-11-25"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"success\":true}");
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    assertThat(answer.headers().firstValue("pragma")).contains("no-cache");
    Map<String, String> entries = unzip(download(house.admin));
    assertThat(entries)
        .containsKeys(house.room.id() + ".html", "assets/", "pages/0001.html", "manifest.json");
    assertThat(String.join("", entries.values()))
        .contains("good &lt;b&gt;morning&lt;/b&gt;")
        .contains("ANN");
  }

  @Test
  void jsonFileHasTheVendorsKeysInItsOrderAndThenTheRest() throws Exception {
    Message first = house.chat.said(house.room, house.ann, NOON, "a \"quoted\"\nline 🎉");
    house.chat.messages.takeIn(
        house.chat.operator,
        new Message(
            "JoinedMessage0001",
            house.room.id(),
            NOON.plusSeconds(1),
            Optional.of(house.admin.id()),
            "",
            "admin",
            "uj",
            Optional.of(first.id()),
            false,
            Optional.of(new Message.Edit(NOON.plusSeconds(2), house.admin.id())),
            java.util.List.of(
                new io.roomledger.chat.Reaction(":+1:", java.util.List.of(house.ann.id()))),
            java.util.List.of()));
    house.export(house.admin, order("json", "2026-03-10", "2026-03-10"));
    assertThat(unzip(download(house.admin)).get("general.json"))
        .isEqualTo(
            "{\"msg\":\"a \\\"quoted\\\"\\nline 🎉\",\"username\":\"ann\","
                + "\"ts\":\"2026-03-10T12:00:00.000Z\",\"_id\":\""
                + first.id()
                + "\",\"name\":\"ANN\",\"tcount\":1,\"tlm\":\"2026-03-10T12:00:01.000Z\"}\n"
                + "{\"msg\":\"joined the channel\",\"username\":\"admin\","
                + "\"ts\":\"2026-03-10T12:00:01.000Z\",\"type\":\"uj\","
                + "\"_id\":\"JoinedMessage0001\",\"name\":\"ADMIN\",\"tmid\":\""
                + first.id()
                + "\",\"editedAt\":\"2026-03-10T12:00:02.000Z\","
                + "\"editedBy\":{\"username\":\"admin\"},"
                + "\"reactions\":{\":+1:\":{\"usernames\":[\"ann\"]}}}\n");
  }

  @Test
  void lastDayBelongsToThePeriodAsAWhole() throws Exception {
    house.chat.said(house.room, house.ann, Instant.parse("2026-03-09T23:59:59.999Z"), "before");
    house.chat.said(house.room, house.ann, Instant.parse("2026-03-10T00:00:00Z"), "first");
    house.chat.said(house.room, house.ann, Instant.parse("2026-03-11T23:59:59.999Z"), "last");
    house.chat.said(house.room, house.ann, Instant.parse("2026-03-12T00:00:00Z"), "after");
    house.export(house.admin, order("json", "2026-03-10", "2026-03-11"));
    assertThat(unzip(download(house.admin)).get("general.json"))
        .contains("first", "last")
        .doesNotContain("before", "after");
  }

  @Test
  void mailTellsOfTheFileWithTheLinkInBothParts() throws Exception {
    house.export(house.admin, order("html", "2000-01-01", "2026-11-25"));
    house.chat.jobs.runAll();
    MimeMessage mail = received();
    String link = "http://rooms.example.org/data-export/" + house.newestExport();
    assertThat(mail.getSubject()).isEqualTo("Channel Export");
    assertThat(mail.getAllRecipients()[0].toString()).isEqualTo("admin@example.org");
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat(parts.getBodyPart(0).getContent().toString()).contains(link);
    assertThat(parts.getBodyPart(1).getContent().toString())
        .contains(
            "Your data file is now ready to download. Click <a href=\""
                + link
                + "\">here</a> to download it.");
  }

  private MimeMessage received() {
    assertThat(smtp.waitForIncomingEmail(Duration.ofSeconds(20).toMillis(), 1)).isTrue();
    return smtp.getReceivedMessages()[0];
  }

  @Test
  void whoeverHasNoAddressGetsTheFileAndNoMail() throws Exception {
    Account silent =
        new Account("SilentAccount0001", "main", "silent", "Silent", Optional.empty(), "", true);
    house.chat.accounts.add(silent, Optional.empty(), java.util.Set.of("admin"));
    assertThat(house.export(silent, order("html", "2000-01-01", "2026-11-25")).body())
        .isEqualTo("{\"success\":true}");
    assertThat(download(silent)).isNotEmpty();
    assertThat(smtp.getReceivedMessages()).isEmpty();
  }

  @Test
  void fileIsItsOwnersAlone() throws Exception {
    house.export(house.admin, order("html", "2000-01-01", "2026-11-25"));
    house.chat.jobs.runAll();
    Account other = house.chat.person("other", "admin", "user");
    String path = "/data-export/" + house.newestExport();
    assertThat(house.send(house.as(other, house.request(path))).statusCode()).isEqualTo(403);
    assertThat(house.send(house.request(path)).statusCode()).isEqualTo(403);
    String unknown = "/data-export/1234567890123456789";
    HttpResponse<String> missing = house.send(house.as(house.admin, house.request(unknown)));
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).isEmpty();
  }

  @Test
  void ownerComesByHeadersCookiesOrQuery() throws Exception {
    house.export(house.admin, order("json", "2000-01-01", "2026-11-25"));
    house.chat.jobs.runAll();
    String path = "/data-export/" + house.newestExport();
    String id = house.admin.id();
    String token = house.token(house.admin);
    HttpResponse<byte[]> byQuery =
        house.fetch(house.request(path + "?rc_uid=" + id + "&rc_token=" + token));
    assertThat(byQuery.statusCode()).isEqualTo(200);
    assertThat(byQuery.headers().firstValue("content-type")).contains("application/zip");
    assertThat(byQuery.headers().firstValue("content-disposition"))
        .contains("attachment; filename*=UTF-8''2026-03-10-ADMIN-data.zip");
    assertThat(byQuery.headers().firstValue("content-security-policy"))
        .contains("default-src 'none'");
    assertThat(byQuery.headers().firstValue("last-modified")).isPresent();
    HttpResponse<byte[]> byCookie =
        house.fetch(
            house
                .request(path)
                .header("Cookie", "rc_uid=" + id + "; rc_token=" + token)
                .header("Range", "bytes=0-3"));
    assertThat(byCookie.statusCode()).isEqualTo(206);
    assertThat(byCookie.body()).isEqualTo(new byte[] {'P', 'K', 3, 4});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                          | [error-invalid-params] | error-invalid-params
          {"type":"file"}                             | [error-invalid-params] | error-invalid-params
          {"rid":"ROOM"}                              | [error-invalid-params] | error-invalid-params
          {"rid":"ROOM","type":"fax"}                 | [error-invalid-params] | error-invalid-params
          {"rid":{},"type":"file"}                    | [error-invalid-params] | error-invalid-params
          {"rid":"nowhere","type":"file"}             | [error-invalid-room]   | error-invalid-room
          {"rid":"ROOM","type":"file"}                | [error-invalid-format] | error-invalid-format
          {"rid":"ROOM","type":"file","format":"pdf"} | [error-invalid-format] | error-invalid-format
          {"rid":"ROOM","type":"email"}               | [error-invalid-recipient] | error-invalid-recipient
          {"rid":"ROOM","type":"email","toUsers":["ann"],"messages":[]} | [error-invalid-messages] | error-invalid-messages
          {"rid":"ROOM","type":"email","toEmails":["nobody"],"messages":["m"]} | [invalid email] | invalid email
          {"rid":"ROOM","type":"file","format":"html","dateFrom":"2026-03-12","dateTo":"2026-03-10"} | From date cannot be after To date [error-invalid-dates] | error-invalid-dates
          {"rid":"ROOM","type":"file","format":"html","dateFrom":"soon"} | [error-invalid-params] | error-invalid-params
          {"rid":"PRIVATE","type":"file","format":"html"} | Not Allowed [error-not-allowed] | error-not-allowed
          {"rid":"ROO                                 | [error-invalid-params] | error-invalid-params
          """)
  void everyErrorOfThePageIsAnsweredAsItShows(String body, String error, String type)
      throws Exception {
    ChatRoom secret = house.chat.room(RoomKind.PRIVATE, "secret", house.ann);
    HttpResponse<String> answer =
        house.export(
            house.admin, body.replace("ROOM", house.room.id()).replace("PRIVATE", secret.id()));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo(
            "{\"success\":false,\"error\":\"" + error + "\",\"errorType\":\"" + type + "\"}");
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
  }

  @Test
  void permissionIsLookedAtBeforeTheRoom() throws Exception {
    assertThat(house.export(house.ann, "{\"rid\":\"nowhere\",\"type\":\"file\"}").body())
        .isEqualTo(
            "{\"success\":false,\"error\":\"Mailing is not allowed [error-action-not-allowed]\","
                + "\"errorType\":\"error-action-not-allowed\"}");
  }

  @Test
  void wrongTokensAreUnauthorized() throws Exception {
    String unauthorized = "{\"success\":false,\"error\":\"unauthorized\"}";
    HttpResponse<String> none = house.post("/api/v1/rooms.export", "application/json", "{}");
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.body()).isEqualTo(unauthorized);
    HttpResponse<String> foreign =
        house.send(
            house
                .request("/api/v1/me")
                .header("X-User-Id", house.ann.id())
                .header("X-Auth-Token", house.token(house.admin)));
    assertThat(foreign.statusCode()).isEqualTo(401);
    assertThat(foreign.body()).isEqualTo(unauthorized);
  }

  @Test
  void dayAfterTheLastOneIsAnEmptyPeriodAndTwoAreTooMany() throws Exception {
    assertThat(house.export(house.admin, order("html", "2026-03-11", "2026-03-10")).statusCode())
        .isEqualTo(200);
    assertThat(house.export(house.admin, order("html", "2026-03-12", "2026-03-10")).statusCode())
        .isEqualTo(400);
    assertThat(house.export(house.admin, order("html", "0000-01-01", "9999-12-31")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void messagesAreMailedAndWhoIsMissingIsSaid() throws Exception {
    Message message = house.chat.said(house.room, house.ann, NOON, "1 < 2\nyes");
    Account silent =
        new Account("SilentAccount0001", "main", "silent", "Silent", Optional.empty(), "", true);
    house.chat.accounts.add(silent, Optional.empty(), java.util.Set.of("user"));
    String body =
        """
        {"rid":"%s","type":"email","toUsers":["%s","silent","nobody"],"toEmails":[" a@b.org "],
         "subject":"News","messages":["%s","unknown"]}
        """
            .formatted(house.room.id(), house.ann.id(), message.id());
    HttpResponse<String> answer = house.export(house.admin, body);
    assertThat(answer.body()).isEqualTo("{\"missing\":[\"silent\",\"nobody\"],\"success\":true}");
    house.chat.jobs.runAll();
    assertThat(smtp.waitForIncomingEmail(Duration.ofSeconds(20).toMillis(), 2)).isTrue();
    MimeMessage mail = smtp.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("News");
    assertThat(mail.getReplyTo()[0].toString()).isEqualTo("admin@example.org");
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat(parts.getBodyPart(1).getContent().toString())
        .contains(
            "<p style='margin-bottom: 5px'><b>ann</b> <span style='color: #aaa; font-size:"
                + " 12px'>03/10/2026 12:00 PM</span><br/>1 &lt; 2<br/>yes</p>");
  }
}
