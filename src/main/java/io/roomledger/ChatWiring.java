package io.roomledger;

import io.roomledger.chat.ChatFiles;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.Memberships;
import io.roomledger.chat.MessageSearch;
import io.roomledger.chat.RoomChanges;
import io.roomledger.chat.RoomOverviews;
import io.roomledger.console.Console;
import io.roomledger.dialect.rocketchat.RoomDoors;
import io.roomledger.job.Round;
import java.util.List;

/** The part of the machine that is chat rooms, as {@link Wiring} is whole. */
final class ChatWiring {
  private final ChatRooms.House house;
  private final MessageSearch search;
  private final RoomDoors doors;

  ChatWiring(ChatRooms.House house, ChatRules rules) {
    this.house = house;
    search = new MessageSearch(house);
    var messages = new ChatMessages(house, rules::messages);
    doors =
        new RoomDoors(
            new ChatRooms(house),
            new RoomOverviews(house),
            new RoomChanges(house),
            new Memberships(house),
            messages,
            new ChatFiles(house, messages, rules::files));
  }

  /** What everything about chats works with. */
  ChatRooms.House house() {
    return house;
  }

  ChatRooms rooms() {
    return doors.rooms();
  }

  ChatMessages messages() {
    return doors.messages();
  }

  MessageSearch search() {
    return search;
  }

  /** What Rocket.Chat's programs reach. */
  RoomDoors doors() {
    return doors;
  }

  /** What the pages show of it. */
  Console.Chat console() {
    return new Console.Chat(
        doors.overviews().atAGlance(),
        doors.rooms(),
        doors.memberships(),
        doors.messages(),
        doors.files(),
        search);
  }

  /** What is repeated as long as the server runs. */
  List<Round> rounds() {
    return List.of(doors.files().round(), search.round());
  }
}
