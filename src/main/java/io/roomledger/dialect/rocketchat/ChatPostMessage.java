// https://developer.rocket.chat/apidocs/post-message
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Draft;
import io.roomledger.chat.Message;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Says something in one or several rooms, which may be named in every way people name them. */
final class ChatPostMessage {
  private static final int MOST_ROOMS = 50;

  private final RoomDoors doors;
  private final UserFinder users;
  private final DraftReader drafts;
  private final MessagePrinter printer;

  ChatPostMessage(RoomDoors doors, UserFinder users, DraftReader drafts, MessagePrinter printer) {
    this.doors = doors;
    this.users = users;
    this.drafts = drafts;
    this.printer = printer;
  }

  Endpoint endpoint(Desk desk) {
    return desk.post("chat.postMessage", this::answer);
  }

  private ObjectNode answer(Desk.Visit visit) {
    List<String> targets = targets(visit.asked());
    List<ChatRoom> found = new ArrayList<>();
    for (String target : targets) {
      found.add(room(visit, target));
    }
    List<Draft> said = new ArrayList<>();
    for (ChatRoom room : found) {
      said.add(drafts.read(visit, visit.asked(), room.id()));
    }
    List<Message> posted = new ArrayList<>();
    for (Draft draft : said) {
      posted.add(doors.messages().post(visit.caller(), draft));
    }
    Message first = posted.getFirst();
    ObjectNode answer = Wire.object().put("ts", first.sentAt().toEpochMilli());
    answer.put("channel", targets.getFirst());
    return answer.set("message", printer.print(visit.caller(), first));
  }

  private static List<String> targets(Asked asked) {
    List<String> targets = new ArrayList<>(asked.texts("roomId"));
    if (targets.isEmpty()) {
      targets.addAll(asked.texts("channel"));
    }
    targets.removeIf(String::isBlank);
    if (targets.isEmpty() || targets.size() > MOST_ROOMS) {
      throw noChannel();
    }
    return targets;
  }

  /** {@code #name}, {@code @user}, or a name or id of either. */
  private ChatRoom room(Desk.Visit visit, String target) {
    if (target.startsWith("@")) {
      return users
          .byName(visit.caller(), target.substring(1))
          .map(user -> conversation(visit, user))
          .orElseThrow(ChatPostMessage::noChannel);
    }
    try {
      return doors
          .rooms()
          .resolve(visit.caller(), target.startsWith("#") ? target.substring(1) : target);
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.NotFound) {
        return users
            .byName(visit.caller(), target)
            .or(() -> users.byId(visit.caller(), target))
            .map(user -> conversation(visit, user))
            .orElseThrow(ChatPostMessage::noChannel);
      }
      throw e;
    }
  }

  private ChatRoom conversation(Desk.Visit visit, Account other) {
    return doors
        .memberships()
        .conversation(
            visit.caller(), new TreeSet<>(List.of(visit.caller().account().id(), other.id())));
  }

  private static FailureException noChannel() {
    return new FailureException(Failure.of("invalid-channel"));
  }
}
