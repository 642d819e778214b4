// https://developer.rocket.chat/apidocs/upload-media-to-a-room, .../confirm-media-upload and
// .../upload-file-to-a-room
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatFiles;
import io.roomledger.chat.Draft;
import io.roomledger.chat.Message;
import io.roomledger.chat.SentFile;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import io.roomledger.http.Multipart;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes files that people send to rooms: in two steps, or as old clients do in one. The bytes
 * stream into the store and never lie in memory.
 */
final class RoomsMedia {
  private static final String MEDIA = Desk.ROOT + "rooms.media/{rid}";
  private static final String UPLOAD = Desk.ROOT + "rooms.upload/{rid}";

  /** What stands around a file in a body: heads, and the fields that are texts. */
  private static final long AROUND = 1 << 20;

  private final ChatFiles files;
  private final DraftReader drafts;
  private final MessagePrinter printer;
  private final Gate gate;

  RoomsMedia(ChatFiles files, DraftReader drafts, MessagePrinter printer, Gate gate) {
    this.files = files;
    this.drafts = drafts;
    this.printer = printer;
    this.gate = gate;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(
        new Endpoint("POST", MEDIA, call -> limited(call, MEDIA, this::media), true),
        new Endpoint("POST", UPLOAD, call -> limited(call, UPLOAD, this::upload), true),
        desk.post("rooms.mediaConfirm/{rid}/{fileId}", this::confirm));
  }

  /** What is done with a call of somebody. */
  private interface Act {
    ObjectNode answer(Call call, Caller.Person caller) throws IOException;
  }

  private Answer limited(Call call, String route, Act act) throws Exception {
    Caller.Person caller = gate.caller(call);
    return gate.limited(
        call, Optional.of(caller), route, () -> Wire.success(act.answer(call, caller)));
  }

  private ObjectNode media(Call call, Caller.Person caller) throws IOException {
    SentFile file = sent(call, caller).file();
    ObjectNode answer = Wire.object();
    answer
        .putObject("file")
        .put("_id", file.id())
        .put("url", FileShapes.address(file.id(), file.name()));
    return answer;
  }

  private ObjectNode upload(Call call, Caller.Person caller) throws IOException {
    Sent sent = sent(call, caller);
    ObjectNode fields = Wire.object();
    sent.texts().forEach(fields::put);
    return said(new Desk.Visit(caller, Asked.in(fields), call), sent.file().id());
  }

  private ObjectNode confirm(Desk.Visit visit) throws IOException {
    return said(visit, visit.call().pathParameter("fileId"));
  }

  private ObjectNode said(Desk.Visit visit, String fileId) throws IOException {
    String roomId = visit.call().pathParameter("rid");
    ObjectNode fields = visit.asked().json().deepCopy();
    fields.set("customFields", object(fields.path("customFields")));
    Draft draft = drafts.read(visit, Asked.in(fields), roomId);
    Message message =
        files.confirm(
            visit.caller(),
            draft,
            fileId,
            visit.asked().text("description"),
            visit.asked().text("fileName"));
    return Wire.object().set("message", printer.print(visit.caller(), message));
  }

  /** Custom fields come as an object or as its text. */
  private static JsonNode object(JsonNode sent) {
    if (!sent.isTextual() || sent.textValue().isBlank()) {
      return sent;
    }
    return Json.read(sent.textValue().getBytes(StandardCharsets.UTF_8));
  }

  /** A file that was taken, and the fields that came with it. */
  private record Sent(SentFile file, Map<String, String> texts) {}

  /** One file, in the field of that name. */
  private Sent sent(Call call, Caller.Person caller) throws IOException {
    String roomId = call.pathParameter("rid");
    allow(caller, roomId);
    List<SentFile> taken = new ArrayList<>();
    Map<String, String> texts = read(call, caller, roomId, taken);
    if (taken.isEmpty()) {
      throw new FailureException(Failure.of("No file uploaded", "error-no-file-uploaded"));
    }
    return new Sent(taken.getFirst(), texts);
  }

  private Map<String, String> read(
      Call call, Caller.Person caller, String roomId, List<SentFile> taken) throws IOException {
    try {
      return Multipart.read(
          call,
          files.largest() + AROUND,
          (head, bytes) -> {
            if (!head.field().equals("file")) {
              throw new FailureException(Failure.of("invalid-field"));
            }
            if (!taken.isEmpty()) {
              throw new FailureException(Failure.of("error-too-many-files"));
            }
            taken.add(files.receive(caller, roomId, head.name(), head.mediaType(), bytes));
          });
    } catch (RefusedException e) {
      throw e.refusal() instanceof Refusal.TooLarge
          ? new FailureException(
              Failure.of(
                  "File exceeds allowed size of " + files.largest() + " bytes.",
                  "error-file-too-large"))
          : e;
    }
  }

  /** Asked before the bytes come. Here, and hardly anywhere else, a no is 403. */
  private void allow(Caller.Person caller, String roomId) {
    try {
      files.needSend(caller, roomId);
    } catch (RefusedException e) {
      boolean strange =
          e.refusal() instanceof Refusal.Forbidden || e.refusal() instanceof Refusal.NotFound;
      throw strange ? new FailureException(Failure.plain(403, "unauthorized")) : e;
    }
  }
}
