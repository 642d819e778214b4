// https://open.feishu.cn/document/server-docs/vc-v1/room_level/query
package io.roomledger.dialect.feishu;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The vendor's form of our ids: {@code omb_} or {@code omm_}, and the 32 digits of the UUID. */
final class RoomIds {
  private static final String LEVEL = "omb_";
  private static final String ROOM = "omm_";
  private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{32}");

  private RoomIds() {}

  /** Our id of a level. */
  static Optional<UUID> level(String id) {
    return read(LEVEL, id);
  }

  /** Our id of a meeting room. */
  static Optional<UUID> room(String id) {
    return read(ROOM, id);
  }

  /** Whether it has the form of a meeting room's id. */
  static boolean isRoom(String id) {
    return id.startsWith(ROOM);
  }

  private static Optional<UUID> read(String prefix, String id) {
    if (!id.startsWith(prefix) || !DIGITS.matcher(id.substring(prefix.length())).matches()) {
      return Optional.empty();
    }
    String digits = id.substring(prefix.length());
    return Optional.of(
        new UUID(
            Long.parseUnsignedLong(digits.substring(0, 16), 16),
            Long.parseUnsignedLong(digits.substring(16), 16)));
  }
}
