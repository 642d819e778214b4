package io.roomledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
  /** Who, from where, what: of a right that is missing and of too many calls, and of no more. */
  @Test
  void whoIsRefusedIsWrittenDown() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger("refusals");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    Level before = log.getLevel();
    log.setLevel(Level.INFO);
    Site refusing =
        Site.plain(
            "refusing",
            List.of("/t"),
            List.of(
                Endpoint.get("/t/right", RefusalLogTest::lacksARight),
                Endpoint.get(
                    "/t/often",
                    call -> no(new Refusal.Throttled(10, Duration.ofMinutes(1), Duration.ZERO))),
                Endpoint.get(
                    "/t/nobody",
                    call -> no(new Refusal.Unauthenticated(Refusal.Credential.MISSING))),
                Endpoint.get("/t/own", call -> Answer.text(403, "text/plain", "no"))));
    try (HttpServer own = HttpServer.start(EchoServer.SETTINGS, List.of(refusing));
        RawClient client = new RawClient(own.port())) {
      for (String path : List.of("right?secret=1", "often", "nobody", "own", "nothing")) {
        client.head("GET /t/" + path + " HTTP/1.1", "Host: x");
        client.answer();
      }
    } finally {
      log.detachAppender(lines);
      log.setLevel(before);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactly(
            it ->
                assertThat(it)
                    .matches("[0-9A-F-]{36} 127.0.0.1 account:ann GET /t/right: .*manage-exports"),
            it -> assertThat(it).contains(" - GET /t/often: too many calls"),
            it -> assertThat(it).endsWith(" - GET /t/own: answered 403"));
  }

  @Test
  void aFloodOfRefusalsDoesNotFillTheLog() {
    RefusalLog log = new RefusalLog();
    long now = System.nanoTime();
    for (int i = 0; i < 60; i++) {
      assertThat(log.room(now)).isTrue();
    }
    assertThat(log.room(now)).isFalse();
    assertThat(log.room(now + Duration.ofMinutes(2).toNanos())).isTrue();
  }

  private static Answer lacksARight(Call call) {
    call.by("account:ann");
    return no(new Refusal.Forbidden(Refusal.Right.PERMISSION, "manage-exports"));
  }

  private static Answer no(Refusal refusal) {
    throw new RefusedException(refusal);
  }
}
