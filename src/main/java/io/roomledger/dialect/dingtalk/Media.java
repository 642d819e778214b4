// The address in mp4FileUrl and playUrl of
// https://open.dingtalk.com/document/development/queries-the-playback-information-about-a-recorded-cloud-video
package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.RecordingFile;
import io.roomledger.conference.RecordingLink;
import io.roomledger.conference.Recordings;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import java.util.Map;
import java.util.UUID;

/** Hands out the bytes of a recording to whoever has a link that is valid; no token is needed. */
final class Media {
  static final String ROOT = "/media";
  private static final String ENDING = ".mp4";

  private final Recordings recordings;

  Media(Recordings recordings) {
    this.recordings = recordings;
  }

  /** The path of a link on this server. */
  static String path(RecordingLink link) {
    return ROOT + "/" + link.ticket() + "/" + MediaId.of(link.recording().id()) + ENDING;
  }

  Endpoint endpoint() {
    return Endpoint.get(ROOT + "/{ticket}/{file}", this::answer);
  }

  private Answer answer(Call call) {
    String name = call.pathParameter("file");
    UUID id =
        MediaId.parse(name.endsWith(ENDING) ? name.substring(0, name.length() - 4) : "")
            .orElseThrow(() -> new FailureException(Failure.noSuchApi()));
    RecordingFile file = open(call.pathParameter("ticket"), id);
    return new Answer(
        200,
        Map.of("Content-Type", file.recording().file().mediaType(), "Cache-Control", "private"),
        new Answer.Body.File(file.content(), file.addedAt(), file.recording().file().sha256()));
  }

  private RecordingFile open(String ticket, UUID id) {
    try {
      return recordings.open(ticket, id);
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.Unauthenticated) {
        throw new FailureException(
            new Failure(
                403,
                "AccessDenied",
                "This address is wrong or has expired (expected: a new one from getPlayInfos)."));
      }
      throw refused;
    }
  }
}
