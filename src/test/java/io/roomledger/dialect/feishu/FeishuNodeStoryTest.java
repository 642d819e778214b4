package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.http.Json;
import io.roomledger.node.NodeScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's official SDK for Node tells the whole story, from levels to the downloaded file. */
class FeishuNodeStoryTest {
  @TempDir Path folder;

  @Test
  void theWholeStoryIsToldAndTheFileSaysWhatTheListingSays() throws Exception {
    try (Stage stage = new Stage(folder.resolve("files"), "n")) {
      List<String> told =
          NodeScript.run(
              "feishu-story.mjs",
              Map.of(
                  "ORIGIN",
                  stage.house.origin(),
                  "STAGE",
                  stage.address(),
                  "APP",
                  Stage.APP + "n",
                  "OTHER",
                  Stage.OTHER + "n",
                  "POOR",
                  Stage.POOR + "n",
                  "SHUT",
                  Stage.SHUT + "n",
                  "SECRET",
                  FeishuHouse.SECRET,
                  "ROOT",
                  RoomIds.ofLevel(stage.house.rooms.levels().root(stage.house.operator).id()),
                  "OUT",
                  folder.toString()));
      assertThat(told)
          .containsExactly(
              "levels",
              "rooms",
              "booked",
              "checked in and released",
              "exported 3 reservations",
              "refused as documented");
    }
    JsonNode listing = Json.read(Files.readAllBytes(folder.resolve("listing.json")));
    List<List<String>> rows = Stage.rows(Files.readAllBytes(folder.resolve("story.xlsx")));
    assertThat(rows).containsExactlyInAnyOrderElementsOf(cells(listing));
    assertThat(rows)
        .extracting(row -> row.get(1) + ": " + row.get(9) + ", " + row.get(11))
        .containsExactlyInAnyOrder(
            "=周会: 预定成功, 已签到",
            "Nobody comes: 已释放（未签到被释放）, 超时未签到",
            "Short: 已释放（会议结束后自动释放）, 无需签到（未安装签到设备）");
  }

  /** The file writes a duration with two digits of hours, the listing with one. */
  static List<List<String>> cells(JsonNode listing) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode one : listing) {
      List<String> row = new ArrayList<>();
      for (String key : Stage.KEYS) {
        String text = one.path(key).textValue();
        row.add(key.equals("event_duration") && text.length() == 7 ? "0" + text : text);
      }
      rows.add(row);
    }
    return rows;
  }
}
