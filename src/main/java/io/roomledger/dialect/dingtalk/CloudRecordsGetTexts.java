// https://open.dingtalk.com/document/development/query-cloud-record-text
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.conference.Paragraph;
import io.roomledger.conference.Transcript;
import io.roomledger.conference.TranscriptPart;
import io.roomledger.conference.Transcripts;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells what was said in the recordings of a conference. */
final class CloudRecordsGetTexts {
  private static final int PAGE = 200;

  private final Transcripts transcripts;
  private final UnionIds unionIds;

  CloudRecordsGetTexts(Transcripts transcripts, UnionIds unionIds) {
    this.transcripts = transcripts;
    this.unionIds = unionIds;
  }

  Route route() {
    return new Route("GET", CloudRecordsGetVideos.ROOT + "/getTexts", Route.READ, this::answer);
  }

  private Answer answer(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    Transcript transcript =
        transcripts.read(caller, VideoConferences.request(call, query), part(query));
    Map<String, String> ids =
        unionIds.of(
            transcript.said().stream()
                .flatMap(said -> said.paragraph().speaker().account().stream())
                .toList());
    ObjectNode answer = Json.object();
    answer.put("hasMore", transcript.more());
    ArrayNode list = answer.putArray("paragraphList");
    transcript.said().forEach(said -> print(said, ids, list.addObject()));
    return Print.answer(200, answer);
  }

  /** Which part of what was said is wanted. */
  static TranscriptPart part(Fields query) {
    long start = query.optionalNumber("startTime").orElse(0L);
    if (start < 0) {
      throw Fields.invalid(
          "startTime", TextNode.valueOf(Long.toString(start)), "milliseconds of the recording");
    }
    boolean backwards =
        switch (query.optionalText("direction").orElse("0")) {
          case "0", "" -> false;
          case "1" -> true;
          case String other -> throw Fields.invalid("direction", TextNode.valueOf(other), "0 or 1");
        };
    Optional<Long> after = query.optionalNumber("nextToken").filter(token -> token != 0);
    return new TranscriptPart(
        Duration.ofMillis(start),
        backwards,
        after.isPresent() ? OptionalLong.of(after.get()) : OptionalLong.empty(),
        query.pageSize(PAGE, TranscriptPart.MOST));
  }

  private static void print(Transcript.Said said, Map<String, String> ids, ObjectNode node) {
    // the name is the vendor's, with both its t's
    node.put("nextTtoken", said.place());
    node.put("status", 0L);
    print(said, said.paragraph().speaker().account().map(ids::get), node);
  }

  /** What this and the minutes tell of a paragraph. */
  static void print(Transcript.Said said, Optional<String> speaker, ObjectNode node) {
    Paragraph paragraph = said.paragraph();
    speaker.ifPresent(id -> node.put("unionId", id));
    node.put("nickName", paragraph.speaker().name());
    // here the vendor counts in 64 bits, which do not hold a recording's number
    node.put("recordId", recordId(said.session()));
    node.put("startTime", paragraph.from().toMillis());
    node.put("endTime", paragraph.to().toMillis());
    node.put("paragraph", paragraph.text());
    sentences(paragraph.sentences(), speaker, node.putArray("sentenceList"));
  }

  /** The last digits of the recording's number, as many as every program can count. */
  private static long recordId(String session) {
    return Long.parseLong(session.substring(session.length() - 15));
  }

  private static void sentences(
      List<Paragraph.Sentence> sentences, Optional<String> speaker, ArrayNode list) {
    for (Paragraph.Sentence sentence : sentences) {
      ObjectNode node = list.addObject();
      speaker.ifPresent(id -> node.put("unionId", id));
      node.put("sentence", sentence.text());
      node.put("startTime", sentence.from().toMillis());
      node.put("endTime", sentence.to().toMillis());
      // transcripts time sentences, not words
      node.putArray("wordList");
    }
  }
}
