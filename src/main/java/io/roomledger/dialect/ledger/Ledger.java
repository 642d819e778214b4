package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.conference.Films;
import io.roomledger.conference.RecordingList;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.Retention;
import io.roomledger.conference.Timelines;
import io.roomledger.conference.Transcripts;
import io.roomledger.conference.Uploads;
import io.roomledger.dialect.Dialect;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import java.util.ArrayList;
import java.util.List;

/** The server's own API, as docs/ledger-api.md describes it. */
public final class Ledger implements Dialect {
  private final List<Endpoint> endpoints;

  /** Who may come in. */
  public record People(Accounts accounts, Apps apps, Tokens tokens, RateLimits limits) {}

  /** What they may do with recordings. */
  public record Doors(
      Uploads uploads,
      Recordings recordings,
      RecordingList list,
      Films films,
      Retention retention,
      Stories stories) {}

  /** What they may read of conferences. */
  public record Stories(Timelines timelines, Transcripts transcripts) {}

  public Ledger(People people, Doors doors, LedgerSettings settings) {
    Gate gate = new Gate(people.tokens(), people.limits(), settings);
    List<Endpoint> all = new ArrayList<>();
    all.add(
        new AccessToken(people.accounts(), people.apps(), people.tokens(), gate, settings)
            .endpoint());
    all.addAll(new TusUploads(doors.uploads(), gate).endpoints());
    all.addAll(new RecordingPages(doors.recordings(), doors.list(), gate).endpoints());
    all.addAll(new RecordingLinks(doors.recordings(), doors.films(), gate).endpoints());
    all.addAll(new Holds(doors.retention(), gate).endpoints());
    all.add(new Timeline(doors.stories().timelines(), gate).endpoint());
    all.addAll(new TranscriptPages(doors.stories().transcripts(), gate).endpoints());
    endpoints = all.stream().map(Ledger::spelled).toList();
  }

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public List<String> roots() {
    return List.of("/ledger/v1");
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public Answer refuse(Call call, Refusal refusal) {
    Answer answer = Problem.of(refusal).answer(call.requestId());
    return switch (refusal) {
      case Refusal.Throttled throttled ->
          answer.with(
              "Retry-After", Long.toString(Math.max(1, throttled.retryAfter().toSeconds())));
      case Refusal.Unauthenticated unknown -> answer.with("WWW-Authenticate", "Bearer");
      default -> answer;
    };
  }

  @Override
  public Answer fail(Call call) {
    return new Problem(500, "fault", "a fault of this server; its log has more under the requestId")
        .answer(call.requestId());
  }

  @Override
  public Answer dress(Call call, Answer answer) {
    Answer dressed = answer.with("X-Request-Id", call.requestId());
    return call.path().startsWith(TusUploads.ROOT)
        ? dressed.with("Tus-Resumable", "1.0.0").with("Tus-Version", "1.0.0")
        : dressed;
  }

  /** The core has no word for what only this API's protocols say no to. */
  private static Endpoint spelled(Endpoint endpoint) {
    return new Endpoint(
        endpoint.method(),
        endpoint.path(),
        call -> {
          try {
            return endpoint.handler().answer(call);
          } catch (ProblemException failed) {
            return failed.problem().answer(call.requestId());
          }
        },
        endpoint.streamed());
  }
}
