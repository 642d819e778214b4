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
 * @param settings of the server
 * @param publicAddress where clients reach it
 * @param endpoint what answers
 * @param ending down when the server ends
 */
record Exchange(
    Site site,
    HttpSettings settings,
    String publicAddress,
    Endpoint endpoint,
    CountDownLatch ending) {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** Answers a request whose path has these parameters. */
  void handle(ServerRequest request, ServerResponse response, Parameters parameters) {
    long start = System.nanoTime();
    Request call = new Request(request, parameters, settings, publicAddress);
    long bytes = -1;
    try {
      Answer answer = dressed(site, call, answer(call));
      if (call.cut()) {
        response.header(HeaderValues.CONNECTION_CLOSE);
      }
      bytes = reply(call, answer, response);
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
      return refuse(site, call, e.refusal());
    } catch (ClientGoneException e) {
      throw e;
    } catch (Exception | StackOverflowError e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return fail(site, call, e);
    }
  }

  private long reply(Call call, Answer answer, ServerResponse response) {
    try {
      return new Reply(call, response, ending).write(answer);
    } catch (IOException e) {
      Answer failed = dressed(site, call, fail(site, call, e));
      try {
        return new Reply(call, response, ending).write(failed);
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
      return Answer.text(500, "text/plain", "internal error " + call.requestId() + "\n");
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
