package io.roomledger.dialect.feishu;

import io.roomledger.base.Refusal;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.dialect.Dialect;
import io.roomledger.export.Exports;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Apps;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.SignedTexts;
import io.roomledger.identity.Tokens;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Feishu's open platform, as far as it is spoken here. */
public final class Feishu implements Dialect {
  private final Spelling spelling;
  private final List<Endpoint> endpoints;

  /** The doors it calls, and the clock. */
  public record Doors(
      Apps apps,
      Tokens tokens,
      RateLimits limits,
      SignedTexts signed,
      MeetingRooms rooms,
      Exports exports,
      Clock clock) {}

  public Feishu(Doors doors, FeishuSettings settings) {
    this.spelling = new Spelling(doors.clock(), settings.zone());
    Gateway gateway = new Gateway(doors.tokens(), doors.limits(), settings.exportsPerMinute());
    FileTokens files = new FileTokens(doors.signed(), doors.clock(), settings.fileLife());
    this.endpoints =
        Stream.of(
                new AccessTokens(doors.apps(), doors.tokens(), doors.clock()).endpoints(),
                new ResourceReservations(doors, settings.zone(), spelling).endpoints(gateway),
                new VcExports(doors.exports(), files).endpoints(gateway))
            .flatMap(List::stream)
            .toList();
  }

  @Override
  public String name() {
    return "feishu";
  }

  @Override
  public List<String> roots() {
    return List.of("/open-apis");
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public Answer refuse(Call call, Refusal refusal) {
    return spelling.refuse(call, refusal);
  }

  @Override
  public Answer fail(Call call) {
    return spelling.failure(call, Failure.INTERNAL_ERROR);
  }

  @Override
  public Answer dress(Call call, Answer answer) {
    return spelling.dress(call, answer);
  }
}
