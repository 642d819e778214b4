// https://open.feishu.cn/document/server-docs/vc-v1/room_level/query
package io.roomledger.dialect.feishu;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The vendor's form of our ids of levels, rooms and departments: {@code omb_}, {@code omm_} or
 * {@code od-}, and the 32 digits of the UUID.
 */
final class RoomIds {
  private static final String LEVEL = "omb_";
  private static final String ROOM = "omm_";
  private static final String DEPARTMENT = "od-";
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

  /** Our id of a department. */
  static Optional<UUID> department(String id) {
    return read(DEPARTMENT, id);
  }

  /** The vendor's id of a department. */
  static String ofDepartment(UUID id) {
    return DEPARTMENT + digits(id);
  }

  /** The vendor's id of a level. */
  static String ofLevel(UUID id) {
    return LEVEL + digits(id);
  }

  /** The vendor's id of a meeting room. */
  static String ofRoom(UUID id) {
    return ROOM + digits(id);
  }

  private static String digits(UUID id) {
    return id.toString().replace("-", "");
  }

  /**
   * Our id of a level that is named in a call.
   *
   * @throws RefusedException not found, if nothing can have that id
   * @throws FailureException not supported, if it is a room's
   */
  static UUID needLevel(String id) {
    if (isRoom(id)) {
      throw new FailureException(Failure.NOT_SUPPORT);
    }
    return level(id).orElseThrow(() -> unknown(Refusal.Thing.ROOM_LEVEL, id));
  }

  /**
   * Our id of a meeting room that is named in a call.
   *
   * @throws RefusedException not found, if nothing can have that id
   */
  static UUID needRoom(String id) {
    return room(id).orElseThrow(() -> unknown(Refusal.Thing.MEETING_ROOM, id));
  }

  private static RefusedException unknown(Refusal.Thing what, String id) {
    return new RefusedException(new Refusal.NotFound(what, id));
  }

  /** Whether it has the form of a level's id. */
  static boolean isLevel(String id) {
    return id.startsWith(LEVEL);
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
