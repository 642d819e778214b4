package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.roomledger.export.Verification;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests of the three vendors' pages, as printed there, against the whole server. */
class SeedPagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] ROCKETCHAT = {
    "X-User-Id", "d26x6zSkaPSe5gCyy", "X-Auth-Token", "Zu-Z6eKzIIz7MCCRGeHi29bYkXZCJ4SxFC0JAasqm92"
  };
  private static final String[] FEISHU = {
    "Authorization", "Bearer u-7f1bcd13fc57d46bac21793a18e560"
  };

  @TempDir static Path folder;
  private static GreenMail post;
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    post = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    post.start();
    server =
        RunningServer.withSample(
            folder.resolve("data"),
            Map.of("mail.host", "127.0.0.1", "mail.port", "" + post.getSmtp().getPort()));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    post.stop();
  }

  @Test
  void rocketChatsRoomIsExportedMailedDownloadedAndVerified() throws Exception {
    HttpResponse<byte[]> order =
        server.post(
            "/api/v1/rooms.export",
            """
            {
                "rid": "iu7jtPAhvEeAS5tNq",
                "type": "file",
                "dateFrom": "2000-01-01",
                "dateTo": "2021-11-25",
                "format": "html"
            }\
            """,
            ROCKETCHAT);
    assertThat(order.statusCode()).isEqualTo(200);
    assertThat(text(order)).isEqualTo("{\"success\":true}");

    assertThat(post.waitForIncomingEmail(30_000, 1)).isTrue();
    String letter = GreenMailUtil.getBody(post.getReceivedMessages()[0]);
    Matcher link = Pattern.compile("/data-export/(\\w+)").matcher(letter);
    assertThat(link.find()).isTrue();

    HttpResponse<byte[]> file = server.get(link.group(), ROCKETCHAT);
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(server.get(link.group()).statusCode()).isEqualTo(403);
    Path zip = Files.write(folder.resolve("room.zip"), file.body());
    assertThat(Verification.of(zip).problems()).isEmpty();
  }

  @Test
  void feishusReservationsAreOrderedPolledAndDownloadedAsAWorkbook() throws Exception {
    JsonNode order =
        json(
            server.post(
                "/open-apis/vc/v1/exports/resource_reservation_list",
                """
                {
                    "room_level_id": "omb_57c9cc7d9a81e27e54c8fabfd02759e7",
                    "need_topic": true,
                    "start_time": "1655276858",
                    "end_time": "1655276858",
                    "room_ids": [
                        "omm_eada1d61a550955240c28757e7dec3af"
                    ],
                    "is_exclude": false
                }\
                """,
                FEISHU));
    assertThat(order.path("code").asInt(-1)).isZero();
    assertThat(order.path("msg").asText()).isEqualTo("success");
    String task = order.path("data").path("task_id").asText();
    assertThat(task).matches("\\d{19}");

    JsonNode done = poll(task);
    HttpResponse<byte[]> file =
        server.get(
            "/open-apis/vc/v1/exports/download?file_token="
                + done.path("file_token").asText().replace("=", "%3D"),
            FEISHU);
    assertThat(file.statusCode()).isEqualTo(200);
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file.body()));
        Stream<Row> rows = book.getFirstSheet().openStream()) {
      List<Row> table = rows.toList();
      assertThat(table).hasSize(2);
      assertThat(table.getFirst().getCellText(0)).isEqualTo("会议室名称");
      assertThat(table.getLast().getCellText(0)).isEqualTo("Heron");
      assertThat(table.getLast().getCellText(1)).isEqualTo("Opening of the water side");
      assertThat(table.getLast().getCellText(6)).isEqualTo("2022.06.15 15:07:38 (GMT+08:00)");
    }
  }

  @Test
  void dingTalksRecordingsAreListedAndPlay() throws Exception {
    JsonNode token =
        json(
            server.post(
                "/v1.0/oauth2/accessToken", "{\"appKey\":\"demo\",\"appSecret\":\"demo-secret\"}"));
    String[] header = {"x-acs-dingtalk-access-token", token.path("accessToken").asText()};
    String conference = "/v1.0/conference/videoConferences/607452e01401526ee39609e1/cloudRecords/";
    JsonNode list =
        json(server.get(conference + "getVideos?unionId=WFBkgJvtABCDtSaA1jK4sgiEiE", header));
    assertThat(list.path("videoList")).hasSize(2);
    JsonNode video = list.path("videoList").path(0);
    assertThat(video.path("unionId").asText()).isEqualTo("WFBkgJvtABCDtSaA1jK4sgiEiE");

    JsonNode play =
        json(
            server.get(
                conference
                    + "videos/getPlayInfos?unionId=WFBkgJvtABCDtSaA1jK4sgiEiE&mediaId="
                    + video.path("mediaId").asText()
                    + "&regionId="
                    + video.path("regionId").asText(),
                header));
    String address = play.path("mp4FileUrl").asText();
    assertThat(address).startsWith(server.address());
    HttpResponse<byte[]> bytes =
        server.get(address.substring(server.address().length()), "Range", "bytes=4-7");
    assertThat(bytes.statusCode()).isEqualTo(206);
    assertThat(text(bytes)).isEqualTo("ftyp");
  }

  @Test
  void theSampleIsFilledOnce() throws Exception {
    server.wiring().fillSample();
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
  }

  private static JsonNode poll(String task) throws Exception {
    for (int i = 0; i < 300; i++) {
      JsonNode data = json(server.get("/open-apis/vc/v1/exports/" + task, FEISHU)).path("data");
      if (data.path("status").asInt() != 1) {
        assertThat(data.path("status").asInt()).isEqualTo(3);
        return data;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("task " + task + " did not end in 30 s");
  }

  private static JsonNode json(HttpResponse<byte[]> answer) throws Exception {
    return JSON.readTree(answer.body());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
