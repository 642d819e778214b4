// https://open.dingtalk.com/document/development/queries-the-playback-information-about-a-recorded-cloud-video
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.conference.ConferenceRequest;
import io.roomledger.conference.Recording;
import io.roomledger.conference.RecordingLink;
import io.roomledger.conference.Recordings;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Duration;
import java.util.UUID;

/** Tells where one recording can be watched and fetched, for a while. */
final class CloudRecordsGetPlayInfos {
  /** The vendor says that nobody should use it, and always sends this. */
  private static final int STATUS = 1;

  private final Recordings recordings;
  private final Gateway gateway;

  CloudRecordsGetPlayInfos(Recordings recordings, Gateway gateway) {
    this.recordings = recordings;
    this.gateway = gateway;
  }

  Endpoint endpoint() {
    return Endpoint.get(CloudRecordsGetVideos.ROOT + "/videos/getPlayInfos", this::answer);
  }

  private Answer answer(Call call) {
    Caller caller = gateway.enter(call, "getPlayInfos", CloudRecordsGetVideos.SCOPE);
    ConferenceRequest request = CloudRecordsGetVideos.request(call);
    UUID media = media(Gateway.query(call, "mediaId"));
    String region = Gateway.query(call, "regionId");
    RecordingLink link = recordings.link(caller, request, media, region);
    String address = call.origin() + Media.path(link);
    Recording recording = link.recording();
    ObjectNode answer = Json.object();
    answer.put("playUrl", address).put("mp4FileUrl", address);
    // the vendor's table says fileSize, its example says size
    answer.put("fileSize", recording.file().size()).put("size", recording.file().size());
    answer.put("duration", recording.take().duration().orElse(Duration.ZERO).toMillis());
    answer.put("status", STATUS);
    return Print.answer(200, answer);
  }

  private static UUID media(String text) {
    return MediaId.parse(text)
        .orElseThrow(() ->
            new FailureException(
                Failure.params("mediaId (expected: 32 hexadecimal digits in small letters)")));
  }
}
