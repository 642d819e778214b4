// docs/ledger-api.md#links
package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.FilmPart;
import io.roomledger.conference.Films;
import io.roomledger.conference.RecordingLink;
import io.roomledger.conference.Recordings;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Links to recordings that need no token, end by themselves, and can be ended. */
final class RecordingLinks {
  private static final String LINKS = RecordingPages.ROOT + "/{recording}/links";
  private static final String MEDIA = "/ledger/v1/media/";

  private final Recordings recordings;
  private final Films films;
  private final Gate gate;

  RecordingLinks(Recordings recordings, Films films, Gate gate) {
    this.recordings = recordings;
    this.films = films;
    this.gate = gate;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post(LINKS, this::make),
        Endpoint.delete(LINKS, this::end),
        Endpoint.get(MEDIA + "{ticket}/{recording}/file", this::file),
        Endpoint.get(MEDIA + "{ticket}/{recording}/{part}", this::part));
  }

  private Answer make(Call call) {
    RecordingLink link = recordings.link(gate.enter(call, Gate.READ), RecordingPages.id(call));
    String address = call.origin() + MEDIA + link.ticket() + "/" + link.recording().id() + "/";
    ObjectNode node = Json.object();
    node.put("file", address + "file");
    node.put("stream", link.streams() ? address + Films.LIST : null);
    node.put("thumbnail", link.pictured() ? address + Films.PICTURE : null);
    node.put("expiresAt", link.expiresAt().toString());
    return Print.answer(201, node).with("Cache-Control", "no-store");
  }

  private Answer end(Call call) {
    recordings.endLinks(gate.enter(call, Gate.MANAGE), RecordingPages.id(call));
    return Print.nothing();
  }

  private Answer file(Call call) {
    UUID id = RecordingPages.id(call);
    return opened(() -> RecordingPages.send(recordings.open(call.pathParameter("ticket"), id)));
  }

  private Answer part(Call call) {
    UUID id = RecordingPages.id(call);
    return opened(() -> {
      FilmPart part = films.open(call.pathParameter("ticket"), id, call.pathParameter("part"));
      return new Answer(
          200,
          Map.of("Content-Type", part.mediaType(), "Cache-Control", "private"),
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
