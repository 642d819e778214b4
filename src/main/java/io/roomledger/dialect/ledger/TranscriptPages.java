// docs/ledger-api.md#recordings
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.conference.Paragraph;
import io.roomledger.conference.Transcripts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What was said in a recording. */
final class TranscriptPages {
  private static final String PATH = "/recordings/{recording}/transcript";
  private static final String TAG = "Recordings";

  private final Transcripts transcripts;

  TranscriptPages(Transcripts transcripts) {
    this.transcripts = transcripts;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, TAG, "What was said in a recording, by paragraphs.")
            .needs(Gate.READ)
            .refuses(409)
            .gives(Spoken.class, this::answer),
        Route.of("PUT", PATH, TAG, "Takes a WebVTT or SubRip file, in UTF-8.")
            .needs(Gate.WRITE)
            .takes(false, "text/vtt", "application/x-subrip", "text/plain", ANYTHING)
            .refuses(409)
            .givesNothing("It is taken.", this::put));
  }

  /** Programs name the type of these files as they like. */
  private static final String ANYTHING = "application/octet-stream";

  /** What was said. */
  record Spoken(@Means("In the order of time.") List<Passage> paragraphs) {}

  /** What one speaker said in one go; times count from the beginning of the recording. */
  record Passage(
      @Means("Who spoke.") String speaker, Duration from, Duration to, List<Phrase> sentences) {
    static Passage of(Paragraph paragraph) {
      return new Passage(
          paragraph.speaker().name(),
          paragraph.from(),
          paragraph.to(),
          paragraph.sentences().stream()
              .map(said -> new Phrase(said.from(), said.to(), said.text()))
              .toList());
    }
  }

  /** A sentence. */
  record Phrase(Duration from, Duration to, String text) {}

  private void put(Ask ask) {
    String text = new String(ask.call().body(), StandardCharsets.UTF_8);
    transcripts.put(ask.caller(), ask.id("recording", Refusal.Thing.RECORDING), text);
  }

  private Spoken answer(Ask ask) {
    return new Spoken(
        transcripts.of(ask.caller(), ask.id("recording", Refusal.Thing.RECORDING)).stream()
            .map(Passage::of)
            .toList());
  }
}
