// docs/ledger-api.md#recordings
package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.conference.ListedRecording;
import io.roomledger.conference.Recording;
import io.roomledger.conference.RecordingFile;
import io.roomledger.conference.RecordingList;
import io.roomledger.conference.RecordingQuery;
import io.roomledger.conference.RecordingState;
import io.roomledger.conference.Recordings;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The list of all recordings, and each of them with its bytes. */
final class RecordingPages {
  static final String ROOT = "/ledger/v1/recordings";
  private static final int USUAL = 50;
  private static final int MOST = 500;

  private final Recordings recordings;
  private final RecordingList list;
  private final Gate gate;

  RecordingPages(Recordings recordings, RecordingList list, Gate gate) {
    this.recordings = recordings;
    this.list = list;
    this.gate = gate;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(ROOT, this::page),
        Endpoint.get(ROOT + "/{recording}", this::one),
        Endpoint.get(ROOT + "/{recording}/file", this::file));
  }

  static UUID id(Call call) {
    return Gate.id(call, "recording", Refusal.Thing.RECORDING);
  }

  private Answer page(Call call) {
    Caller caller = gate.enter(call, Gate.READ);
    Period period =
        new Period(
            Gate.moment(call, "from").orElse(Period.ALWAYS.from()),
            Gate.moment(call, "to").orElse(Period.ALWAYS.to()));
    RecordingQuery.Filter filter =
        new RecordingQuery.Filter(
            call.query("person"),
            call.query("title").filter(title -> !title.isEmpty()),
            call.query("state").map(RecordingPages::state));
    Page<ListedRecording> page =
        list.page(
            caller,
            new RecordingQuery(
                period, filter, call.query("after"), Gate.number(call, "limit", USUAL, MOST)));
    ObjectNode answer = Json.object();
    ArrayNode items = answer.putArray("recordings");
    page.items().forEach(listed -> print(listed, items.addObject()));
    answer.put("next", page.next().orElse(null));
    return Print.answer(200, answer);
  }

  private static RecordingState state(String text) {
    for (RecordingState state : RecordingState.values()) {
      if (word(state).equals(text)) {
        return state;
      }
    }
    throw Gate.invalid("state", text, "in-progress, ready, damaged or failed");
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void print(ListedRecording listed, ObjectNode node) {
    node.put("id", listed.id().toString()).put("title", listed.title());
    node.put("conference", listed.where().conference().orElse(null));
    node.put("conferenceTitle", listed.where().title());
    node.putObject("recorder")
        .put("username", listed.owner().username())
        .put("name", listed.owner().name());
    node.put("startedAt", listed.startedAt().toString());
    ListedRecording.Progress progress = listed.progress();
    node.put("endedAt", progress.endedAt().map(Object::toString).orElse(null));
    node.put("state", word(progress.state())).put("reason", progress.reason().orElse(null));
    node.put("held", progress.held()).put("thumbnail", progress.pictured());
  }

  private Answer one(Call call) {
    Recording recording = recordings.find(gate.enter(call, Gate.READ), id(call));
    ObjectNode node = Json.object();
    node.put("id", recording.id().toString()).put("title", recording.title());
    node.put("conference", recording.origin().conference());
    node.put("session", recording.origin().session());
    node.put("startedAt", recording.take().startedAt().toString());
    node.put("endedAt", recording.take().endedAt().toString());
    node.put("timedBy", word(recording.take().timedBy()));
    node.put("duration", recording.take().duration().map(Duration::toMillis).orElse(null));
    node.put("kind", word(recording.take().kind()));
    node.put("size", recording.file().size()).put("mediaType", recording.file().mediaType());
    node.put("region", recording.file().region()).put("sha256", recording.file().sha256());
    switch (recording.condition()) {
      case Recording.Ready ready -> node.put("state", "ready").putNull("reason");
      case Recording.Damaged(String reason) -> node.put("state", "damaged").put("reason", reason);
    }
    return Print.answer(200, node);
  }

  /** By ranges; damaged ones too. */
  private Answer file(Call call) {
    return send(recordings.open(gate.enter(call, Gate.READ), id(call)));
  }

  static Answer send(RecordingFile file) {
    Recording.VideoFile video = file.recording().file();
    return new Answer(
        200,
        Map.of("Content-Type", video.mediaType(), "Cache-Control", "private"),
        new Answer.Body.File(file.content(), file.addedAt(), video.sha256()));
  }
}
