package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lark.oapi.Client;
import com.lark.oapi.core.request.RequestOptions;
import com.lark.oapi.service.vc.v1.model.DownloadExportReq;
import com.lark.oapi.service.vc.v1.model.DownloadExportResp;
import com.lark.oapi.service.vc.v1.model.GetExportReq;
import com.lark.oapi.service.vc.v1.model.GetExportResp;
import com.lark.oapi.service.vc.v1.model.ResourceReservationListExportReq;
import com.lark.oapi.service.vc.v1.model.ResourceReservationListExportReqBody;
import com.lark.oapi.service.vc.v1.model.ResourceReservationListExportResp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's official Java SDK as the client, against a running server. */
class FeishuSdkTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // made before each test
  private FeishuHouse house;

  @SuppressWarnings("NullAway.Init")
  private Client client;

  @BeforeEach
  void open() throws IOException {
    house = new FeishuHouse(folder);
    client = Client.newBuilder(house.appId, FeishuHouse.SECRET).openBaseUrl(house.origin()).build();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static ResourceReservationListExportReq example() {
    return example(FeishuHouse.LEVEL, "1655276858", "1655276858");
  }

  private static ResourceReservationListExportReq example(String level, String from, String to) {
    return ResourceReservationListExportReq.newBuilder()
        .resourceReservationListExportReqBody(
            ResourceReservationListExportReqBody.newBuilder()
                .roomLevelId(level)
                .needTopic(true)
                .startTime(from)
                .endTime(to)
                .roomIds(new String[] {FeishuHouse.ROOM})
                .isExclude(false)
                .build())
        .build();
  }

  private static GetExportReq get(String task) {
    return GetExportReq.newBuilder().taskId(task).build();
  }

  private static DownloadExportReq download(String token) {
    return DownloadExportReq.newBuilder().fileToken(token).build();
  }

  @Test
  void theDocumentedExampleIsOrderedPolledAndDownloaded() throws Exception {
    ResourceReservationListExportResp ordered =
        client.vc().v1().export().resourceReservationList(example());
    assertThat(ordered.getCode()).as(ordered.getMsg()).isZero();
    String task = ordered.getData().getTaskId();
    assertThat(task).matches("\\d{19}");
    assertThat(ordered.getRequestId()).matches("\\d{14}[0-9A-F]{20}");

    GetExportResp waiting = client.vc().v1().export().get(get(task));
    assertThat(waiting.getData().getStatus()).isEqualTo(1);
    assertThat(waiting.getData().getFileToken()).isNull();

    house.jobs.runAll();
    GetExportResp done = client.vc().v1().export().get(get(task));
    assertThat(done.getData().getStatus()).as(done.getData().getFailMsg()).isEqualTo(3);
    assertThat(done.getData().getFileToken()).matches("[A-Za-z0-9_-]{74}==");

    DownloadExportResp file =
        client.vc().v1().export().download(download(done.getData().getFileToken()));
    assertThat(file.getFileName()).isEqualTo("会议室预定数据_20220615-20220615.xlsx");
    assertThat(texts(file.getData().toByteArray()))
        .containsExactly(
            List.of(
                "会议室名称", "会议主题", "预定人", "预定人所属部门", "邀请人数", "接受人数", "会议开始时间", "会议结束时间", "会议时长",
                "会议室预定状态", "签到设备", "会议室签到状态", "会议室签到时间", "释放人", "释放时间"),
            List.of(
                "木星",
                "=周会",
                "张三",
                "研发部",
                "10",
                "8",
                "2022.06.15 15:07:38 (GMT+08:00)",
                "2022.06.15 16:07:38 (GMT+08:00)",
                "01:00:00",
                "预定成功",
                "",
                "无需签到（未安装签到设备）",
                "",
                "",
                ""));
  }

  private static List<List<String>> texts(byte[] xlsx) throws IOException {
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(xlsx))) {
      List<Row> rows = book.getFirstSheet().read();
      return rows.stream().map(FeishuSdkTest::texts).toList();
    }
  }

  private static List<String> texts(Row row) {
    return java.util.stream.IntStream.range(0, 15)
        .mapToObj(i -> row.getCellAsString(i).orElse(""))
        .toList();
  }

  @Test
  void aPersonExportsWithTheirOwnToken() throws Exception {
    RequestOptions asUser =
        RequestOptions.newBuilder().userAccessToken(FeishuHouse.USER_TOKEN).build();
    String task =
        client.vc().v1().export().resourceReservationList(example(), asUser).getData().getTaskId();
    house.jobs.runAll();

    assertThat(client.vc().v1().export().get(get(task), asUser).getData().getStatus()).isEqualTo(3);
    assertThat(client.vc().v1().export().get(get(task)).getCode()).isEqualTo(121004);
  }

  @Test
  void refusalsReachTheClientWithCodeAndReason() throws Exception {
    ResourceReservationListExportResp late =
        client
            .vc()
            .v1()
            .export()
            .resourceReservationList(example(FeishuHouse.LEVEL, "1655276858000", "1655276858000"));
    assertThat(late.getCode()).isEqualTo(121003);
    assertThat(late.getMsg()).isEqualTo("param error");
    assertThat(late.getError().getFieldViolations()[0].getField()).isEqualTo("start_time");
    assertThat(late.getError().getFieldViolations()[0].getDescription()).contains("milliseconds");
    assertThat(late.getError().getLogId()).isEqualTo(late.getRequestId());

    assertThat(
            client
                .vc()
                .v1()
                .export()
                .resourceReservationList(example("omb_00000000000000000000000000000000", "1", "2"))
                .getCode())
        .isEqualTo(121004);
    assertThat(client.vc().v1().export().get(get("7111325589855797267")).getCode())
        .isEqualTo(121004);
  }

  @Test
  void aWrongSecretFailsBeforeTheCall() {
    Client wrong =
        Client.newBuilder(house.appId + "0", "wrong").openBaseUrl(house.origin()).build();

    assertThatThrownBy(() -> wrong.vc().v1().export().get(get("7111325589855797267")))
        .hasMessageContaining("code:10014,msg:app id not exists");
  }

  @Test
  void aRefusedDownloadIsNoFile() throws Exception {
    DownloadExportResp refused = client.vc().v1().export().download(download("junk"));

    assertThat(refused.getCode()).isEqualTo(121004);
    assertThat(refused.getRawResponse().getStatusCode()).isEqualTo(404);
  }
}
