package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.db.Await;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ordering exports, their proof, schedules and webhooks, on the wire. */
class ConsoleExportsTest {
  private static final String ROOM = "iu7jtPAhvEeAS5tNq";
  private static final String KEY =
      "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
  private static final String[] STUDIO = {"kind", "chat", "room", ROOM};

  @TempDir private static Path folder;
  private static RunningServer server;
  private static ConsoleClient mara;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.withSample(folder, Map.of());
    mara = ConsoleClient.of(server.address(), "admin", "roomledger-demo");
  }

  @AfterAll
  static void stop() {
    mara.close();
    server.close();
  }

  private static String[] studio(String... more) {
    String[] all = java.util.Arrays.copyOf(STUDIO, STUDIO.length + more.length);
    System.arraycopy(more, 0, all, STUDIO.length, more.length);
    return all;
  }

  private static String look(String... more) throws Exception {
    return mara.post("/exports/new/look", studio(more)).body();
  }

  /** Orders, waits until it is done, and answers where it is. */
  private static String done(String... more) throws Exception {
    HttpResponse<String> ordered = mara.post("/exports/new", studio(more));
    assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(303);
    String place = ordered.headers().firstValue("Location").orElseThrow().replaceAll("\\?.*", "");
    Await.until(
        "it is done", Duration.ofSeconds(60), () -> mara.get(place).body().contains("SHA-256"));
    return place;
  }

  @Test
  void thePanelSaysHowMuchItIsAndWhichFieldIsWrong() throws Exception {
    assertThat(look()).contains("19 messages", "2 files", "This much is in it now");
    assertThat(look("words", "checklist")).containsPattern(">[1-9] messages?<");
    assertThat(look("attachments", "leave")).doesNotContain("2 files");
    assertThat(look("person", "nobody-at-all")).contains("Nobody is called nobody-at-all");
    assertThat(look("seal", "keys", "recipients", "age1nonsense"))
        .contains("id=\"wrong-recipients\"", "age1nonsense is no public key");
    assertThat(look("seal", "keys", "recipients", KEY)).contains("19 messages");
    assertThat(look("seal", "passphrase", "passphrase", "short")).contains("Too short");
    assertThat(look("seal", "passphrase", "passphrase", "aaaaaaaaaaaaaaaa")).contains("Weak");
    assertThat(look("seal", "passphrase", "passphrase", "Correct-horse battery 7 staple"))
        .contains("Strong", "19 messages");
    assertThat(look("mail", "nonsense")).contains("nonsense is no mail address");
    assertThat(look("from", "2022-01-02", "to", "2022-01-01")).contains("or before the first one");
    HttpResponse<String> refused =
        mara.post("/exports/new", studio("seal", "keys", "recipients", "x", "words", "kept words"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .as("nothing that was filled in is lost")
        .contains("x is no public key", "kept words", "value=\"" + ROOM + "\" checked");
  }

  @Test
  void roomsAndPeopleAreFoundByNameWithAndWithoutScript() throws Exception {
    assertThat(mara.post("/exports/new/find/person", studio("find-person", "priya")).body())
        .contains("Priya Nair", "@priya")
        .doesNotContain("<html");
    assertThat(mara.post("/exports/new/find/room", studio("find-room", "move")).body())
        .contains("checked><span>Studio", "Move planning");
    assertThat(
            mara.post("/exports/new", studio("do", "find", "find-person", "priya", "words", "x"))
                .body())
        .contains("<html", "Priya Nair", "value=\"x\"");
  }

  @Test
  void whatOneChoseIsRememberedForTheNextOrderButNoSecret() throws Exception {
    String place = done("format", "text", "attachments", "leave", "names", "replace", "keep", "7");
    assertThat(mara.get("/exports/new?kind=chat").body())
        .contains(
            "name=\"format\" value=\"text\" checked",
            "name=\"attachments\" value=\"leave\" checked",
            "name=\"names\" value=\"replace\" checked",
            "<option value=\"7\" selected>");
    assertThat(mara.get("/exports/new?again=" + place.replaceAll(".*/", "")).body())
        .contains("value=\"" + ROOM + "\" checked", "value=\"text\" checked");
    assertThat(mara.get(place).body()).contains("Kept until", "<dt>Names</dt>");
  }

  @Test
  void anExportIsVerifiedReadLinkedMailedAndDeleted() throws Exception {
    String place = done("format", "html");
    assertThat(mara.post(place + "/verify").body())
        .contains("Nothing is wrong with it", "which this server signed");
    assertThat(mara.get(place + "/manifest").body())
        .contains(
            "Signed by this server", ROOM + ".html", "<dd>19</dd>", "First", "Last", "chat.html");

    String linked = mara.post(place + "/links", "days", "7").body();
    Matcher link =
        Pattern.compile("id=\"made\">http://[^/]+(/ledger/v1/files/[^<]+)<").matcher(linked);
    assertThat(link.find()).isTrue();
    assertThat(server.get(link.group(1)).statusCode()).isEqualTo(200);
    String page = mara.get(place).body();
    assertThat(page)
        .contains("opened once", "Fetched the file", "Had it verified", "Read what is in it")
        .doesNotContain(link.group(1));
    Matcher end = Pattern.compile("action=\"(" + place + "/links/\\d+/end)\"").matcher(page);
    assertThat(end.find()).isTrue();
    mara.post(end.group(1));
    assertThat(server.get(link.group(1)).statusCode()).isEqualTo(403);

    assertThat(mara.post(place + "/mail", "mail", "nobody").body()).contains("is no mail address");
    assertThat(mara.post(place + "/mail", "mail", "ann@example.org").statusCode()).isEqualTo(303);
    assertThat(mara.get(place).body()).contains("Mail to ann@example.org");

    assertThat(mara.get(place + "/delete").body()).contains("is deleted for good");
    mara.post(place + "/delete");
    assertThat(mara.get(place).body()).contains("Expired", "Deleted the file");
    assertThat(mara.get(place + "/file").statusCode()).isEqualTo(409);
  }

  @Test
  void anEncryptedExportIsCheckedByItsHashAndShowsNoManifest() throws Exception {
    String place = done("seal", "keys", "recipients", KEY);
    assertThat(mara.get(place).body()).doesNotContain(place + "/manifest");
    assertThat(mara.get(place + "/manifest").body()).contains("Nothing to read here");
    assertThat(mara.post(place + "/verify").body()).contains("its hash was checked");
  }

  @Test
  void everyKindOfRecordIsOrderedAtTheSamePanel() throws Exception {
    for (String kind : new String[] {"reservations", "recordings", "conferences"}) {
      String panel = mara.get("/exports/new?kind=" + kind).body();
      assertThat(panel).as(kind).containsPattern("class=\"count\">[0-9]+ records?<");
      Matcher level = Pattern.compile("name=\"level\" value=\"([^\"]+)\"").matcher(panel);
      String[] fields =
          level.find()
              ? new String[] {"kind", kind, "level", level.group(1), "format", "csv"}
              : new String[] {"kind", kind, "format", "csv"};
      assertThat(mara.post("/exports/new", fields).headers().firstValue("Location").orElse(""))
          .as(kind)
          .startsWith("/exports/");
    }
  }

  @Test
  void exportsAreFoundByWhatTheyAre() throws Exception {
    String place = done("format", "csv");
    String id = place.substring(place.lastIndexOf('/') + 1);
    String found = "href=\"" + place + "\"";
    for (String asked :
        new String[] {
          "words=" + id, "words=studio", "state=done", "kind=chat", "who=admin", "room=" + ROOM
        }) {
      assertThat(mara.get("/exports?" + asked).body()).as(asked).contains(found);
    }
    for (String asked :
        new String[] {
          "words=nothing-like-it",
          "state=failed",
          "kind=recordings",
          "who=priya",
          "room=x",
          "to=2001-01-01"
        }) {
      assertThat(mara.get("/exports?" + asked).body()).as(asked).doesNotContain(found);
    }
  }

  @Test
  void aScheduleIsAddedRunChangedPausedAndDeleted() throws Exception {
    HttpResponse<String> added =
        mara.post(
            "/exports/new",
            studio(
                "repeat",
                "week",
                "day",
                "5",
                "at",
                "03:15",
                "span",
                "LAST_WEEK",
                "title",
                "Fridays"));
    assertThat(added.headers().firstValue("Location").orElse(""))
        .startsWith("/schedules?said=scheduled");
    String page = mara.get("/schedules").body();
    assertThat(page).contains("Fridays", "every Friday at 03:15", "The week before", "next ");
    Matcher found = Pattern.compile("action=\"(/schedules/(\\d+))/run\"").matcher(page);
    assertThat(found.find()).isTrue();
    String place = found.group(1);
    String ran = mara.post(place + "/run").headers().firstValue("Location").orElse("");
    assertThat(ran).startsWith("/exports/");
    assertThat(mara.get("/schedules").body()).contains(ran.replaceAll("\\?.*", ""));

    String panel = mara.get("/exports/new?schedule=" + found.group(2)).body();
    assertThat(panel).contains("Change the schedule", "value=\"03:15\"", "value=\"Fridays\"");
    mara.post(
        "/exports/new",
        studio("schedule", found.group(2), "repeat", "day", "at", "04:00", "title", "Nights"));
    assertThat(mara.get("/schedules").body())
        .contains("Nights", "every night at 04:00")
        .doesNotContain("Fridays");
    mara.post(place + "/pause");
    assertThat(mara.get("/schedules").body()).contains("Paused");
    mara.post(place + "/resume");
    assertThat(mara.get(place + "/delete").body()).contains("Nights runs no more");
    mara.post(place + "/delete");
    assertThat(mara.get("/schedules").body()).contains("Nothing is repeated yet");
    assertThat(look("repeat", "day", "at", "99:99")).contains("99:99 is no time of day");
  }

  @Test
  void aWebhookShowsItsSecretOnceAndWhatItWasTold() throws Exception {
    assertThat(mara.post("/webhooks", "name", "x", "url", "http://127.0.0.1/x").body())
        .contains("not in a private network");
    String made = mara.post("/webhooks", "name", "Archive", "url", "https://hook.invalid/x").body();
    Matcher secret = Pattern.compile("id=\"secret\">([^<]+)<").matcher(made);
    assertThat(secret.find()).isTrue();
    String page = mara.get("/webhooks").body();
    assertThat(page)
        .contains("Archive", "Nothing was sent to it yet")
        .doesNotContain(secret.group(1));
    Matcher hook = Pattern.compile("action=\"/webhooks/([^/]+)/test\"").matcher(page);
    assertThat(hook.find()).isTrue();
    assertThat(mara.post("/webhooks/" + hook.group(1) + "/test").body())
        .contains("It does not answer as it should");

    String place = done("webhook", hook.group(1));
    Await.until(
        "it was tried", Duration.ofSeconds(60), () -> mara.get("/webhooks").body().contains(place));
    assertThat(mara.get(place).body()).contains("Webhook " + hook.group(1), "Try now");
    Matcher retry =
        Pattern.compile("action=\"(" + place + "/deliveries/\\d+/retry)\"")
            .matcher(mara.get(place).body());
    assertThat(retry.find()).isTrue();
    Await.until(
        "the first try, whose failure is seen before its job rests, is no longer under way",
        Duration.ofSeconds(60),
        () -> mara.post(retry.group(1)).statusCode() == 303);
    assertThat(mara.get("/webhooks/" + hook.group(1) + "/delete").body())
        .contains("its secret is erased");
    mara.post("/webhooks/" + hook.group(1) + "/delete");
    assertThat(mara.get("/webhooks").body()).contains("No webhook yet");
  }

  @Test
  void whoManagesNothingSeesTheirOwnOnly() throws Exception {
    String place = done("format", "json");
    server.wiring().accountDesk().setPassword(server.wiring().account("aiko"), "aiko-pass");
    try (ConsoleClient aiko = ConsoleClient.of(server.address(), "aiko", "aiko-pass")) {
      assertThat(aiko.get("/exports").body()).contains("Nothing has been exported yet");
      assertThat(aiko.get(place).statusCode()).isEqualTo(404);
      assertThat(aiko.get(place + "/manifest").statusCode()).isEqualTo(404);
      assertThat(aiko.get("/webhooks").statusCode()).isEqualTo(403);
      assertThat(aiko.get("/schedules").body()).contains("Nothing is repeated yet");
      assertThat(aiko.post("/exports/new/look", STUDIO).body()).contains("mail-messages");
    }
  }

  @Test
  void messagesAreFoundByRoomPersonAndDayAndWhatWasFoundIsExported() throws Exception {
    String all = mara.get("/search?words=checklist").body();
    assertThat(all).contains("<mark>checklist</mark>", "Export what was found");
    Matcher panel = Pattern.compile("href=\"(/exports/new\\?kind=chat[^\"]+)\"").matcher(all);
    assertThat(panel.find()).isTrue();
    assertThat(mara.get(panel.group(1).replace("&amp;", "&")).body())
        .contains("value=\"" + ROOM + "\" checked", "value=\"checklist\"")
        .containsPattern("class=\"count\">[1-9]");
    assertThat(mara.get("/search?words=checklist&person=priya").body()).contains("<mark>");
    assertThat(mara.get("/search?words=checklist&person=tomas").body()).contains("Nothing found");
    assertThat(mara.get("/search?words=checklist&to=2001-01-01").body()).contains("Nothing found");
    assertThat(mara.get("/search?words=studio").body()).contains("href=\"/chat-rooms/" + ROOM);
    assertThat(mara.get("/search?words=x&from=soon").statusCode()).isEqualTo(400);
  }

  @Test
  void aRoomShowsItsPeopleAndThatSomethingWasDeleted() throws Exception {
    assertThat(mara.get("/chat-rooms/" + ROOM + "/members").body())
        .contains("Priya Nair", "@priya", "What they wrote");
    assertThat(mara.get("/chat-rooms/" + ROOM + "/members?words=priya").body())
        .contains("1 person")
        .doesNotContain("@tomas");
    String headers = mara.post("/tokens", "name", "deleting").body();
    Matcher token = Pattern.compile("<code>(\\S{43})</code>").matcher(headers);
    assertThat(token.find()).isTrue();
    String[] me = {
      "X-Auth-Token", token.group(1), "X-User-Id", server.wiring().account("admin").id()
    };
    String said =
        new String(
            server
                .post(
                    "/api/v1/chat.postMessage",
                    "{\"roomId\":\"" + ROOM + "\",\"text\":\"soon gone\"}",
                    me)
                .body(),
            java.nio.charset.StandardCharsets.UTF_8);
    Matcher id = Pattern.compile("\"_id\":\"([A-Za-z0-9]{17})\"").matcher(said);
    assertThat(id.find()).as(said).isTrue();
    assertThat(mara.get("/chat-rooms/" + ROOM).body()).contains("soon gone");
    server.post(
        "/api/v1/chat.delete",
        "{\"roomId\":\"" + ROOM + "\",\"msgId\":\"" + id.group(1) + "\"}",
        me);
    assertThat(mara.get("/chat-rooms/" + ROOM).body())
        .contains("A message was deleted", "id=\"m-" + id.group(1) + "\"")
        .doesNotContain("soon gone");
  }
}
