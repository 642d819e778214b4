package io.roomledger.booking;

import java.util.UUID;

/**
 * A room that can be reserved.
 *
 * @param id its id
 * @param level the level it hangs in
 * @param name the name for people, unique in its level, at most 200 characters
 * @param capacity how many people it holds; 0 if that is not known
 * @param displayId a short id for signs, unique in the organisation
 * @param rules who may have it
 */
public record MeetingRoom(
    UUID id, UUID level, String name, int capacity, String displayId, Rules rules) {

  /**
   * Who may have a room, and what they must do for it.
   *
   * @param enabled whether it can be booked at all
   * @param needsApproval whether somebody must agree
   * @param checkIn whether they must say that they came
   */
  public record Rules(boolean enabled, boolean needsApproval, CheckInPolicy checkIn) {
    /** Free for all, and nobody need check in. */
    public static final Rules FREE = new Rules(true, false, CheckInPolicy.NO_DEVICE);
  }

  /** A new room that is free for all, with a display id of its own. */
  public static MeetingRoom in(UUID level, String name, int capacity) {
    UUID id = UUID.randomUUID();
    return new MeetingRoom(id, level, name, capacity, displayId(id), Rules.FREE);
  }

  /** Two letters and twelve digits, from the id. */
  public static String displayId(UUID id) {
    long digits =
        Math.floorMod(
            id.getMostSignificantBits() ^ id.getLeastSignificantBits(), 1_000_000_000_000L);
    return String.format("RL%012d", digits);
  }
}
