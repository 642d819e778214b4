package io.roomledger.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Writes an answer. */
final class Reply {
  private static final int BUFFER = 64 * 1024;
  private static final Header NO_SNIFF =
      HeaderValues.createCached("X-Content-Type-Options", "nosniff");

  /**
   * What a browser may do with an answer that says nothing of it: show it in no frame, run nothing.
   */
  private static final Header NOTHING_RUNS =
      HeaderValues.createCached(
          "Content-Security-Policy",
          "script-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'");

  private static final Header NO_REFERRER =
      HeaderValues.createCached("Referrer-Policy", "no-referrer");
  private static final List<Header> BARE = List.of(NOTHING_RUNS, NO_REFERRER);
  private static final List<Header> BARE_JSON =
      List.of(NOTHING_RUNS, NO_REFERRER, HeaderValues.createCached("Cache-Control", "no-store"));
  private static final Header RANGES = HeaderValues.createCached("Accept-Ranges", "bytes");

  /** Those of this program's answers, which are few; making one costs more than finding it. */
  private static final Map<String, HeaderName> NAMES = new ConcurrentHashMap<>();

  private final Call call;
  private final ServerResponse response;
  private final CountDownLatch ending;

  /**
   * A reply to a call.
   *
   * @param ending down when the server ends
   */
  Reply(Call call, ServerResponse response, CountDownLatch ending) {
    this.call = call;
    this.response = response;
    this.ending = ending;
  }

  /** A header of that very spelling, whose value cannot end the line. */
  static Header header(String name, String value) {
    String safe = value;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        safe = value.replaceAll("[^ -~]", "?");
        break;
      }
    }
    return HeaderValues.create(NAMES.computeIfAbsent(name, Reply::headerName), safe);
  }

  private static HeaderName headerName(String name) {
    return HeaderNames.create(name.toLowerCase(Locale.ROOT), name);
  }

  /** The header that stands on every answer. */
  static Header noSniff() {
    return NO_SNIFF;
  }

  /**
   * Writes it.
   *
   * @return how many bytes the body has
   * @throws IOException if a file cannot be read; nothing is sent then
   * @throws ClientGoneException if the client went away
   */
  long write(Answer answer) throws IOException {
    response.header(NO_SNIFF);
    return switch (answer.body()) {
      case Answer.Body.Bytes body -> {
        head(answer, answer.status());
        yield bytes(body.bytes());
      }
      case Answer.Body.File body -> file(answer, body);
      case Answer.Body.Events body -> {
        head(answer, answer.status());
        yield call.method().equals("HEAD") ? empty(0) : events(body.source());
      }
    };
  }

  private void head(Answer answer, int status) {
    response.status(Status.create(status));
    answer.headers().forEach((name, value) -> response.header(header(name, value)));
    unsaid(answer).forEach(response::header);
  }

  /** The headers that protect a browser's person, where an answer says nothing of its own. */
  static List<Header> unsaid(Answer answer) {
    boolean json = answer.headers().getOrDefault("Content-Type", "").contains("json");
    return (json ? BARE_JSON : BARE)
        .stream().filter(header -> !answer.headers().containsKey(header.name())).toList();
  }

  private long bytes(byte[] bytes) {
    return call.method().equals("HEAD") ? empty(bytes.length) : send(bytes);
  }

  private long file(Answer answer, Answer.Body.File file) throws IOException {
    // an answer that is no success keeps its status, and is sent as a whole
    FileReply reply =
        answer.status() == 200
            ? FileReply.to(call, file)
            : new FileReply(answer.status(), new ByteRange(0, file.content().size() - 1));
    if (reply.range().equals(ByteRange.NOWHERE) || call.method().equals("HEAD")) {
      fileHead(answer, file, reply);
      return empty(reply.range().length());
    }
    if (file.elsewhere() && answer.status() == 200) {
      Optional<URI> address =
          file.content()
              .link(
                  answer.headers().getOrDefault("Content-Disposition", "inline"),
                  answer.headers().getOrDefault("Content-Type", "application/octet-stream"));
      if (address.isPresent()) {
        return elsewhere(address.get());
      }
    }
    try (InputStream in = file.content().open(reply.range().first())) {
      fileHead(answer, file, reply);
      return stream(in, reply.range().length());
    }
  }

  /** The address opens the file to whoever has it, so nobody is to keep it. */
  private long elsewhere(URI address) {
    response.status(Status.FOUND_302);
    response.header(header("Location", address.toASCIIString()));
    response.header(header("Cache-Control", "no-store"));
    response.header(header("Referrer-Policy", "no-referrer"));
    return empty(0);
  }

  private long events(EventStream.Source source) {
    try (OutputStream out = response.outputStream()) {
      EventStream stream = new EventStream(out, ending);
      source.tell(stream);
      return stream.bytes();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientGoneException("the server ends", e);
    } catch (IOException | UncheckedIOException | CloseConnectionException e) {
      throw e instanceof ClientGoneException gone
          ? gone
          : new ClientGoneException("the events were not taken", e);
    } catch (RuntimeException e) {
      throw new SourceBrokenException(new IOException(e));
    }
  }

  /** An answer that tells of a length and has no body. */
  private long empty(long length) {
    if (!bodiless()) {
      response.header(HeaderNames.CONTENT_LENGTH, Long.toString(length));
    }
    return send(new byte[0]);
  }

  private long send(byte[] bytes) {
    byte[] sent = bodiless() ? new byte[0] : bytes;
    try {
      response.send(sent);
      return sent.length;
    } catch (UncheckedIOException | CloseConnectionException e) {
      throw new ClientGoneException("the answer was not taken", e);
    }
  }

  private boolean bodiless() {
    int status = response.status().code();
    return status == 204 || status == 304;
  }

  private void fileHead(Answer answer, Answer.Body.File file, FileReply reply) {
    head(answer, reply.status());
    response.header(RANGES);
    response.header(HeaderNames.ETAG, FileReply.quoted(file.tag()));
    response.header(HeaderNames.LAST_MODIFIED, FileReply.date(file.changedAt()));
    long size = file.content().size();
    if (reply.status() == 416) {
      response.header(HeaderNames.CONTENT_RANGE, "bytes */" + size);
    } else if (reply.status() == 206) {
      String part = reply.range().first() + "-" + reply.range().last();
      response.header(HeaderNames.CONTENT_RANGE, "bytes " + part + "/" + size);
    }
  }

  /** Once the head is out, all that a fault can do is to end the connection before the length. */
  private long stream(InputStream in, long length) {
    response.header(HeaderNames.CONTENT_LENGTH, Long.toString(length));
    byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, length))];
    try (OutputStream out = response.outputStream()) {
      long left = length;
      while (left > 0) {
        int read = read(in, buffer, left);
        out.write(buffer, 0, read);
        left -= read;
      }
      return length;
    } catch (IOException | UncheckedIOException | CloseConnectionException e) {
      if (e instanceof SourceBrokenException broken) {
        throw broken;
      }
      throw new ClientGoneException("the file was not taken", e);
    }
  }

  private static int read(InputStream in, byte[] buffer, long left) {
    try {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read <= 0) {
        throw new IOException("the file ends " + left + " bytes before its length");
      }
      return read;
    } catch (IOException e) {
      throw new SourceBrokenException(e);
    }
  }

  /** What was to be sent could not be read any further. */
  static final class SourceBrokenException extends CloseConnectionException {
    private static final long serialVersionUID = 1L;

    SourceBrokenException(IOException cause) {
      super("what was to be sent could not be read to its end", cause);
    }
  }
}
