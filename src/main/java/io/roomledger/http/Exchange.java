package io.roomledger.http;

import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a request to its answer: the one place where refusals are spelled and faults are logged.
 *
 * @param site whose words are used
 * @param endpoint what answers
 * @param server where it is answered
 */
record Exchange(Site site, Endpoint endpoint, Surroundings server) {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final String TRY_AGAIN_SECONDS = "5";
  private static final String OUT_OF_REACH =
      "the database is out of reach for now (expected: the same again in a few seconds)";

  /**
   * What is the same for all exchanges of a server.
   *
   * @param settings of the server
   * @param publicAddress where clients reach it
   * @param watch who looks on
   * @param refusals where it is written down who was refused
   * @param ending down when the server ends
   */
  record Surroundings(
      HttpSettings settings,
      String publicAddress,
      Watch watch,
      RefusalLog refusals,
      CountDownLatch ending) {}

  /** Answers a request whose path has these parameters. */
  void handle(ServerRequest request, ServerResponse response, Parameters parameters) {
    long start = System.nanoTime();
    Request call = new Request(request, parameters, server.settings(), server.publicAddress());
    Watch.Seen seen = server.watch().begins(call, site.name(), endpoint.path());
    long bytes = -1;
    try {
      Answer answer = dressed(site, call, answer(call));
      server.refusals().write(call, call.refusal(), answer.status());
      if (server.settings().secured() && call.origin().startsWith("https:")) {
        response.header(server.settings().transportSecurity());
      }
      if (call.cut()) {
        response.header(HeaderValues.CONNECTION_CLOSE);
      }
      bytes =
          reply(call, server.settings().compression() ? Gzip.fit(call, answer) : answer, response);
      call.drain();
    } catch (ClientGoneException e) {
      LOG.debug("{} {}: {}", call.requestId(), AccessLog.printable(call.path()), e.getMessage());
      throw e;
    } catch (Reply.SourceBrokenException e) {
      log(site, call, e);
      throw e;
    } finally {
      long took = System.nanoTime() - start;
      AccessLog.write(call, response.status().code(), bytes, Duration.ofNanos(took));
      seen.ended(response.status().code(), bytes, Duration.ofNanos(took));
    }
    if (call.cut()) {
      throw new UnreadBodyException();
    }
    if (call.last()) {
      throw new CloseConnectionException("the client asked for it");
    }
  }

  private Answer answer(Request call) {
    try {
      call.checkFraming();
      if (!endpoint.streamed()) {
        call.checkLength();
      }
      return endpoint.handler().answer(call);
    } catch (RefusedException e) {
      call.refused(e.refusal());
      return refuse(site, call, e.refusal());
    } catch (ClientGoneException e) {
      throw e;
    } catch (Exception | StackOverflowError e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return server.watch().passing(e) ? outOfReach(call, e) : fail(site, call, e);
    }
  }

  /** The site's words for what is nobody's fault and soon over, under a status that says so. */
  private Answer outOfReach(Call call, Throwable why) {
    LOG.warn(
        "{} {} {} {}: answered 503, as what it needs is out of reach for now: {}",
        call.requestId(),
        site.name(),
        call.method(),
        AccessLog.printable(call.path()),
        String.valueOf(why.getMessage()).lines().findFirst().orElse(""));
    Refusal refusal = new Refusal.Unavailable(OUT_OF_REACH);
    Answer said;
    try {
      said = site.refuse(call, refusal);
    } catch (RuntimeException e) {
      // its words lie in the database too
      said = Answer.text(503, "text/plain; charset=utf-8", OUT_OF_REACH + "\n");
    }
    return new Answer(503, said.headers(), said.body()).with("Retry-After", TRY_AGAIN_SECONDS);
  }

  private long reply(Call call, Answer answer, ServerResponse response) {
    try {
      return new Reply(call, response, server.ending()).write(answer);
    } catch (IOException e) {
      Answer said = server.watch().passing(e) ? outOfReach(call, e) : fail(site, call, e);
      Answer failed = dressed(site, call, said);
      try {
        return new Reply(call, response, server.ending()).write(failed);
      } catch (IOException again) {
        throw new IllegalStateException("an answer of bytes reads no file", again);
      }
    }
  }

  /** The site's words for a refusal. */
  static Answer refuse(Site site, Call call, Refusal refusal) {
    try {
      return site.refuse(call, refusal);
    } catch (RuntimeException e) {
      return fail(site, call, e);
    }
  }

  private static Answer dressed(Site site, Call call, Answer answer) {
    try {
      return site.dress(call, answer);
    } catch (RuntimeException e) {
      return fail(site, call, e);
    }
  }

  private static Answer fail(Site site, Call call, Throwable fault) {
    log(site, call, fault);
    try {
      return site.fail(call);
    } catch (RuntimeException e) {
      log(site, call, e);
      return Answer.text(
          500, "text/plain; charset=utf-8", "internal error " + call.requestId() + "\n");
    }
  }

  private static void log(Site site, Call call, Throwable fault) {
    LOG.error(
        "{} {} {} {}: a fault of this server, so the request failed",
        call.requestId(),
        site.name(),
        call.method(),
        AccessLog.printable(call.path()),
        fault);
  }

  /** The rest of the body is not read, so the connection cannot be used again. */
  static final class UnreadBodyException extends CloseConnectionException {
    private static final long serialVersionUID = 1L;

    UnreadBodyException() {
      super("the body was not read");
    }
  }
}
