// https://open.dingtalk.com/document/development/api-startminutes
// https://open.dingtalk.com/document/development/api-stopminutes
// https://open.dingtalk.com/document/development/api-queryminutestext
// https://open.dingtalk.com/document/development/api-queryminutesaudio
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.conference.LiveConferences;
import io.roomledger.conference.Paragraph;
import io.roomledger.conference.RecordingLink;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.Showing;
import io.roomledger.conference.Transcript;
import io.roomledger.conference.Transcripts;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has minutes taken of a conference and hands them out: what was said, from the transcripts, and
 * the recordings to be listened to.
 */
final class Minutes {
  private static final String ROOT = VideoConferences.ROOT + "/{conferenceId}/minutes";

  private final LiveConferences conferences;
  private final Recordings recordings;
  private final Transcripts transcripts;
  private final UnionIds unionIds;

  Minutes(
      LiveConferences conferences,
      Recordings recordings,
      Transcripts transcripts,
      UnionIds unionIds) {
    this.conferences = conferences;
    this.recordings = recordings;
    this.transcripts = transcripts;
    this.unionIds = unionIds;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", ROOT + "/start", Route.WRITE, this::start),
        new Route("POST", ROOT + "/pause", Route.WRITE, this::stop),
        new Route("GET", ROOT + "/textInfos", Route.READ, this::texts),
        new Route("GET", ROOT + "/audioInfos", Route.READ, this::audio));
  }

  private Answer start(Call call, Caller caller) {
    Fields body = Fields.of(call);
    conferences.startMinutes(
        caller,
        VideoConferences.request(call, body),
        body.optionalId("ownerUnionId"),
        body.flag("recordAudio", false));
    return CloudRecordsStart.done();
  }

  private Answer stop(Call call, Caller caller) {
    conferences.stopMinutes(caller, VideoConferences.request(call, Fields.of(call)));
    return CloudRecordsStart.done();
  }

  private Answer texts(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    Transcript transcript =
        transcripts.read(
            caller, VideoConferences.request(call, query), CloudRecordsGetTexts.part(query));
    Map<String, String> ids =
        unionIds.of(
            transcript.said().stream()
                .flatMap(said -> said.paragraph().speaker().account().stream())
                .toList());
    ObjectNode answer = Json.object();
    answer.put("hasMore", transcript.more());
    ArrayNode list = answer.putArray("paragraphList");
    transcript.said().forEach(said -> print(said, ids, list.addObject()));
    if (transcript.more()) {
      // a text here, and beside the paragraphs
      answer.put("nextToken", Long.toString(transcript.said().getLast().place()));
    }
    return Print.answer(200, answer);
  }

  private static void print(Transcript.Said said, Map<String, String> ids, ObjectNode node) {
    Paragraph paragraph = said.paragraph();
    Optional<String> speaker = paragraph.speaker().account().map(ids::get);
    node.put("paragraphId", said.place());
    CloudRecordsGetTexts.print(said, speaker, node);
  }

  /** Whoever may watch a recording may listen to it; each has a link of its own. */
  private Answer audio(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    var request = VideoConferences.request(call, query);
    List<Showing.Video> videos = recordings.show(caller, request).videos();
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("audioList");
    for (Showing.Video video : videos) {
      RecordingLink link = recordings.link(caller, request, video.id(), video.region());
      ObjectNode node = list.addObject();
      node.put("recordId", video.session());
      node.put("unionId", video.recorder());
      node.put("startTime", video.take().startedAt().toEpochMilli());
      node.put("endTime", video.take().endedAt().toEpochMilli());
      node.put("duration", video.take().duration().orElse(Duration.ZERO).toMillis());
      node.put("fileSize", video.size());
      node.put("playUrl", call.origin() + Media.path(link));
    }
    return Print.answer(200, answer);
  }
}
