package io.roomledger.booking;

import io.roomledger.base.Ids;

/**
 * Who, or which room, is to be asked to come.
 *
 * @param who who or which
 * @param optional whether they may stay away
 * @param room what is said with the wish for a room
 */
public record Invitation(Attendee.Who who, boolean optional, Attendee.RoomWish room) {
  private static final int ID_LENGTH = 17;

  /** Somebody who has an account. */
  public static Invitation person(String account, boolean optional) {
    return new Invitation(
        new Attendee.Who(Attendee.Kind.PERSON, account), optional, Attendee.RoomWish.PLAIN);
  }

  /** The id that the attendee has in every event. */
  static String id(Attendee.Who who) {
    return Ids.derived(ID_LENGTH, "attendee", who.kind().name(), who.subject());
  }
}
