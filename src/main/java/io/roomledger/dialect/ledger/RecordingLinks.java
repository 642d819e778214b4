// docs/ledger-api.md#links
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.FilmPart;
import io.roomledger.conference.Films;
import io.roomledger.conference.RecordingLink;
import io.roomledger.conference.Recordings;
import io.roomledger.http.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Links to recordings that need no token, end by themselves, and can be ended. */
final class RecordingLinks {
  private static final String LINKS = "/recordings/{recording}/links";
  private static final String MEDIA = "/media/";
  private static final String TAG = "Recordings";

  private final Recordings recordings;
  private final Films films;

  RecordingLinks(Recordings recordings, Films films) {
    this.recordings = recordings;
    this.films = films;
  }

  List<Route> routes() {
    return List.of(
        Route.post(LINKS, TAG, "Makes addresses of a recording that need no token and end.")
            .needs(Gate.READ)
            .refuses(409)
            .gives(201, "The addresses.", FilmLinks.class, this::make),
        Route.delete(LINKS, TAG, "Ends all addresses of a recording at once.")
            .needs(Gate.MANAGE)
            .givesNothing("They are ended.", this::end),
        Route.get(MEDIA + "{ticket}/{recording}/file", TAG, "The film behind an address.")
            .refuses(403, 409)
            .givesFile("The film.", RecordingPages.FILMS, this::file),
        Route.get(MEDIA + "{ticket}/{recording}/{part}", TAG, "A part of the stream behind one.")
            .refuses(403, 409)
            .givesFile(
                "The part.",
                List.of(
                    "application/vnd.apple.mpegurl",
                    "video/mp4",
                    "video/iso.segment",
                    "image/jpeg"),
                this::part));
  }

  /** Addresses that need no token. */
  record FilmLinks(
      @Means("The film.") String file,
      @Means("Its stream (HLS); null until it is prepared.") Optional<String> stream,
      @Means("A small picture; null until it is prepared.") Optional<String> thumbnail,
      @Means("When the addresses end.") Instant expiresAt) {}

  private FilmLinks make(Ask ask) {
    RecordingLink link = recordings.link(ask.caller(), id(ask));
    String address =
        ask.call().origin()
            + Route.ROOT
            + MEDIA
            + link.ticket()
            + "/"
            + link.recording().id()
            + "/";
    ask.tell("Cache-Control", "no-store");
    return new FilmLinks(
        address + "file",
        link.streams() ? Optional.of(address + Films.LIST) : Optional.empty(),
        link.pictured() ? Optional.of(address + Films.PICTURE) : Optional.empty(),
        link.expiresAt());
  }

  private void end(Ask ask) {
    recordings.endLinks(ask.caller(), id(ask));
  }

  private static UUID id(Ask ask) {
    return ask.id("recording", Refusal.Thing.RECORDING);
  }

  private Answer file(Ask ask) {
    UUID id = id(ask);
    return opened(() -> RecordingPages.send(recordings.open(ask.need("ticket"), id), false));
  }

  private Answer part(Ask ask) {
    UUID id = id(ask);
    return opened(() -> {
      FilmPart part = films.open(ask.need("ticket"), id, ask.need("part"));
      return new Answer(
          200,
          Map.of("Content-Type", part.mediaType(), "Cache-Control", "private, no-cache"),
          new Answer.Body.File(part.content(), part.madeAt(), part.tag()));
    });
  }

  private static Answer opened(Supplier<Answer> answer) {
    try {
      return answer.get();
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.Unauthenticated) {
        throw new ProblemException(
            403, "link", "this link is wrong, has expired or was ended (expected: a new one)");
      }
      throw refused;
    }
  }
}
