package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.Answers.assertFailed;
import static io.roomledger.dialect.dingtalk.Answers.fine;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.CONFERENCE;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.conference.ConferenceHouse;
import io.roomledger.conference.Paragraph;
import io.roomledger.conference.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudRecordsGetTextsTest {
  @TempDir static Path folder;
  private static DingTalkHouse house;

  @BeforeAll
  static void open() {
    house = DingTalkHouse.unlimited(folder);
    Recording recording = house.example();
    house.people.transcript(
        recording,
        List.of(
            paragraph(recording, 0, Optional.of(house.people.ada.id()), "Ada", "Good morning."),
            paragraph(recording, 1, Optional.empty(), "Guest", "早上好。"),
            paragraph(recording, 2, Optional.of(house.people.ben.id()), "Ben", "Hello.")));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static Paragraph paragraph(
      Recording recording, int number, Optional<String> account, String name, String text) {
    Duration from = Duration.ofSeconds(number * 10L);
    return new Paragraph(
        recording.id(),
        number,
        new Paragraph.Speaker(account, name),
        from,
        from.plusSeconds(5),
        List.of(new Paragraph.Sentence(from, from.plusSeconds(4), text)));
  }

  private static JsonNode texts(String query) throws Exception {
    return fine(house.get(path("?unionId=" + UNION_ID + query), house.token()));
  }

  private static String path(String query) {
    return VideoConferences.ROOT + "/" + CONFERENCE + "/cloudRecords/getTexts" + query;
  }

  @Test
  void aParagraphIsAnsweredMemberByMember() throws Exception {
    JsonNode first = texts("&startTime=0&direction=0&maxResults=200&nextToken=0");
    assertThat(first.path("hasMore").asBoolean()).isFalse();
    long place = ConferenceHouse.START.toEpochMilli() * 1000;
    JsonNode paragraph = first.path("paragraphList").path(0);
    assertThat(paragraph.path("recordId").isIntegralNumber()).isTrue();
    long recordId = paragraph.path("recordId").asLong();
    assertThat(recordId).isLessThan(1L << 53);
    assertThat(paragraph.toString())
        .isEqualTo(
            ("{\"nextTtoken\":%d,\"status\":0,\"unionId\":\"%s\",\"nickName\":\"Ada\","
                    + "\"recordId\":%d,\"startTime\":0,\"endTime\":5000,"
                    + "\"paragraph\":\"Good morning.\",\"sentenceList\":[{\"unionId\":\"%s\","
                    + "\"sentence\":\"Good morning.\",\"startTime\":0,\"endTime\":4000,"
                    + "\"wordList\":[]}]}")
                .formatted(place, UNION_ID, recordId, UNION_ID));
    assertThat(first.path("paragraphList").path(1).has("unionId")).isFalse();
  }

  @Test
  void pagesFollowTheCursorInsideTheLastParagraph() throws Exception {
    JsonNode page = texts("&maxResults=2");
    assertThat(page.path("hasMore").asBoolean()).isTrue();
    assertThat(page.findValuesAsText("paragraph")).containsExactly("Good morning.", "早上好。");
    String next = page.path("paragraphList").path(1).path("nextTtoken").asText();
    assertThat(texts("&maxResults=2&nextToken=" + next).findValuesAsText("paragraph"))
        .containsExactly("Hello.");
    JsonNode back = texts("&direction=1&maxResults=1");
    assertThat(back.findValuesAsText("paragraph")).containsExactly("Hello.");
    assertThat(texts("&startTime=10000").path("paragraphList")).hasSize(2);
  }

  @Test
  void whatCannotBeUsedIsAParameterErrorAndRightsAreThoseOfTheVideos() throws Exception {
    for (String query :
        List.of("&direction=2", "&startTime=-1", "&nextToken=abc", "&maxResults=0")) {
      assertThat(house.get(path("?unionId=" + UNION_ID + query), house.token()).body())
          .as(query)
          .contains("\"paramsError\"");
    }
    assertFailed(
        house.get(path("?unionId=" + house.people.unionId(house.people.cem)), house.token()),
        404,
        "permissionError",
        "permissionError:creator, host, co-host or recorder");
    assertFailed(
        house.get(path(""), house.token()),
        400,
        "MissingunionId",
        "unionId is mandatory for this action.");
    String silent = house.create("Not recorded");
    assertFailed(
        house.get(path("?unionId=" + UNION_ID).replace(CONFERENCE, silent), house.token()),
        400,
        "cloudRecordNotFound",
        "cloudRecordNotFound");
  }
}
