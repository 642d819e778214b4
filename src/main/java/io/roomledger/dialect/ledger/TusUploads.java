// https://tus.io/protocols/resumable-upload (1.0.0; creation, termination, checksum, expiration)
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.conference.Upload;
import io.roomledger.conference.UploadDraft;
import io.roomledger.conference.Uploads;
import io.roomledger.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
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
  static final String ROOT = Route.ROOT + "/uploads";
  private static final String ALL = "/uploads";
  private static final String ONE = "/uploads/{upload}";
  private static final String TAG = "Uploads";
  private static final String VERSION = "1.0.0";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Param SPEAKS = header("Tus-Resumable", "1.0.0.");
  private static final Param OFFSET = header("Upload-Offset", "Where the part begins, in bytes.");
  private static final Param CHECKSUM = header("Upload-Checksum", "Algorithm and digest.");
  private static final List<Route.Outcome> SPOKEN =
      List.of(Route.Outcome.bare(204, "What of tus is spoken here stands in the headers."));
  private static final List<Route.Outcome> TAKEN =
      List.of(Route.Outcome.bare(204, "The part is taken; the last one names the recording."));

  private final Uploads uploads;

  TusUploads(Uploads uploads) {
    this.uploads = uploads;
  }

  List<Route> routes() {
    return List.of(
        Route.of("OPTIONS", ALL, TAG, "What of tus is spoken here.").gives(SPOKEN, this::options),
        Route.of("OPTIONS", ONE, TAG, "What of tus is spoken here.").gives(SPOKEN, this::options),
        Route.post(ALL, TAG, "Begins an upload (tus 1.0.0, creation).")
            .needs(Gate.WRITE)
            .with(
                SPEAKS,
                header("Upload-Length", "How many bytes the whole has."),
                header("Upload-Metadata", "What is known of it, see docs/ledger-api.md."))
            .refuses(404, 409, 412)
            .gives(
                List.of(Route.Outcome.bare(201, "It is begun; Location says where it goes on.")),
                tus(this::create)),
        Route.get(ONE, TAG, "How far an upload is; HEAD is what tus asks with.")
            .needs(Gate.WRITE)
            .with(SPEAKS)
            .gives(List.of(Route.Outcome.json(200, "So far.", UploadView.class)), this::status),
        Route.of("PATCH", ONE, TAG, "Takes the next part of an upload.")
            .needs(Gate.WRITE)
            .with(SPEAKS, OFFSET, CHECKSUM)
            .takes(true, PART)
            .refuses(409, 412, 460)
            .gives(TAKEN, tus(this::append)),
        Route.delete(ONE, TAG, "Ends an upload.")
            .needs(Gate.WRITE)
            .with(SPEAKS)
            .refuses(409, 412)
            .gives(List.of(Route.Outcome.bare(204, "It is ended.")), tus(this::end)),
        Route.post(
                ONE, TAG, "PATCH or DELETE for those behind a proxy that lets only POST through.")
            .needs(Gate.WRITE)
            .with(SPEAKS, OFFSET, CHECKSUM, header("X-HTTP-Method-Override", "What is meant."))
            .takes(true, PART)
            .refuses(405, 409, 412, 460)
            .gives(
                List.of(TAKEN.getFirst(), Route.Outcome.json(200, "So far.", UploadView.class)),
                tus(this::overridden)));
  }

  private static final String PART = "application/offset+octet-stream";

  private static Param header(String name, String meaning) {
    return Param.header(name, new Shape.Text(16_384), meaning);
  }

  /** How far an upload is. */
  record UploadView(
      String id,
      @Means("How many bytes the whole has.") long size,
      @Means("How many have come.") long received,
      @Means("When it ends unless it goes on.") Instant expiresAt,
      @Means("What became of it.") Optional<String> recording) {
    static UploadView of(Upload upload) {
      return new UploadView(
          upload.id().toString(),
          upload.size(),
          upload.received(),
          upload.expiresAt(),
          upload.outcome().recording().map(UUID::toString));
    }
  }

  /** What this server speaks; no token is needed to know. */
  private Answer options(Ask ask) {
    return Print.nothing()
        .with("Tus-Resumable", VERSION)
        .with("Tus-Version", VERSION)
        .with("Tus-Extension", "creation,termination,checksum,expiration")
        .with("Tus-Checksum-Algorithm", "sha1,sha256,md5")
        .with("Tus-Max-Size", Long.toString(uploads.maxSize()));
  }

  /** What speaks tus. A GET is nothing that tus knows, and need not say that it speaks it. */
  private static Route.Work<Answer> tus(Route.Work<Answer> work) {
    return ask -> {
      if (ask.text("Tus-Resumable").filter(VERSION::equals).isEmpty()) {
        throw new ProblemException(
            412, "tus-version", "Tus-Resumable: not 1.0.0 (expected: Tus-Resumable: 1.0.0)");
      }
      return work.answer(ask);
    };
  }

  private Answer create(Ask ask) {
    Metadata metadata = Metadata.parse(ask.text("Upload-Metadata").orElse(""));
    String name = metadata.one("filename").orElse("");
    String title = metadata.one("title").orElseGet(() -> withoutEnding(name));
    UploadDraft draft =
        new UploadDraft(
            title,
            number(ask, "Upload-Length"),
            metadata.one("filetype").orElseGet(() -> mediaType(name)),
            new UploadDraft.Place(
                metadata.one("conference"),
                metadata.one("conferenceTitle").orElse(title),
                metadata.one("owner"),
                metadata.many("people")),
            metadata.one("startedAt").map(text -> Gate.moment("startedAt", text)),
            metadata.header());
    Upload upload = uploads.begin(ask.caller(), draft);
    String path = ROOT + "/" + upload.id();
    return with(upload, new Answer(201, Map.of("Location", ask.call().origin() + path), nothing()));
  }

  private Answer status(Ask ask) {
    Upload upload = uploads.find(ask.caller(), id(ask));
    return with(
        upload, Print.answer(200, RecordShape.of(UploadView.class).write(UploadView.of(upload))));
  }

  private Answer append(Ask ask) throws IOException {
    if (ask.call().header("Content-Type").filter(PART::equals).isEmpty()) {
      throw new ProblemException(
          415, "media-type", "Content-Type: not of a part (expected: " + PART + ")");
    }
    UUID id = id(ask);
    long offset = number(ask, "Upload-Offset");
    Optional<Uploads.Checksum> checksum = ask.text("Upload-Checksum").map(TusUploads::checksum);
    Upload before = uploads.find(ask.caller(), id);
    // a part that does not go on where the last one ended is refused whatever its length
    InputStream bytes =
        offset == before.received()
            ? ask.call().stream(before.size() - offset)
            : InputStream.nullInputStream();
    Upload after = uploads.append(ask.caller(), id, offset, bytes, checksum);
    return with(after, Print.nothing());
  }

  private Answer end(Ask ask) throws IOException {
    uploads.end(ask.caller(), id(ask));
    return Print.nothing();
  }

  private Answer overridden(Ask ask) throws IOException {
    return switch (ask.text("X-HTTP-Method-Override").orElse("")) {
      case "PATCH" -> append(ask);
      case "DELETE" -> end(ask);
      case "HEAD" -> status(ask);
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

  private static long number(Ask ask, String name) {
    String text = ask.text(name).orElse("missing");
    if (!NUMBER.matcher(text).matches()) {
      throw Gate.invalid(name, text, "a number of bytes");
    }
    return Long.parseLong(text);
  }

  private static UUID id(Ask ask) {
    return ask.id("upload", Refusal.Thing.UPLOAD);
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
