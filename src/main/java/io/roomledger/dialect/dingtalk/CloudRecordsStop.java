// https://open.dingtalk.com/document/development/video-conferencing-stops-cloud-recording
package io.roomledger.dialect.dingtalk;

import io.roomledger.conference.LiveConferences;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.identity.Caller;

/** Stops the recorder of a conference. */
final class CloudRecordsStop {
  private final LiveConferences conferences;

  CloudRecordsStop(LiveConferences conferences) {
    this.conferences = conferences;
  }

  Route route() {
    return new Route("POST", CloudRecordsGetVideos.ROOT + "/stop", Route.WRITE, this::answer);
  }

  private Answer answer(Call call, Caller caller) {
    conferences.stopRecorder(caller, VideoConferences.request(call, Fields.of(call)));
    return CloudRecordsStart.done();
  }
}
