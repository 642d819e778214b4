// docs/ledger-api.md#transcripts
package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.conference.Paragraph;
import io.roomledger.conference.Transcripts;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What was said in a recording. */
final class TranscriptPages {
  private final Transcripts transcripts;
  private final Gate gate;

  TranscriptPages(Transcripts transcripts, Gate gate) {
    this.transcripts = transcripts;
    this.gate = gate;
  }

  List<Endpoint> endpoints() {
    String path = RecordingPages.ROOT + "/{recording}/transcript";
    return List.of(Endpoint.get(path, this::answer), new Endpoint("PUT", path, this::put));
  }

  /** A WebVTT or SubRip file, in UTF-8. */
  private Answer put(Call call) {
    Caller caller = gate.enter(call, Gate.WRITE);
    String text = new String(call.body(), StandardCharsets.UTF_8);
    transcripts.put(caller, RecordingPages.id(call), text);
    return Print.nothing();
  }

  private Answer answer(Call call) {
    ObjectNode answer = Json.object();
    ArrayNode paragraphs = answer.putArray("paragraphs");
    for (Paragraph paragraph :
        transcripts.of(gate.enter(call, Gate.READ), RecordingPages.id(call))) {
      ObjectNode node = paragraphs.addObject();
      node.put("speaker", paragraph.speaker().name());
      node.put("from", paragraph.from().toMillis()).put("to", paragraph.to().toMillis());
      ArrayNode sentences = node.putArray("sentences");
      for (Paragraph.Sentence sentence : paragraph.sentences()) {
        sentences
            .addObject()
            .put("from", sentence.from().toMillis())
            .put("to", sentence.to().toMillis())
            .put("text", sentence.text());
      }
    }
    return Print.answer(200, answer);
  }
}
