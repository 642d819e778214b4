// https://open.dingtalk.com/document/development/query-recording-information
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.conference.Recording;
import io.roomledger.conference.RecordingKind;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.Showing;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Duration;

/** Lists the recordings of a conference, for one of its people. */
final class CloudRecordsGetVideos {
  static final String ROOT = VideoConferences.ROOT + "/{conferenceId}/cloudRecords";

  private final Recordings recordings;
  private final int participantsLimit;

  CloudRecordsGetVideos(Recordings recordings, int participantsLimit) {
    this.recordings = recordings;
    this.participantsLimit = participantsLimit;
  }

  Route route() {
    return new Route("GET", ROOT + "/getVideos", Route.READ, this::answer);
  }

  private Answer answer(Call call, Caller caller) {
    Showing showing = recordings.show(caller, VideoConferences.request(call, Fields.ofQuery(call)));
    needRoom(showing, participantsLimit);
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("videoList");
    showing.videos().forEach(video -> print(video, list.addObject()));
    return Print.answer(200, answer);
  }

  private static void needRoom(Showing showing, int limit) {
    if (limit > 0 && showing.participants() > limit) {
      throw new FailureException(Failure.tooMany(limit));
    }
  }

  /** The number of a recording is a text: it has more digits than programs can count. */
  private static void print(Showing.Video video, ObjectNode node) {
    Recording recording = video.recording();
    Recording.Take take = recording.take();
    node.put("recordId", recording.origin().session());
    node.put("unionId", video.recorder());
    node.put("startTime", take.startedAt().toEpochMilli());
    node.put("recordType", take.kind() == RecordingKind.COMPOSED ? 1 : 0);
    node.put("duration", take.duration().orElse(Duration.ZERO).toMillis());
    node.put("fileSize", recording.file().size());
    node.put("endTime", take.endedAt().toEpochMilli());
    node.put("mediaId", MediaId.of(recording.id()));
    node.put("regionId", recording.file().region());
  }
}
