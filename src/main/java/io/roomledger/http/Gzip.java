package io.roomledger.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses text on its way, where its length tells nothing that must not be told. Who sees how
 * long answers are, and brings text of their own into them, guesses a secret beside it letter by
 * letter, if a browser asks for them again and again with a person's cookie (BREACH). So an answer
 * to a request with a cookie is never compressed, nor one that sets a cookie, nor a page; files and
 * what is not text is not either.
 *
 * @see <a href="https://www.breachattack.com/">BREACH</a>
 */
final class Gzip {
  private static final int WORTH_IT = 1400;
  private static final int LEVEL = 4;
  private static final Set<String> TEXT =
      Set.of(
          "application/json",
          "application/x-ndjson",
          "application/yaml",
          "text/plain",
          "text/csv",
          "text/css",
          "text/javascript",
          "image/svg+xml");

  private Gzip() {}

  /** The same answer, compressed if the client takes that and nothing speaks against it. */
  static Answer fit(Call call, Answer answer) {
    if (!(answer.body() instanceof Answer.Body.Bytes body) || !may(call, answer, body.bytes())) {
      return answer;
    }
    Answer varied = answer.with("Vary", "Accept-Encoding");
    return taken(call)
        ? new Answer(varied.status(), varied.headers(), new Answer.Body.Bytes(packed(body.bytes())))
            .with("Content-Encoding", "gzip")
        : varied;
  }

  private static boolean may(Call call, Answer answer, byte[] bytes) {
    return bytes.length >= WORTH_IT
        && answer.status() == 200
        && call.method().equals("GET")
        && call.header("Cookie").isEmpty()
        && TEXT.contains(kind(answer))
        && answer.headers().keySet().stream().noneMatch(Gzip::speaksAgainst);
  }

  private static boolean speaksAgainst(String header) {
    return Set.of("set-cookie", "content-encoding", "vary", "etag")
        .contains(header.toLowerCase(Locale.ROOT));
  }

  private static String kind(Answer answer) {
    String type = answer.headers().getOrDefault("Content-Type", "").toLowerCase(Locale.ROOT);
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip();
  }

  /** Whether gzip is among what is accepted, and not with a weight of nothing. */
  private static boolean taken(Call call) {
    for (String coding : call.header("Accept-Encoding").orElse("").split(",", -1)) {
      String[] parts = coding.toLowerCase(Locale.ROOT).split(";", 2);
      if (parts[0].strip().equals("gzip")) {
        return parts.length < 2 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  private static byte[] packed(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 4);
    try (OutputStream out = new Fast(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** Two thirds of the time for a few per cent more bytes. */
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out);
      def.setLevel(LEVEL);
    }
  }
}
