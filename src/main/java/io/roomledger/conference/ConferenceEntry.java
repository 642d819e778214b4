package io.roomledger.conference;

import io.roomledger.base.Ids;
import java.security.SecureRandom;
import org.jdbi.v3.core.Handle;

/**
 * How people get into a conference. The passwords are typed where the conference is held, which is
 * not here; they open nothing on this server.
 *
 * @param roomCode 11 digits
 * @param password what people type
 * @param hostPassword what makes somebody the host
 */
public record ConferenceEntry(String roomCode, String password, String hostPassword) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long FIRST_CODE = 10_000_000_000L;
  private static final long CODES = 90_000_000_000L;
  private static final int PASSWORD = 6;

  /** New ones with that room code. */
  static ConferenceEntry of(String roomCode) {
    return new ConferenceEntry(roomCode, Ids.random(PASSWORD), Ids.random(PASSWORD));
  }

  /** A room code that nothing else has. */
  static String freeCode(Handle handle) {
    while (true) {
      String code = Long.toString(FIRST_CODE + RANDOM.nextLong(CODES));
      boolean taken =
          handle
              .createQuery(
                  """
                  SELECT EXISTS (SELECT FROM conference WHERE room_code = :code)
                      OR EXISTS (SELECT FROM scheduled_conference WHERE room_code = :code)
                  """)
              .bind("code", code)
              .mapTo(boolean.class)
              .one();
      if (!taken) {
        return code;
      }
    }
  }
}
