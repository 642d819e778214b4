package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in the list of recordings, which goes from the newest to the oldest.
 *
 * @param startedAt when the recording began
 * @param id its id, where several began at once
 */
record RecordingKey(Instant startedAt, UUID id) {
  private static final int BYTES = 8 + 4 + 16;

  /** Before the newest. */
  static final RecordingKey FIRST =
      new RecordingKey(Instant.parse("9999-12-31T00:00:00Z"), new UUID(-1L, -1L));

  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(startedAt.getEpochSecond()).putInt(startedAt.getNano());
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  static RecordingKey parse(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.remaining() == BYTES) {
        Instant at = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
        if (at.isAfter(Instant.EPOCH.minusSeconds(1L << 36)) && !at.isAfter(FIRST.startedAt())) {
          return new RecordingKey(at, new UUID(bytes.getLong(), bytes.getLong()));
        }
      }
    } catch (IllegalArgumentException | DateTimeException wrong) {
      throw invalid(text);
    }
    throw invalid(text);
  }

  private static RefusedException invalid(String text) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return new RefusedException(
        new Refusal.Invalid("after", shown, "the key that the page before ended with"));
  }

  /** Whether this comes later in the list. */
  boolean isAfter(RecordingKey other) {
    int time = startedAt.compareTo(other.startedAt);
    return time < 0 || (time == 0 && compare(id, other.id) < 0);
  }

  /** As PostgreSQL does it: byte by byte. */
  private static int compare(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }
}
