package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, on the wire: holds. */
class ConsoleKeepingTest {
  @TempDir private static Path folder;
  private static RunningServer server;
  private static ConsoleClient mara;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.withSample(folder, Map.of());
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
