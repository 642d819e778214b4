// https://docs.rocket.chat/docs/file-upload: where the links of messages to files lead
package io.roomledger.dialect.rocketchat;

import io.roomledger.base.Refusal;
import io.roomledger.chat.ChatFiles;
import io.roomledger.chat.StoredFile;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Hands out the files of messages and their thumbnails to whoever may read the room: by headers,
 * cookies or query, as browsers and programs do.
 */
final class FileUpload {
  static final String ROOT = "/file-upload";

  /** What browsers show and never run; all else they save. */
  private static final Set<String> SHOWN =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "text/plain");

  private final ChatFiles files;
  private final Gate gate;

  FileUpload(ChatFiles files, Gate gate) {
    this.files = files;
    this.gate = gate;
  }

  Endpoint endpoint() {
    return Endpoint.get(ROOT + "/{id}/{name}", this::answer);
  }

  private Answer answer(Call call) throws IOException {
    StoredFile file = files.open(gate.visitor(call), call.pathParameter("id"));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", typeOf(file));
    headers.put(
        "Content-Disposition",
        (shown(call, file) ? "inline" : "attachment")
            + "; filename*=UTF-8''"
            + Percent.encode(file.name()).replace("'", "%27"));
    headers.put("Cache-Control", "private, max-age=31536000");
    headers.put("Content-Security-Policy", "default-src 'none'; sandbox");
    return new Answer(200, headers, new Answer.Body.File(file.content(), file.sentAt(), file.id()));
  }

  private static boolean shown(Call call, StoredFile file) {
    String type = file.mediaType();
    boolean harmless =
        SHOWN.contains(type) || type.startsWith("audio/") || type.startsWith("video/");
    return harmless && call.query("download").isEmpty();
  }

  /** Text of an unknown writing is most likely UTF-8. */
  private static String typeOf(StoredFile file) {
    return file.mediaType().equals("text/plain") ? "text/plain; charset=utf-8" : file.mediaType();
  }

  /** As the vendor: nothing at all for what is not there, and a short page for others' files. */
  static Answer refuse(Refusal refusal, Answer spelled) {
    return switch (refusal) {
      case Refusal.NotFound _, Refusal.Conflict _ -> Answer.bytes(404, "text/plain", new byte[0]);
      case Refusal.Unauthenticated _, Refusal.Forbidden _ ->
          Answer.text(403, "text/html; charset=utf-8", "<h1>Forbidden</h1>");
      default -> spelled;
    };
  }
}
