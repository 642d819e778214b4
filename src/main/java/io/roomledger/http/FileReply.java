package io.roomledger.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which part of a file is sent, if any.
 *
 * @param status 200, 206, 304 or 416
 * @param range the bytes that are sent with 200 and 206
 */
record FileReply(int status, ByteRange range) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * Decides by the headers of the request.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2">RFC 9110, 13.2.2</a>
   */
  static FileReply to(Call call, Answer.Body.File file) {
    long size = file.content().size();
    ByteRange whole = new ByteRange(0, size - 1);
    if (unchanged(call, file)) {
      return new FileReply(304, ByteRange.NOWHERE);
    }
    Optional<ByteRange> asked =
        ifRange(call, file)
            ? call.header("Range").flatMap(header -> ByteRange.of(header, size))
            : Optional.empty();
    if (asked.isEmpty()) {
      return new FileReply(200, whole);
    }
    return asked.get().equals(ByteRange.NOWHERE)
        ? new FileReply(416, ByteRange.NOWHERE)
        : new FileReply(206, asked.get());
  }

  /** A time as HTTP writes it. */
  static String date(Instant instant) {
    return DATE.format(instant);
  }

  static String quoted(String tag) {
    return '"' + tag + '"';
  }

  private static boolean unchanged(Call call, Answer.Body.File file) {
    Optional<String> tags = call.header("If-None-Match");
    if (tags.isPresent()) {
      return Arrays.stream(tags.get().split(","))
          .map(String::strip)
          .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
          .anyMatch(tag -> tag.equals("*") || tag.equals(quoted(file.tag())));
    }
    Instant changedAt = file.changedAt().truncatedTo(ChronoUnit.SECONDS);
    return call.header("If-Modified-Since")
        .flatMap(FileReply::parse)
        .filter(since -> !changedAt.isAfter(since))
        .isPresent();
  }

  /** Whether a range may be sent: the client has the beginning of this very file. */
  private static boolean ifRange(Call call, Answer.Body.File file) {
    return call.header("If-Range")
        .map(String::strip)
        .map(has -> has.equals(quoted(file.tag())) || has.equals(date(file.changedAt())))
        .orElse(true);
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
