package io.roomledger.chat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * A place in the order of a room's messages.
 *
 * @param sentAt when the message was sent
 * @param id its id
 */
record MessageKey(Instant sentAt, String id) {
  /** Before the first. */
  static final MessageKey START = new MessageKey(Instant.parse("0001-01-01T00:00:00Z"), "");

  /** Behind the last. */
  static final MessageKey END = new MessageKey(Instant.parse("9999-12-31T00:00:00Z"), "");

  /** A key as {@link #text} wrote it. */
  static MessageKey parse(String text) {
    int dot = text.indexOf('.');
    try {
      long micros = Long.parseLong(text.substring(0, Math.max(dot, 0)));
      Instant sentAt = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
      if (!sentAt.isBefore(START.sentAt) && !sentAt.isAfter(END.sentAt)) {
        return new MessageKey(sentAt, text.substring(dot + 1));
      }
    } catch (NumberFormatException e) {
      throw invalid(text);
    }
    throw invalid(text);
  }

  private static RefusedException invalid(String text) {
    return new RefusedException(
        new Refusal.Invalid("page key", text, "the key that came with the page before"));
  }

  /** Whether this stands before the other, as the database has them: by the bytes of the id. */
  boolean isBefore(MessageKey other) {
    int time = sentAt.compareTo(other.sentAt);
    return time < 0
        || (time == 0
            && Arrays.compareUnsigned(
                    id.getBytes(StandardCharsets.UTF_8), other.id.getBytes(StandardCharsets.UTF_8))
                < 0);
  }

  String text() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, sentAt) + "." + id;
  }
}
