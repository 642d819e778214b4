package io.roomledger.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a rule would do, told before it is set.
 *
 * @param wish the rule
 * @param target for what it stands
 * @param effectiveAt when it would begin to count
 * @param loses whether anything is kept for a shorter time by it; then it needs a confirmation
 * @param all what would go at that moment, in all rooms
 * @param rooms the rooms that would lose most, and those where something is held
 * @param moreRooms how many further rooms would lose something
 * @param confirmation what proves, for an hour, that this was seen
 */
public record Preview(
    RuleWish wish,
    Target target,
    Instant effectiveAt,
    boolean loses,
    Loss all,
    List<RoomLoss> rooms,
    int moreRooms,
    String confirmation) {
  /**
   * What goes.
   *
   * @param things how many messages or reservations
   * @param files how many files go with them
   * @param bytes how many bytes these files have
   * @param oldest when the oldest was sent or begins, of those that are held too
   * @param newest the same of the newest
   * @param held how many are past their time as well, and stay because they are held
   */
  public record Loss(
      long things,
      long files,
      long bytes,
      Optional<Instant> oldest,
      Optional<Instant> newest,
      long held) {
    static final Loss NOTHING = new Loss(0, 0, 0, Optional.empty(), Optional.empty(), 0);

    Loss and(Loss other) {
      return new Loss(
          things + other.things,
          files + other.files,
          bytes + other.bytes,
          oldest.filter(it -> other.oldest.filter(it::isAfter).isEmpty()).or(other::oldest),
          newest.filter(it -> other.newest.filter(it::isBefore).isEmpty()).or(other::newest),
          held + other.held);
    }
  }

  /**
   * What goes of a room.
   *
   * @param room its id
   * @param name what it is called
   */
  public record RoomLoss(String room, String name, Loss loss) {}
}
