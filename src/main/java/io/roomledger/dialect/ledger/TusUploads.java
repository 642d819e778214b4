// https://tus.io/protocols/resumable-upload (1.0.0; creation, termination, checksum, expiration)
package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.conference.Upload;
import io.roomledger.conference.UploadDraft;
import io.roomledger.conference.Uploads;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Takes recordings in parts over wires that break. */
final class TusUploads {
  static final String ROOT = "/ledger/v1/uploads";
  private static final String ONE = ROOT + "/{upload}";
  private static final String VERSION = "1.0.0";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Uploads uploads;
  private final Gate gate;

  TusUploads(Uploads uploads, Gate gate) {
    this.uploads = uploads;
    this.gate = gate;
  }

  List<Endpoint> endpoints() {
    return List.of(
        new Endpoint("OPTIONS", ROOT, this::options),
        new Endpoint("OPTIONS", ONE, this::options),
        Endpoint.post(ROOT, call -> tus(call, this::create)),
        Endpoint.get(ONE, call -> tus(call, this::status)),
        new Endpoint("PATCH", ONE, call -> tus(call, this::append), true),
        Endpoint.delete(ONE, call -> tus(call, this::end)),
        // for those behind a proxy that lets only POST through
        new Endpoint("POST", ONE, call -> tus(call, this::overridden), true));
  }

  /** What this server speaks; no token is needed to know. */
  private Answer options(Call call) {
    return Print.nothing()
        .with("Tus-Resumable", VERSION)
        .with("Tus-Version", VERSION)
        .with("Tus-Extension", "creation,termination,checksum,expiration")
        .with("Tus-Checksum-Algorithm", "sha1,sha256,md5")
        .with("Tus-Max-Size", Long.toString(uploads.maxSize()));
  }

  /** A GET is nothing that tus knows, and need not say that it speaks it. */
  private static Answer tus(Call call, Endpoint.Handler handler) throws Exception {
    boolean speaks = call.header("Tus-Resumable").filter(VERSION::equals).isPresent();
    if (!speaks && !call.method().equals("GET")) {
      throw new ProblemException(
          412, "tus-version", "Tus-Resumable: not 1.0.0 (expected: Tus-Resumable: 1.0.0)");
    }
    return handler.answer(call);
  }

  private Answer create(Call call) {
    var caller = gate.enter(call, Gate.WRITE);
    Metadata metadata = Metadata.parse(call.header("Upload-Metadata").orElse(""));
    String name = metadata.one("filename").orElse("");
    String title = metadata.one("title").orElseGet(() -> withoutEnding(name));
    UploadDraft draft =
        new UploadDraft(
            title,
            number(call, "Upload-Length"),
            metadata.one("filetype").orElseGet(() -> mediaType(name)),
            new UploadDraft.Place(
                metadata.one("conference"),
                metadata.one("conferenceTitle").orElse(title),
                metadata.one("owner"),
                metadata.many("people")),
            metadata.one("startedAt").map(text -> Gate.moment("startedAt", text)),
            metadata.header());
    Upload upload = uploads.begin(caller, draft);
    String path = ROOT + "/" + upload.id();
    return with(upload, new Answer(201, Map.of("Location", call.origin() + path), nothing()));
  }

  private Answer status(Call call) {
    Upload upload = uploads.find(gate.enter(call, Gate.WRITE), id(call));
    return with(upload, Print.answer(200, print(upload)));
  }

  private Answer append(Call call) throws IOException {
    var caller = gate.enter(call, Gate.WRITE);
    if (call.header("Content-Type").filter("application/offset+octet-stream"::equals).isEmpty()) {
      throw new ProblemException(
          415,
          "media-type",
          "Content-Type: not of a part (expected: application/offset+octet-stream)");
    }
    UUID id = id(call);
    long offset = number(call, "Upload-Offset");
    Optional<Uploads.Checksum> checksum = call.header("Upload-Checksum").map(TusUploads::checksum);
    Upload before = uploads.find(caller, id);
    // a part that does not go on where the last one ended is refused whatever its length
    InputStream bytes =
        offset == before.received()
            ? call.stream(before.size() - offset)
            : InputStream.nullInputStream();
    Upload after = uploads.append(caller, id, offset, bytes, checksum);
    return with(after, Print.nothing());
  }

  private Answer end(Call call) throws IOException {
    uploads.end(gate.enter(call, Gate.WRITE), id(call));
    return Print.nothing();
  }

  private Answer overridden(Call call) throws IOException {
    return switch (call.header("X-HTTP-Method-Override").orElse("")) {
      case "PATCH" -> append(call);
      case "DELETE" -> end(call);
      case "HEAD" -> status(call);
      default ->
          throw new ProblemException(
              405, "method", "POST: not here (expected: PATCH, or X-HTTP-Method-Override)");
    };
  }

  private static Answer with(Upload upload, Answer answer) {
    Answer told =
        answer
            .with("Upload-Offset", Long.toString(upload.received()))
            .with("Upload-Length", Long.toString(upload.size()))
            .with("Cache-Control", "no-store");
    if (!upload.metadata().isEmpty()) {
      told = told.with("Upload-Metadata", upload.metadata());
    }
    Optional<UUID> made = upload.outcome().recording();
    return made.isPresent()
        ? told.with("Upload-Recording", made.get().toString())
        : told.with("Upload-Expires", DATE.format(upload.expiresAt()));
  }

  private static ObjectNode print(Upload upload) {
    ObjectNode node = Json.object();
    node.put("id", upload.id().toString());
    node.put("size", upload.size()).put("received", upload.received());
    node.put("expiresAt", upload.expiresAt().toString());
    node.put("recording", upload.outcome().recording().map(UUID::toString).orElse(null));
    return node;
  }

  private static Uploads.Checksum checksum(String header) {
    String[] words = header.strip().split(" ", -1);
    try {
      if (words.length == 2) {
        return new Uploads.Checksum(words[0], Base64.getDecoder().decode(words[1]));
      }
    } catch (IllegalArgumentException wrong) {
      throw Gate.invalid("Upload-Checksum", header, "an algorithm and a digest in base64");
    }
    throw Gate.invalid("Upload-Checksum", header, "an algorithm and a digest in base64");
  }

  private static long number(Call call, String name) {
    String text = call.header(name).map(String::strip).orElse("missing");
    if (!NUMBER.matcher(text).matches()) {
      throw Gate.invalid(name, text, "a number of bytes");
    }
    return Long.parseLong(text);
  }

  private static UUID id(Call call) {
    return Gate.id(call, "upload", Refusal.Thing.UPLOAD);
  }

  private static Answer.Body nothing() {
    return new Answer.Body.Bytes(new byte[0]);
  }

  private static String withoutEnding(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String mediaType(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (ending) {
      case "mov" -> "video/quicktime";
      case "webm" -> "video/webm";
      case "mp4", "m4v" -> "video/mp4";
      default -> ending;
    };
  }
}
