package io.roomledger.chat;

import java.util.List;

/**
 * Messages of a room that somebody wants to have mailed.
 *
 * @param roomId the room
 * @param messageIds which messages; those of other rooms and unknown ones vanish
 * @param toUsers user names, or ids, of people to send it to
 * @param toEmails addresses to send it to
 * @param subject the letter's subject, may be empty
 */
public record RoomMail(
    String roomId,
    List<String> messageIds,
    List<String> toUsers,
    List<String> toEmails,
    String subject) {
  public RoomMail {
    messageIds = List.copyOf(messageIds);
    toUsers = List.copyOf(toUsers);
    toEmails = List.copyOf(toEmails);
  }
}
