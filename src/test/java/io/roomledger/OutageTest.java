package io.roomledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.audit.Verdict;
import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Await;
import io.roomledger.db.DebianPostgres;
import io.roomledger.db.TcpProxy;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.export.Selection;
import io.roomledger.export.Verification;
import io.roomledger.identity.Caller;
import io.roomledger.job.JobStatus;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The whole server on a PostgreSQL of somebody else, whose network is cut and mended. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class OutageTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** What PostgreSQL says when a COPY is done, and how many rows it sent. */
  private static final Pattern COPIED = Pattern.compile("COPY (\\d+)\0");

  @TempDir static Path folder;

  private static TcpProxy network;
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    network = new TcpProxy(DebianPostgres.shared().port());
    server =
        RunningServer.on(
            DebianPostgres.through(DebianPostgres.shared().empty(), network),
            folder,
            Map.of("jobs.heartbeat", "200ms", "jobs.pause", "100ms", "database.patience", "500ms"));
  }

  @AfterAll
  static void stop() {
    server.close();
    network.close();
  }

  @Test
  void everyDialectAnswers503WhileTheDatabaseIsGoneAndAsBeforeWhenItIsBack() throws Exception {
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    HttpResponse<byte[]> before = refused("/ledger/v1/exports", "Authorization", "Bearer none");
    assertThat(before.statusCode()).isEqualTo(401);
    network.cut();
    try {
      HttpResponse<byte[]> ready = server.get("/health/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(new String(ready.body(), UTF_8))
          .contains("\"database\":\"not ready\"", "\"store\":\"ready\"");
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      gone(refused("/ledger/v1/exports", "Authorization", "Bearer rl_none"));
      gone(refused("/api/v1/rooms.get", "X-User-Id", "nobody", "X-Auth-Token", "none"));
      gone(
          refused(
              "/open-apis/vc/v1/rooms/omm_4de32cf10a4358788ff4e09e37ebbf9c",
              "Authorization",
              "Bearer t-none"));
      gone(
          refused(
              "/v1.0/conference/videoConferences/x/cloudRecords/getVideos?unionId=u",
              "x-acs-dingtalk-access-token",
              "none"));
      gone(refused("/chat-rooms", "Cookie", "roomledger_session=" + "n".repeat(43)));
    } finally {
      network.mend();
    }
    Await.until("it is ready", SOON, () -> server.get("/health/ready").statusCode() == 200);
    Await.until(
        "requests are answered",
        SOON,
        () -> refused("/ledger/v1/exports", "Authorization", "Bearer none").statusCode() == 401);
  }

  private static HttpResponse<byte[]> refused(String path, String... headers) throws Exception {
    return server.get(path, headers);
  }

  private static void gone(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode())
        .as(answer.uri() + new String(answer.body(), UTF_8))
        .isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(new String(answer.body(), UTF_8))
        .doesNotContain("Exception")
        .doesNotContain("jdbc:");
  }

  @Test
  void ordersAreDoneByThemselvesAfterTheDatabaseWasRestartedInTheMiddle() throws Exception {
    Wiring house = server.wiring();
    ExportJob[] orders = new ExportJob[3];
    for (int i = 0; i < orders.length; i++) {
      orders[i] = house.exports().order(house.operator(), order());
    }
    DebianPostgres.shared().stop();
    DebianPostgres.shared().start();
    for (ExportJob order : orders) {
      Await.until(
          "it is done",
          SOON,
          () -> house.exports().get(house.operator(), order.id()).job().status() == JobStatus.DONE);
      Path zip = folder.resolve(order.id() + ".zip");
      try (InputStream bytes =
          house.exports().open(house.operator(), order.id()).content().open(0)) {
        Files.copy(bytes, zip);
      }
      assertThat(Verification.of(zip).problems()).isEmpty();
    }
    assertThat(house.auditLog().verify(house.operator())).isInstanceOf(Verdict.Whole.class);
  }

  /** A driver that lost rows, or a network that did, must not make an export that looks whole. */
  @Test
  void exportWhoseRowsAreNotAsManyAsTheDatabaseSaysItSentFailsAndLeavesNoFile() throws Exception {
    Wiring house = server.wiring();
    var one = Selection.of("room", house.chatRoom("studio").id());
    var order = new ExportOrder("chat.json", Period.ALWAYS, one, "one.zip", Optional.empty());
    network.lie(piece ->
        COPIED
            .matcher(piece)
            .replaceAll(it -> "COPY " + "0".repeat(it.end(1) - it.start(1)) + "\0"));
    ExportJob failed = ended(house.exports().order(house.operator(), order));
    network.lie(UnaryOperator.identity());

    assertThat(failed.job().status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.job().reason())
        .isEqualTo(failed.job().total() + " rows came, but the database says that it sent 0");
    assertThat(failed.result()).isEmpty();
    assertThatThrownBy(() -> house.exports().open(house.operator(), failed.id()))
        .isInstanceOf(RefusedException.class);
    ExportJob again = ended(house.exports().order(house.operator(), order));
    assertThat(again.job().status()).isEqualTo(JobStatus.DONE);
  }

  private static ExportJob ended(ExportJob order) {
    Exports exports = server.wiring().exports();
    Caller operator = server.wiring().operator();
    Await.until("it ended", SOON, () -> exports.get(operator, order.id()).job().status().ended());
    return exports.get(operator, order.id());
  }

  private static ExportOrder order() {
    return new ExportOrder(
        "chat.html", Period.ALWAYS, Selection.of("workspace", "true"), "all.zip", Optional.empty());
  }
}
