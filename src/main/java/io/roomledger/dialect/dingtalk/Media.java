// The address in mp4FileUrl and playUrl of
// https://open.dingtalk.com/document/development/queries-the-playback-information-about-a-recorded-cloud-video
package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.FilmPart;
import io.roomledger.conference.Films;
import io.roomledger.conference.RecordingFile;
import io.roomledger.conference.RecordingLink;
import io.roomledger.conference.Recordings;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Hands out the bytes of a recording to whoever has a link that is valid; no token is needed. A
 * browser may keep them and must ask before it plays them again, as links can be ended.
 */
final class Media {
  static final String ROOT = "/media";
  private static final String ENDING = ".mp4";

  private final Recordings recordings;
  private final Films films;

  Media(Recordings recordings, Films films) {
    this.recordings = recordings;
    this.films = films;
  }

  /** The path of a link on this server. */
  static String path(RecordingLink link) {
    return ROOT + "/" + link.ticket() + "/" + MediaId.of(link.recording().id()) + ENDING;
  }

  /** The path of what is best played online: the list of its pieces, or else the whole. */
  static String playPath(RecordingLink link) {
    return link.streams()
        ? ROOT + "/" + link.ticket() + "/" + MediaId.of(link.recording().id()) + "/" + Films.LIST
        : path(link);
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(ROOT + "/{ticket}/{file}", this::answer),
        Endpoint.get(ROOT + "/{ticket}/{media}/{part}", this::part));
  }

  private Answer part(Call call) {
    UUID id = media(call.pathParameter("media"));
    FilmPart part =
        open(() -> films.open(call.pathParameter("ticket"), id, call.pathParameter("part")));
    return new Answer(
        200,
        Map.of("Content-Type", part.mediaType(), "Cache-Control", "private, no-cache"),
        new Answer.Body.File(part.content(), part.madeAt(), part.tag()));
  }

  private static UUID media(String text) {
    return MediaId.parse(text).orElseThrow(() -> new FailureException(Failure.noSuchApi()));
  }

  private Answer answer(Call call) {
    String name = call.pathParameter("file");
    UUID id = media(name.endsWith(ENDING) ? name.substring(0, name.length() - 4) : "");
    RecordingFile file = open(() -> recordings.open(call.pathParameter("ticket"), id));
    return new Answer(
        200,
        Map.of(
            "Content-Type",
            file.recording().file().mediaType(),
            "Content-Disposition",
            "inline; filename=\"" + MediaId.of(id) + ENDING + "\"",
            "Cache-Control",
            "private, no-cache"),
        new Answer.Body.File(file.content(), file.addedAt(), file.recording().file().sha256()));
  }

  private static <T> T open(Supplier<T> door) {
    try {
      return door.get();
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
