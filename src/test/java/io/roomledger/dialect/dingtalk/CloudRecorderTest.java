package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.Answers.assertFailed;
import static io.roomledger.dialect.dingtalk.Answers.fine;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudRecorderTest {
  @TempDir Path folder;
  private DingTalkHouse house;
  private String conference = "";

  @BeforeEach
  void open() throws Exception {
    house = new DingTalkHouse(folder, DingTalkSettings.standard());
    conference = house.create("Review");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private HttpResponse<String> start(String unionId, String more) throws Exception {
    return house.call("POST", path("start"), "{\"unionId\":\"" + unionId + "\"" + more + "}");
  }

  private HttpResponse<String> stop(String unionId) throws Exception {
    return house.call("POST", path("stop"), "{\"unionId\":\"" + unionId + "\"}");
  }

  private String path(String what) {
    return VideoConferences.ROOT + "/" + conference + "/cloudRecords/" + what;
  }

  private int status() throws Exception {
    return fine(house.get(VideoConferences.ROOT + "/" + conference, house.token()))
        .path("confInfo")
        .path("cloudRecordStatus")
        .asInt(-1);
  }

  private String ben() {
    return house.people.unionId(house.people.ben);
  }

  @Test
  void theHostStartsAndStopsTheRecorderAndTheConferenceTellsWhetherItRuns() throws Exception {
    assertThat(status()).isZero();
    assertThat(
            start(UNION_ID, ",\"mode\":\"speech\",\"smallWindowPosition\":\"float_right\"").body())
        .isEqualTo("{\"code\":\"200\"}");
    assertThat(status()).isEqualTo(1);
    assertThat(stop(UNION_ID).body()).isEqualTo("{\"code\":\"200\"}");
    assertThat(status()).isEqualTo(3);
    assertThat(
            fine(house.get(VideoConferences.ROOT + "/" + conference, house.token()))
                .path("confInfo")
                .path("cloudRecordOwnerUnionId")
                .asText())
        .isEqualTo(UNION_ID);
    // its files come later, and until then there is nothing to watch
    assertFailed(
        house.getVideos(conference, UNION_ID), 400, "cloudRecordNotFound", "cloudRecordNotFound");
  }

  @Test
  void startingHasATableOfItsOwn() throws Exception {
    assertFailed(start(ben(), ""), 404, "recordStartPermissionError", "permissionError:host");
    assertThat(start("nobody", "").body()).contains("\"paramsError\"", "account nobody");
    assertFailed(
        start(UNION_ID, ",\"mode\":\"wide\""),
        400,
        "paramsError",
        "error:mode: wide (expected: grid, speech or full_screen)");
    assertFailed(
        start(UNION_ID, ",\"smallWindowPosition\":\"left\""),
        400,
        "paramsError",
        "error:smallWindowPosition: left (expected: relative_right, float_right or float_bottom)");
    fine(start(UNION_ID, ""));
    HttpResponse<String> again = start(UNION_ID, "");
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(again.body())
        .contains("\"recordStartError\"", "recordStartError:recording: running since");
    house.live.end(house.people.operator(), house.people.request(conference, house.people.ada));
    assertFailed(start(UNION_ID, ""), 400, "roomClosed", "the meeting has ended");
  }

  @Test
  void stoppingHasAnother() throws Exception {
    assertFailed(
        house.call("POST", path("stop"), "{}"),
        400,
        "MissingunionId",
        "unionId is mandatory for this action.");
    assertFailed(
        stop(ben()),
        400,
        "recordStopPermissionError",
        "you can't operator, please contact meeting manager");
    assertFailed(stop(UNION_ID), 400, "recordStopError", "record stop error, please try again");
    house.live.end(house.people.operator(), house.people.request(conference, house.people.ada));
    assertFailed(stop(UNION_ID), 400, "roomClosed", "the meeting has ended");
  }

  @Test
  void faultsAreSpelledByTheTableTheyBelongTo() throws Exception {
    house
        .people
        .database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("ALTER TABLE recorder_run RENAME TO out_of_reach");
          handle.execute("ALTER TABLE conference_member RENAME TO gone_too");
        });
    assertFailed(stop(UNION_ID), 500, "systemError", "system error");
    assertThat(start(UNION_ID, "").body()).contains("\"systemError\"", "systemError:see the log");
    assertFailed(
        house.get(VideoConferences.ROOT + "/" + conference, house.token()),
        500,
        "systemError",
        "SYSTEM ERROR");
    assertFailed(
        house.get("/v1.0/conference/roomCodes/123/infos", house.token()),
        500,
        "systemError",
        "systemError");
  }
}
