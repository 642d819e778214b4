// docs/ledger-api.md#exports
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportJob;
import io.roomledger.export.Exports;
import io.roomledger.http.Answer;
import io.roomledger.http.EventStream;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells how an export goes on, by server-sent events. Each event is the whole state, and its id is
 * derived from it: a client that comes again with the last id it heard is told nothing twice, and
 * misses nothing but what is past.
 */
final class ExportEvents {
  /** How many streams one caller may have at a time. */
  static final int MOST = 10;

  private static final Duration GLANCE = Duration.ofMillis(250);

  private final Exports exports;
  private final Tokens tokens;
  private final Map<String, Integer> streams = new ConcurrentHashMap<>();

  ExportEvents(Exports exports, Tokens tokens) {
    this.exports = exports;
    this.tokens = tokens;
  }

  Answer answer(Ask ask, long id) {
    Caller caller = ask.caller();
    ExportJob now = exports.get(caller, id);
    String heard = ask.text("Last-Event-ID").orElse("");
    if (now.ended() && heard.equals(mark(now))) {
      // what makes an EventSource stop to come again
      return Print.nothing();
    }
    if (streams.getOrDefault(caller.key(), 0) >= MOST) {
      throw new RefusedException(
          new Refusal.Throttled(MOST, EventStream.LONGEST, Duration.ofSeconds(10)));
    }
    return Answer.events(stream -> counted(ask, id, heard, stream));
  }

  private void counted(Ask ask, long id, String heard, EventStream stream)
      throws InterruptedException {
    Caller caller = ask.caller();
    streams.merge(caller.key(), 1, Integer::sum);
    try {
      tell(ask, id, heard, stream);
    } finally {
      streams.computeIfPresent(caller.key(), (key, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Asks again who it is at each glance: a token that was ended ends its streams. */
  private void tell(Ask ask, long id, String heard, EventStream stream)
      throws InterruptedException {
    String told = heard;
    do {
      ExportJob job;
      try {
        job = exports.get(Gate.caller(tokens, ask.call()), id);
      } catch (RefusedException noLonger) {
        return;
      }
      String mark = mark(job);
      if (!mark.equals(told)) {
        stream.send(mark, job.ended() ? "end" : "progress", text(job));
        told = mark;
      }
      if (job.ended()) {
        return;
      }
    } while (stream.pause(GLANCE));
  }

  /** The same for the same state, and for no other. */
  private static String mark(ExportJob job) {
    ExportJob.Progress progress = job.progress();
    return job.id()
        + "."
        + progress.attempt()
        + "."
        + progress.done()
        + "."
        + progress.total().orElse(-1L)
        + "."
        + Shape.word(job.status());
  }

  private static String text(ExportJob job) {
    return new String(
        Json.bytes(RecordShape.of(ExportView.class).write(ExportView.of(job))),
        StandardCharsets.UTF_8);
  }
}
