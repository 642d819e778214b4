package io.roomledger.booking;

import java.util.Optional;

/**
 * Somebody, or a room, that is asked to come to an event.
 *
 * @param id its id, unique in its event and the same in the occurrences of a series
 * @param who who or which
 * @param name the name for people, as it was then
 * @param standing where it stands
 * @param room what belongs to a room
 */
public record Attendee(String id, Who who, String name, Standing standing, RoomWish room) {

  /**
   * Who or which.
   *
   * @param kind of which sort
   * @param subject the account's id, the mail address, or the room's id
   */
  public record Who(Kind kind, String subject) {}

  /** Of which sort an attendee is. */
  public enum Kind {
    PERSON,
    MAIL,
    ROOM
  }

  /**
   * Where an attendee stands.
   *
   * @param answer what they said
   * @param optional whether they may stay away
   * @param organiser whether they organise it
   */
  public record Standing(Answer answer, boolean optional, boolean organiser) {}

  /**
   * What is said with the wish for a room.
   *
   * @param contact the account of whom to ask about it
   * @param reason why it is wanted, for those who must approve; at most {@link #LONGEST_REASON}
   * @param form the form that was filled in for it, as the dialect has it
   */
  public record RoomWish(Optional<String> contact, Optional<String> reason, Optional<String> form) {
    /** How long a reason may be, in characters. */
    public static final int LONGEST_REASON = 200;

    /** Nothing is said. */
    public static final RoomWish PLAIN =
        new RoomWish(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
