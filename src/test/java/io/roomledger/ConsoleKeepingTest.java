package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Period;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.TestDatabase;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.identity.Caller;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, on the wire: holds. */
class ConsoleKeepingTest {
  @TempDir private static Path folder;
  private static DatabaseSettings settings;
  private static RunningServer server;
  private static ConsoleClient mara;

  @BeforeAll
  static void start() throws Exception {
    settings = TestDatabase.freshSettings();
    server = RunningServer.on(settings, folder, Map.of());
    server.wiring().accountDesk().setPassword(server.wiring().account("aiko"), "aiko-password");
    mara = ConsoleClient.of(server.address(), "admin", "roomledger-demo");
  }

  @AfterAll
  static void stop() {
    mara.close();
    server.close();
  }

  private static String place(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  @Test
  void administratorsAreToldHowTheServerIs() throws Exception {
    String page = mara.get("/administration/health").body();
    assertThat(page)
        .contains("PostgreSQL 1", "Files can be written and read", "Its chain")
        .contains("Set mail.host and mail.from");
    try (ConsoleClient aiko = ConsoleClient.of(server.address(), "aiko", "aiko-password")) {
      assertThat(aiko.get("/").body()).doesNotContain("/administration/health");
      assertThat(aiko.get("/administration/health").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void whatFailedIsOrderedAgainFromHome() throws Exception {
    Wiring wiring = server.wiring();
    ExportOrder order =
        new ExportOrder(
            "chat.json",
            Period.ALWAYS,
            Selection.of("room", wiring.chatRoom("studio").id()),
            "studio.zip",
            Optional.empty());
    Caller admin = wiring.accounts().caller(wiring.account("admin"), Set.of("*"), "127.0.0.1");
    long id = wiring.exports().order(admin, order).id();
    mara.get("/exports/live?id=" + id);
    assertThat(mara.get("/").body()).doesNotContain("/exports/" + id + "/again");
    try (Connection database =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = database.createStatement()) {
      statement.executeUpdate(
          "UPDATE job SET status = 'FAILED', reason = 'the disk was full' WHERE id = " + id);
    }
    assertThat(mara.get("/").body()).contains("the disk was full", "/exports/" + id + "/again");
    assertThat(place(mara.post("/exports/" + id + "/again")))
        .matches("/exports/[0-9]+\\?said=ordered")
        .doesNotContain("" + id);
  }

  @Test
  void aRuleIsLookedAtConfirmedAndWithdrawn() throws Exception {
    assertThat(mara.get("/retention").body()).contains("Nobody has said otherwise");
    String asked = "what=messages.chat-room&subject=studio&keep=days&days=2";
    String seen = mara.get("/retention/preview?" + asked).body();
    assertThat(seen).contains("messages go.", "cannot be brought back", "name=\"confirmation\"");
    Matcher confirmed = Pattern.compile("name=\"confirmation\" value=\"([^\"]+)\"").matcher(seen);
    assertThat(confirmed.find()).isTrue();
    String[] rule = {
      "what",
      "messages.chat-room",
      "subject",
      "studio",
      "keep",
      "days",
      "days",
      "2",
      "confirmation",
      ""
    };
    assertThat(mara.post("/retention", rule).statusCode()).isEqualTo(409);
    rule[rule.length - 1] = confirmed.group(1);
    assertThat(place(mara.post("/retention", rule))).isEqualTo("/retention?said=retentionWaits");
    String list = mara.get("/retention").body();
    assertThat(list).contains("Kept for 2 days", "from ");
    Matcher withdraw = Pattern.compile("/retention/\\d+/withdraw").matcher(list);
    assertThat(withdraw.find()).isTrue();
    assertThat(place(mara.post(withdraw.group()))).contains("said=retentionWithdrawn");
    assertThat(mara.post(withdraw.group()).statusCode()).isEqualTo(409);
    assertThat(mara.get("/retention").body()).doesNotContain("Kept for 2 days");
    assertThat(mara.post("/retention/x/withdraw").statusCode()).isEqualTo(404);
    assertThat(mara.get("/retention/preview?" + asked.replace("days=2", "days=x")).body())
        .contains("A number of days, 1 to 36,500.", "value=\"studio\"");
    assertThat(mara.get("/retention/preview?" + asked.replace("studio", "nn")).body())
        .contains("There is no room or level of that name.");
    assertThat(mara.get("/retention/preview?what=messages.organisation&keep=as-above").body())
        .contains("Nothing is above the whole organisation");
    assertThat(mara.get("/retention/preview?what=x&keep=for-ever").statusCode()).isEqualTo(400);
    try (ConsoleClient aiko = ConsoleClient.of(server.address(), "aiko", "aiko-password")) {
      assertThat(aiko.get("/").body()).doesNotContain("\"/retention\"");
      assertThat(aiko.get("/retention").statusCode()).isEqualTo(403);
      assertThat(aiko.get("/retention/preview?" + asked).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void somethingIsHeldFoundAndLiftedWithAReason() throws Exception {
    mara.get("/holds");
    assertThat(mara.post("/holds", "kind", "person", "subject", "aiko", "reason", "").statusCode())
        .isEqualTo(400);
    assertThat(mara.post("/holds", "kind", "x", "subject", "aiko", "reason", "y").statusCode())
        .isEqualTo(400);
    assertThat(mara.post("/holds", "kind", "person", "subject", "nn", "reason", "y").statusCode())
        .isEqualTo(404);
    HttpResponse<String> held =
        mara.post("/holds", "kind", "person", "subject", "aiko", "reason", "Case 7 <b>");
    assertThat(place(held)).isEqualTo("/holds?kind=person&said=held");
    String list = mara.get("/holds?words=case+7").body();
    assertThat(list).contains("Case 7 &lt;b&gt;", "What a person wrote");
    assertThat(mara.get("/holds?words=other").body()).contains("No such hold");
    assertThat(mara.get("/holds?kind=nothing").statusCode()).isEqualTo(400);
    Matcher lift = Pattern.compile("/holds/\\d+/lift").matcher(list);
    assertThat(lift.find()).isTrue();
    assertThat(mara.get(lift.group()).body()).contains("can be changed and deleted again");
    assertThat(mara.post(lift.group(), "reason", " ").statusCode()).isEqualTo(400);
    assertThat(place(mara.post(lift.group(), "reason", "settled"))).contains("said=lifted");
    assertThat(mara.get("/holds?kind=person").body()).doesNotContain("Case 7");
    assertThat(mara.get("/holds?kind=person&lifted=yes").body()).contains("settled");
    assertThat(mara.get("/holds/x/lift").statusCode()).isEqualTo(404);
    try (ConsoleClient aiko = ConsoleClient.of(server.address(), "aiko", "aiko-password")) {
      assertThat(aiko.get("/").body()).doesNotContain("\"/holds\"");
      assertThat(aiko.get("/holds").statusCode()).isEqualTo(403);
      assertThat(
              aiko.post("/holds", "kind", "person", "subject", "aiko", "reason", "x").statusCode())
          .isEqualTo(403);
    }
  }
}
