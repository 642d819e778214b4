// https://open.dingtalk.com/document/development/query-recording-information
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.core.JsonGenerator;
import io.roomledger.conference.ConferenceInfos;
import io.roomledger.conference.Recording;
import io.roomledger.conference.RecordingKind;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.Showing;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Lists the recordings of a conference, for one of its people. */
final class CloudRecordsGetVideos {
  static final String ROOT = VideoConferences.ROOT + "/{conferenceId}/cloudRecords";

  private final Recordings recordings;
  private final ConferenceInfos infos;
  private final int participantsLimit;

  CloudRecordsGetVideos(Recordings recordings, ConferenceInfos infos, int participantsLimit) {
    this.recordings = recordings;
    this.infos = infos;
    this.participantsLimit = participantsLimit;
  }

  Route route() {
    return new Route("GET", ROOT + "/getVideos", Route.READ, this::answer);
  }

  private Answer answer(Call call, Caller caller) {
    Showing showing = recordings.show(caller, VideoConferences.request(call, Fields.ofQuery(call)));
    needRoom(caller, call);
    return Print.written(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("videoList");
      for (Showing.Video video : showing.videos()) {
        print(video, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private void needRoom(Caller caller, Call call) {
    if (participantsLimit > 0) {
      String id = call.pathParameter("conferenceId");
      if (infos.attendees(caller, id, Optional.empty(), 1).total() > participantsLimit) {
        throw new FailureException(Failure.tooMany(participantsLimit));
      }
    }
  }

  /** The number of a recording is a text: it has more digits than programs can count. */
  private static void print(Showing.Video video, JsonGenerator json) throws IOException {
    Recording.Take take = video.take();
    json.writeStartObject();
    json.writeStringField("recordId", video.session());
    json.writeStringField("unionId", video.recorder());
    json.writeNumberField("startTime", take.startedAt().toEpochMilli());
    json.writeNumberField("recordType", take.kind() == RecordingKind.COMPOSED ? 1 : 0);
    json.writeNumberField("duration", take.duration().orElse(Duration.ZERO).toMillis());
    json.writeNumberField("fileSize", video.size());
    json.writeNumberField("endTime", take.endedAt().toEpochMilli());
    json.writeStringField("mediaId", MediaId.of(video.id()));
    json.writeStringField("regionId", video.region());
    json.writeEndObject();
  }
}
