// https://developer.rocket.chat/apidocs/post-message
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.Draft;
import io.roomledger.chat.Message;
import io.roomledger.http.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** Says something in one or several rooms, which may be named in every way people name them. */
final class ChatPostMessage {
  private static final int MOST_ROOMS = 50;

  private final ChatRooms rooms;
  private final ChatMessages messages;
  private final DraftReader drafts;
  private final MessagePrinter printer;

  ChatPostMessage(
      ChatRooms rooms, ChatMessages messages, DraftReader drafts, MessagePrinter printer) {
    this.rooms = rooms;
    this.messages = messages;
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
      posted.add(messages.post(visit.caller(), draft));
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

  private ChatRoom room(Desk.Visit visit, String target) {
    try {
      return rooms.resolve(visit.caller(), target.startsWith("#") ? target.substring(1) : target);
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.NotFound) {
        throw noChannel();
      }
      throw e;
    }
  }

  private static FailureException noChannel() {
    return new FailureException(Failure.of("invalid-channel"));
  }
}
