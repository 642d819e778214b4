package io.roomledger.chat;

import io.roomledger.identity.Account;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A room as lists show it.
 *
 * @param room the room
 * @param announcement what everybody in it shall know
 * @param changedAt when its settings, its members or what is said in it last changed
 * @param memberCount how many are in it
 * @param messageCount how many messages it has, the system's too
 * @param latest the newest message
 * @param creator who made it, as far as known
 * @param people who is in it; only of conversations
 */
public record RoomOverview(
    ChatRoom room,
    String announcement,
    Instant changedAt,
    long memberCount,
    long messageCount,
    Optional<Message> latest,
    Optional<Account> creator,
    List<Account> people) {
  public RoomOverview {
    people = List.copyOf(people);
  }

  /** This without what is said in the room. */
  RoomOverview silent() {
    return new RoomOverview(
        room,
        announcement,
        changedAt,
        memberCount,
        messageCount,
        Optional.empty(),
        creator,
        people);
  }
}
