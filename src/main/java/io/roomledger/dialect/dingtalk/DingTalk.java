package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import io.roomledger.conference.Recordings;
import io.roomledger.dialect.Dialect;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Apps;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * DingTalk's new API, as https://open.dingtalk.com/document/ describes it and its SDKs expect it.
 */
public final class DingTalk implements Dialect {
  private static final String REQUEST_ID = "x-acs-request-id";

  private final Spelling spelling;
  private final List<Endpoint> endpoints;

  /** The collaborators it needs. */
  public record House(
      Apps apps, Tokens tokens, RateLimits limits, Recordings recordings, Clock clock) {}

  public DingTalk(House house, DingTalkSettings settings) {
    this.spelling = new Spelling(settings);
    Gateway gateway = new Gateway(house.tokens(), house.limits(), settings);
    this.endpoints =
        Stream.of(
                new AccessToken(house.apps(), house.tokens(), gateway, settings, house.clock())
                    .endpoint(),
                new CloudRecordsGetVideos(house.recordings(), gateway, settings).endpoint(),
                new CloudRecordsGetPlayInfos(house.recordings(), gateway).endpoint(),
                new Media(house.recordings()).endpoint())
            .map(DingTalk::spelled)
            .toList();
  }

  @Override
  public String name() {
    return "dingtalk";
  }

  @Override
  public List<String> roots() {
    return List.of("/v1.0", Media.ROOT);
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public Answer refuse(Call call, Refusal refusal) {
    return spelling.of(refusal).answer(call.requestId());
  }

  @Override
  public Answer fail(Call call) {
    return Spelling.systemError("see the log of this server for " + call.requestId())
        .answer(call.requestId());
  }

  @Override
  public Answer dress(Call call, Answer answer) {
    return answer.with(REQUEST_ID, call.requestId());
  }

  /** The core has no word for what only this vendor's gateway says no to. */
  private static Endpoint spelled(Endpoint endpoint) {
    return new Endpoint(
        endpoint.method(),
        endpoint.path(),
        call -> {
          try {
            return endpoint.handler().answer(call);
          } catch (FailureException failed) {
            return failed.failure().answer(call.requestId());
          }
        });
  }
}
