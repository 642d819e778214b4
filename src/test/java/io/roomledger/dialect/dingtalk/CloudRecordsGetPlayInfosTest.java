package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.Answers.assertFailed;
import static io.roomledger.dialect.dingtalk.Answers.json;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.CONFERENCE;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.FILM;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.playInfos;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.conference.FilmBench;
import io.roomledger.conference.Recording;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudRecordsGetPlayInfosTest {

  @TempDir Path folder;
  private DingTalkHouse house;

  @BeforeEach
  void open() {
    house = new DingTalkHouse(folder, DingTalkSettings.standard());
  }

  @AfterEach
  void close() {
    house.close();
  }

  private JsonNode playInfo(Recording recording) throws Exception {
    HttpResponse<String> answer =
        house.get(
            playInfos(
                "?unionId="
                    + UNION_ID
                    + "&regionId=cn-shenzhen&mediaId="
                    + MediaId.of(recording.id())),
            house.token());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  @Test
  void playInfosHaveAnAddressOnThisServerThatPlaysWithoutAToken() throws Exception {
    JsonNode info = playInfo(house.example());
    assertThat(info.fieldNames())
        .toIterable()
        .containsExactly("playUrl", "mp4FileUrl", "fileSize", "size", "duration", "status");
    assertThat(info.path("fileSize").asLong()).isEqualTo(1000);
    assertThat(info.path("size").asLong()).isEqualTo(1000);
    assertThat(info.path("duration").asLong()).isEqualTo(59886);
    String address = info.path("mp4FileUrl").asText();
    assertThat(address)
        .matches("http://127\\.0\\.0\\.1:[0-9]+/media/[A-Za-z0-9_-]+/[0-9a-f]{32}\\.mp4");

    HttpResponse<String> whole = fetch(address, "GET", "");
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(FILM);
    assertThat(whole.headers().firstValue("content-type")).contains("video/mp4");
    assertThat(whole.headers().firstValue("accept-ranges")).contains("bytes");

    HttpResponse<String> part = fetch(address, "GET", "bytes=10-19");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("0123456789");
    assertThat(part.headers().firstValue("content-range")).contains("bytes 10-19/1000");
    assertThat(fetch(address, "GET", "bytes=-5").body()).isEqualTo("56789");
    assertThat(fetch(address, "GET", "bytes=2000-").statusCode()).isEqualTo(416);

    HttpResponse<String> head = fetch(address, "HEAD", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("content-length")).contains("1000");
  }

  private HttpResponse<String> fetch(String address, String method, String range) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address)).method(method, BodyPublishers.noBody());
    return house.send(range.isEmpty() ? request : request.header("Range", range));
  }

  @Test
  void aPreparedFilmPlaysByItsPieces() throws Exception {
    house.example();
    Recording recording =
        house
            .people
            .recordings(false)
            .add(
                house.people.operator(),
                CONFERENCE,
                house.people.draft(
                    house.people.ada, new Recording.Ready(), Optional.of(Duration.ofSeconds(3))),
                new ByteArrayInputStream(io.roomledger.film.Films.fixture("whole.mp4")));
    new FilmBench(house.people).prepare();

    String list = playInfo(recording).path("playUrl").asText();
    HttpResponse<String> pieces = fetch(list, "GET", "");
    assertThat(pieces.body()).startsWith("#EXTM3U").contains("piece-00000.m4s");
    assertThat(pieces.headers().firstValue("content-type"))
        .contains("application/vnd.apple.mpegurl");
    String piece = list.substring(0, list.lastIndexOf('/') + 1) + "piece-00000.m4s";
    assertThat(fetch(piece, "GET", "").statusCode()).isEqualTo(200);
    assertThat(fetch(piece, "GET", "bytes=0-7").statusCode()).isEqualTo(206);
    assertThat(fetch(piece.replace("00000", "99999"), "GET", "").statusCode()).isEqualTo(400);
    assertThat(fetch(piece.replace("/media/", "/media/A"), "GET", "").statusCode()).isEqualTo(403);
    house.people.clock.tick(Duration.ofHours(2));
    assertThat(fetch(piece, "GET", "").statusCode()).isEqualTo(403);
  }

  @Test
  void anAddressEndsAndFitsNoOtherRecording() throws Exception {
    Recording recording = house.example();
    Recording other = house.people.recording(CONFERENCE, house.people.ada, "another film");
    String address = playInfo(recording).path("mp4FileUrl").asText();
    String denied = "This address is wrong or has expired (expected: a new one from getPlayInfos).";
    String mine = MediaId.of(recording.id());
    assertFailed(
        fetch(address.replace(mine, MediaId.of(other.id())), "GET", ""),
        403,
        "AccessDenied",
        denied);
    assertFailed(
        fetch(address.replace("/media/", "/media/A"), "GET", ""), 403, "AccessDenied", denied);
    assertThat(fetch(address.replace(mine, "x"), "GET", "").statusCode()).isEqualTo(404);
    house.people.clock.tick(Duration.ofHours(2));
    assertFailed(fetch(address, "GET", ""), 403, "AccessDenied", denied);
  }

  @Test
  void whatABrowserKeptIsNotPlayedAfterItsLinkWasEnded() throws Exception {
    Recording recording = house.example();
    String address = playInfo(recording).path("mp4FileUrl").asText();
    HttpResponse<String> first = fetch(address, "GET", "");
    assertThat(first.headers().firstValue("cache-control")).contains("private, no-cache");
    String tag = first.headers().firstValue("etag").orElseThrow();
    assertThat(again(address, tag).statusCode()).isEqualTo(304);
    house.people.recordings(false).endLinks(house.people.operator(), recording.id());
    assertThat(again(address, tag).statusCode()).isEqualTo(403);
  }

  /** As a browser asks whether what it kept may still be played. */
  private HttpResponse<String> again(String address, String tag) throws Exception {
    return house.send(
        java.net.http.HttpRequest.newBuilder(java.net.URI.create(address))
            .header("If-None-Match", tag));
  }

  @Test
  void playInfosNeedAMediaIdAndItsRegion() throws Exception {
    Recording recording = house.example();
    String media = MediaId.of(recording.id());
    String asAda = "?unionId=" + UNION_ID;
    assertFailed(
        house.get(playInfos(asAda), house.token()),
        400,
        "MissingmediaId",
        "mediaId is mandatory for this action.");
    assertFailed(
        house.get(playInfos(asAda + "&mediaId=" + media), house.token()),
        400,
        "MissingregionId",
        "regionId is mandatory for this action.");
    assertFailed(
        house.get(playInfos(asAda + "&regionId=cn-shenzhen&mediaId=7"), house.token()),
        400,
        "paramsError",
        "error:mediaId: 7 (expected: 32 hexadecimal digits in small letters)");
    assertFailed(
        house.get(playInfos(asAda + "&regionId=cn-beijing&mediaId=" + media), house.token()),
        400,
        "cloudRecordNotFound",
        "cloudRecordNotFound");
    assertFailed(
        house.get(
            playInfos(asAda + "&regionId=cn-shenzhen&mediaId=" + "0".repeat(32)), house.token()),
        400,
        "cloudRecordNotFound",
        "cloudRecordNotFound");
  }

  @Test
  void bytesThatTheStoreHasLostAreASystemErrorThatSaysSo() throws Exception {
    Recording recording = house.example();
    String address = playInfo(recording).path("mp4FileUrl").asText();
    house.people.store.delete(recording.file().key());
    HttpResponse<String> answer = fetch(address, "GET", "");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("\"systemError\"", "its bytes are not in the store");
  }
}
