package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.audit.Audit;
import io.roomledger.conference.ConferenceDraft;
import io.roomledger.conference.ConferenceMember;
import io.roomledger.conference.Conferences;
import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import io.roomledger.identity.Account;
import io.roomledger.identity.ExternalIdKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Meetings and participants, listed at once and exported. It is half past nine on 2022-06-15. */
class MeetingListsTest {
  private static final String VC = "/open-apis/vc/v1/";
  private static final long START = 1655276858L;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // made before each test
  private FeishuHouse house;

  @SuppressWarnings("NullAway.Init")
  private String app;

  @SuppressWarnings("NullAway.Init")
  private Account ada;

  @BeforeEach
  void open() throws Exception {
    house = new FeishuHouse(folder);
    app = house.appToken();
    ada = house.account("ada", "user");
    hold("6074520a0140152600000001", "=讨论会", 0, Optional.of(600L));
    hold("6074520a0140152600000002", "Later", 60, Optional.of(120L));
    hold("6074520a0140152600000003", "Going on", 120, Optional.empty());
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void hold(String id, String title, long after, Optional<Long> lasted) {
    Instant start = Instant.ofEpochSecond(START + after);
    Conferences conferences = new Conferences(house.database, new Audit(house.clock), house.clock);
    conferences.create(
        house.operator,
        new ConferenceDraft(
            Optional.of(id),
            title,
            house.manager.id(),
            start,
            lasted.map(start::plusSeconds),
            Optional.empty()));
    for (Account one : List.of(house.manager, ada)) {
      conferences.addMember(
          house.operator,
          id,
          new ConferenceMember(
              one.id(),
              ConferenceMember.Role.ATTENDEE,
              Optional.of(start.plusSeconds(one.equals(ada) ? 5 : 0)),
              lasted.map(start::plusSeconds)));
    }
  }

  private String openId(Account account) {
    return String.valueOf(
        house
            .accounts
            .externalIds(ExternalIdKind.FEISHU_OPEN_ID, Set.of(account.id()))
            .get(account.id()));
  }

  private Reply meetings(String more) throws Exception {
    return house.get(
        VC + "meeting_list?start_time=" + START + "&end_time=" + (START + 3600) + more, app);
  }

  private Reply participants(String more) throws Exception {
    return house.get(
        VC
            + "participant_list?meeting_start_time="
            + START
            + "&meeting_end_time="
            + (START + 3600)
            + more,
        app);
  }

  private static JsonNode data(Reply reply) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
    return reply.json().path("data");
  }

  private static void refused(Reply reply, int status, int code, String words) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(status);
    assertThat(reply.code()).as(reply.json().toString()).isEqualTo(code);
    assertThat(reply.json().path("msg").textValue()).isEqualTo(words);
  }

  private static List<String> of(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.path(field).asText()));
    return texts;
  }

  private String number(String title) throws Exception {
    for (JsonNode one : data(meetings("")).path("meeting_list")) {
      if (one.path("meeting_topic").textValue().equals(title)) {
        return one.path("meeting_id").textValue();
      }
    }
    throw new AssertionError("no meeting " + title);
  }

  @Test
  void meetingsThatEndedAreListedUnlessOthersAreAskedFor() throws Exception {
    JsonNode list = data(meetings("")).path("meeting_list");

    assertThat(of(list, "meeting_topic")).containsExactly("=讨论会", "Later");
    JsonNode first = list.get(0);
    assertThat(first.path("meeting_id").textValue()).matches("\\d{9}");
    assertThat(first.path("organizer").textValue()).isEqualTo("manager");
    assertThat(first.path("meeting_start_time").textValue())
        .isEqualTo("2022.06.15 15:07:38 (GMT+08:00)");
    assertThat(first.path("meeting_end_time").textValue())
        .isEqualTo("2022.06.15 15:17:38 (GMT+08:00)");
    assertThat(first.path("meeting_duration").textValue()).isEqualTo("00:10:00");
    assertThat(first.path("number_of_participants").textValue()).isEqualTo("2");
    assertThat(first.path("recording").booleanValue()).isFalse();
    assertThat(first.has("user_id")).as("without the scope for it").isFalse();
    assertThat(of(data(meetings("&meeting_status=1")).path("meeting_list"), "meeting_topic"))
        .containsExactly("Going on");
    assertThat(data(meetings("&meeting_type=3")).path("meeting_list")).isEmpty();
    assertThat(of(data(meetings("&user_id=" + openId(ada))).path("meeting_list"), "meeting_topic"))
        .hasSize(2);
    assertThat(
            of(
                data(meetings("&meeting_no=" + number("Later"))).path("meeting_list"),
                "meeting_topic"))
        .containsExactly("Later");
  }

  @Test
  void whoMayKnowUserIdsGetsThem() throws Exception {
    String knowing =
        house.appToken(Set.of("vc:room:readonly", "contact:user.employee_id:readonly"));
    Reply reply =
        house.get(VC + "meeting_list?start_time=" + START + "&end_time=" + (START + 60), knowing);

    assertThat(data(reply).at("/meeting_list/0/user_id").textValue()).matches("[0-9a-f]{8}");
  }

  @Test
  void participantsAreListedInTheOrderInWhichTheyCame() throws Exception {
    String number = number("=讨论会");
    JsonNode list = data(participants("&meeting_no=" + number)).path("participants");

    assertThat(of(list, "participant_name")).containsExactly("manager", "ada");
    assertThat(list.get(1).path("join_time").textValue())
        .isEqualTo("2022.06.15 15:07:43 (GMT+08:00)");
    assertThat(list.get(1).path("time_in_meeting").textValue()).isEqualTo("00:09:55");
    assertThat(
            of(
                data(participants("&meeting_no=" + number + "&user_id=" + openId(ada)))
                    .path("participants"),
                "participant_name"))
        .containsExactly("ada");
  }

  @Test
  void listsComePageByPage() throws Exception {
    String later = number("Later");
    for (int i = 10; i < 40; i++) {
      hold("6074520a01401526000000" + i, "Meeting " + i, i, Optional.of(60L));
    }
    JsonNode first = data(meetings(""));
    JsonNode second = data(meetings("&page_token=" + first.path("page_token").textValue()));

    assertThat(first.path("meeting_list")).hasSize(20);
    assertThat(second.path("meeting_list")).hasSize(12);
    assertThat(second.path("has_more").booleanValue()).isFalse();
    refused(meetings("&page_token=junk"), 400, 121003, "param error");
    refused(meetings("&page_size=19"), 400, 121003, "param error");
    refused(participants("&meeting_no=" + later + "&page_token=junk"), 400, 121003, "param error");
  }

  @Test
  void theListedErrorsAreTold() throws Exception {
    String late = "start time error (cannot larger than now or smaller than 0)";
    String number = "&meeting_no=" + number("=讨论会");
    refused(
        house.get(VC + "meeting_list?start_time=1755276858&end_time=1755276859", app),
        400,
        126005,
        late);
    refused(
        house.get(
            VC + "meeting_list?start_time=" + (START - 31_708_800) + "&end_time=" + START, app),
        400,
        126006,
        "end time cannot exceed start time for one year or smaller than start time");
    refused(
        house.get(
            VC + "participant_list?meeting_start_time=1&meeting_end_time=90000" + number, app),
        400,
        126006,
        "end time cannot exceed start time for one day or smaller than start time");
    refused(
        meetings(number + "&user_id=ou_1"), 400, 126008, "filter condition should be set only one");
    refused(
        participants(number + "&user_id=ou_1&room_id=omm_1"),
        400,
        126007,
        "userID and roomID cannot be set concurrently");
    refused(meetings("&room_id=omm_1"), 400, 126015, "not support room_id");
    refused(participants(number + "&room_id=omm_1"), 400, 126015, "not support room_id");
    refused(
        meetings("&meeting_no=-1"), 400, 126003, "meeting number invalid (cannot smaller than 0)");
    refused(
        meetings("&meeting_no=1234"),
        400,
        126004,
        "meeting number length not correct (supposed to be 9)");
    refused(
        participants("&meeting_no=100000000"),
        400,
        126009,
        "cannot find meeting according to the params you provide");
    refused(participants(""), 400, 99992402, "field validation failed");
    refused(meetings("&meeting_status=3"), 400, 121002, "not support");
    refused(meetings("&meeting_status=4"), 400, 121003, "param error");
    refused(meetings("&user_id=ou_nobody"), 404, 121004, "data not exist");
    refused(house.get(VC + "participant_quality_list", app), 400, 121002, "not support");
    house.tokens.accept(ada, "u-ada", house.clock.instant().plus(Duration.ofHours(1)), Set.of("*"));
    refused(
        house.get(VC + "meeting_list?start_time=1&end_time=2", "Bearer u-ada"),
        403,
        121005,
        "no permission");
  }

  private List<List<String>> exported(String kind, Map<String, Object> body) throws Exception {
    Reply order = house.post(FeishuHouse.EXPORTS + kind, app, body);
    String task = data(order).path("task_id").textValue();
    assertThat(task).matches("\\d{19}");
    house.jobs.runAll();
    JsonNode done = data(house.get(FeishuHouse.EXPORTS + task, app));
    assertThat(done.path("status").intValue()).as(done.toString()).isEqualTo(3);
    Reply file = house.get(done.path("url").textValue(), app);
    assertThat(file.header("Content-Disposition"))
        .contains("filename=\"" + kind + "_" + task + ".xlsx\"");
    return texts(file.http().body());
  }

  private static List<List<String>> texts(byte[] xlsx) throws IOException {
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(xlsx))) {
      List<Row> rows = book.getFirstSheet().read();
      int width = rows.getFirst().getCellCount();
      return rows.stream()
          .map(row ->
              IntStream.range(0, width)
                  .mapToObj(i -> row.getCellCount() > i ? row.getCellAsString(i).orElse("") : "")
                  .toList())
          .toList();
    }
  }

  @Test
  void meetingsAreExportedInTheDocumentedColumns() throws Exception {
    List<List<String>> rows =
        exported(
            "meeting_list",
            Map.of("start_time", START, "end_time", START + 3600, "user_id", openId(ada)));

    assertThat(rows.getFirst())
        .containsExactly(
            "会议ID", "会议主题", "会议组织者", "部门", "用户ID", "工号", "邮箱", "手机", "会议开始时间", "会议结束时间", "会议持续时间",
            "参会人数量", "音频", "视频", "共享", "录制", "电话");
    assertThat(rows).hasSize(3);
    assertThat(rows.get(1).subList(1, 4)).containsExactly("=讨论会", "manager", "");
    assertThat(rows.get(1).get(4)).matches("[0-9a-f]{8}");
    assertThat(rows.get(1).get(15)).isEqualTo("否");
  }

  @Test
  void participantsAreExportedInTheDocumentedColumns() throws Exception {
    Map<String, Object> body = new HashMap<>();
    body.put("meeting_start_time", String.valueOf(START));
    body.put("meeting_end_time", String.valueOf(START + 600));
    body.put("meeting_no", number("=讨论会"));
    List<List<String>> rows = exported("participant_list", body);

    assertThat(rows.getFirst())
        .containsExactly(
            "参会人", "部门", "用户ID", "工号", "电话", "邮箱", "设备", "客户端版本", "公网IP", "内网IP", "代理服务", "位置",
            "网络类型", "麦克风", "扬声器", "摄像头", "音频", "视频", "共享", "入会时间", "离会时间", "参会时长", "离会原因");
    assertThat(rows.stream().map(List::getFirst)).containsExactly("参会人", "manager", "ada");
    assertThat(rows.get(2).subList(19, 22))
        .containsExactly(
            "2022.06.15 15:07:43 (GMT+08:00)", "2022.06.15 15:17:38 (GMT+08:00)", "00:09:55");
  }

  @Test
  void whatCannotBeExportedIsRefusedAtOnce() throws Exception {
    String path = FeishuHouse.EXPORTS;
    Map<String, Object> body =
        new HashMap<>(
            Map.of("start_time", String.valueOf(START), "end_time", String.valueOf(START)));
    refused(house.post(path + "participant_quality_list", app, body), 400, 121002, "not support");
    body.put("room_id", FeishuHouse.ROOM);
    refused(house.post(path + "meeting_list", app, body), 400, 121002, "not support");
    body.put("user_id", openId(ada));
    refused(house.post(path + "meeting_list", app, body), 400, 121003, "param error");
    refused(house.post(path + "meeting_list", app, Map.of()), 400, 121003, "param error");
    refused(
        house.post(
            path + "meeting_list",
            app,
            Map.of("start_time", START, "end_time", START, "meeting_no", "12")),
        400,
        121003,
        "param error");
    refused(
        house.post(
            path + "participant_list",
            app,
            Map.of(
                "meeting_start_time", START, "meeting_end_time", START, "meeting_no", "100000000")),
        404,
        121004,
        "data not exist");
    house.tokens.accept(ada, "u-ada", house.clock.instant().plus(Duration.ofHours(1)), Set.of("*"));
    refused(
        house.post(
            path + "meeting_list", "Bearer u-ada", Map.of("start_time", START, "end_time", START)),
        403,
        121005,
        "no permission");
  }
}
