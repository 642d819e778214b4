// https://open.dingtalk.com/document/development/queries-the-playback-information-about-a-recorded-cloud-video
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.conference.ConferenceRequest;
import io.roomledger.conference.Recording;
import io.roomledger.conference.RecordingLink;
import io.roomledger.conference.Recordings;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Duration;
import java.util.UUID;

/** Tells where one recording can be watched and fetched, for a while. */
final class CloudRecordsGetPlayInfos {
  /** The vendor says that nobody should use it, and always sends this. */
  private static final int STATUS = 1;

  private final Recordings recordings;

  CloudRecordsGetPlayInfos(Recordings recordings) {
    this.recordings = recordings;
  }

  Route route() {
    return new Route(
        "GET", CloudRecordsGetVideos.ROOT + "/videos/getPlayInfos", Route.READ, this::answer);
  }

  private Answer answer(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    ConferenceRequest request = VideoConferences.request(call, query);
    UUID media = media(query.id("mediaId"));
    String region = query.id("regionId");
    RecordingLink link = recordings.link(caller, request, media, region);
    String address = call.origin() + Media.path(link);
    Recording recording = link.recording();
    ObjectNode answer = Json.object();
    answer.put("playUrl", call.origin() + Media.playPath(link)).put("mp4FileUrl", address);
    // the vendor's table says fileSize, its example says size
    answer.put("fileSize", recording.file().size()).put("size", recording.file().size());
    answer.put("duration", recording.take().duration().orElse(Duration.ZERO).toMillis());
    answer.put("status", STATUS);
    return Print.answer(200, answer);
  }

  private static UUID media(String text) {
    return MediaId.parse(text)
        .orElseThrow(() ->
            Fields.invalid(
                "mediaId", TextNode.valueOf(text), "32 hexadecimal digits in small letters"));
  }
}
