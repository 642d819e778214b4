// https://developer.rocket.chat/apidocs/export-room
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.RoomMail;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Caller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Exports a room into a file, of which a mail tells, or mails some of its messages. */
final class RoomsExport {
  private static final String PATH = "/api/v1/rooms.export";

  private final ChatRooms rooms;
  private final FileOrders orders;
  private final Gate gate;
  private final RocketChatSettings settings;
  private final Clock clock;

  RoomsExport(
      ChatRooms rooms, FileOrders orders, Gate gate, RocketChatSettings settings, Clock clock) {
    this.rooms = rooms;
    this.orders = orders;
    this.gate = gate;
    this.settings = settings;
    this.clock = clock;
  }

  Endpoint endpoint() {
    return Endpoint.post(PATH, this::answer);
  }

  /** The current servers look at the body before they count the call, those of 3.8 after. */
  private Answer answer(Call call) throws Exception {
    Caller.Person caller = gate.caller(call);
    JsonNode body = Asked.body(call).json();
    if (settings.current()) {
      Optional<String> fault = ExportSchema.fault(body);
      if (fault.isPresent()) {
        return invalid(fault.get());
      }
    }
    return gate.limited(call, Optional.of(caller), PATH, () -> export(caller, body));
  }

  private static Answer invalid(String fault) {
    ObjectNode body = Wire.object();
    body.put("success", false).put("errorType", "invalid-params").put("error", fault);
    return Wire.answer(400, body);
  }

  private Answer export(Caller.Person caller, JsonNode body) {
    String rid = scalar(body.path("rid"));
    String type = scalar(body.path("type"));
    boolean known = type.equals("file") || type.equals("email");
    if (!settings.current() && (rid.isEmpty() || !known)) {
      throw new FailureException(Failure.of("error-invalid-params"));
    }
    ChatRoom room = rooms.exportable(caller, rid);
    return type.equals("file") ? file(caller, room, body) : email(caller, room, body);
  }

  private Answer file(Caller.Person caller, ChatRoom room, JsonNode body) {
    String format = scalar(body.path("format"));
    if (!format.equals("html") && !format.equals("json")) {
      throw new FailureException(Failure.of("error-invalid-format"));
    }
    ExportDates dates = new ExportDates(settings, clock.instant());
    ExportJob export =
        orders.order(
            caller,
            new ExportOrder(
                "rocketchat." + format,
                dates.period(body.path("dateFrom"), body.path("dateTo")),
                Selection.of("room", room.id()),
                orders.fileName(caller.account(), format.equals("json") ? "-data" : ""),
                ExportNotice.ofRoom(caller.account())));
    return orders.told(Wire.success(Wire.object()), export);
  }

  private Answer email(Caller.Person caller, ChatRoom room, JsonNode body) {
    List<String> messages = texts(body.path("messages"));
    List<String> toUsers = texts(body.path("toUsers"));
    List<String> toEmails = texts(body.path("toEmails"));
    if (messages.isEmpty() && !(toUsers.isEmpty() && toEmails.isEmpty())) {
      throw new FailureException(Failure.of("error-invalid-messages"));
    }
    String subject = scalar(body.path("subject"));
    ObjectNode answer = Wire.object();
    ArrayNode missing = answer.putArray("missing");
    rooms
        .mail(caller, new RoomMail(room.id(), messages, toUsers, toEmails, subject))
        .forEach(missing::add);
    return Wire.success(answer);
  }

  /** Text, number or truth as text; anything else as nothing. */
  private static String scalar(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asText() : "";
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    if (array.isArray()) {
      array.forEach(node -> texts.add(scalar(node)));
    }
    return texts;
  }
}
