package io.roomledger.console;

import io.roomledger.chat.StoredFile;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files that came with messages: their bytes, and a page that shows what can be shown safely. */
final class ChatFilePages {
  /** What browsers may show by themselves; all else is saved. */
  static final Set<String> PICTURES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  private static final Set<String> PLAYED =
      Set.of("audio/mpeg", "audio/ogg", "audio/wav", "audio/mp4", "video/mp4", "video/webm");

  private static final int LONGEST_TEXT = 256 * 1024;

  private final Gate gate;
  private final Pages pages;
  private final Console.Chat chat;

  ChatFilePages(Gate gate, Pages pages, Console.Chat chat) {
    this.gate = gate;
    this.pages = pages;
    this.chat = chat;
  }

  /** What of a file can be shown. */
  enum Show {
    PICTURE,
    AUDIO,
    VIDEO,
    TEXT,
    NOTHING
  }

  /**
   * A file to look at.
   *
   * @param text what it says, if it is a text
   * @param cut whether that is only its beginning
   */
  record Shown(StoredFile file, Show show, String text, boolean cut) {
    String address() {
      return "/chat-files/" + file.id();
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/chat-files/{file}", this::file),
        gate.page("/chat-files/{file}/view", this::view));
  }

  private StoredFile open(Visit visit) throws IOException {
    return chat.files().open(visit.caller(), visit.call().pathParameter("file"));
  }

  private Answer file(Visit visit) throws IOException {
    StoredFile file = open(visit);
    boolean shown = PICTURES.contains(file.mediaType()) || PLAYED.contains(file.mediaType());
    Answer answer =
        new Answer(
            200,
            Map.of(
                "Content-Type",
                shown ? file.mediaType() : "application/octet-stream",
                "Cache-Control",
                "private, max-age=3600",
                "Content-Security-Policy",
                "default-src 'none'; sandbox"),
            new Answer.Body.File(file.content(), file.sentAt(), file.id()));
    return shown && visit.asked("save").isEmpty()
        ? answer
        : answer.with("Content-Disposition", ExportPages.attachment(file.name()));
  }

  private Answer view(Visit visit) throws IOException {
    StoredFile file = open(visit);
    Show show = show(file.mediaType());
    if (show != Show.TEXT) {
      return pages.page(visit, "chatFile", new Shown(file, show, "", false));
    }
    try (InputStream in = file.content().open(0)) {
      String text = new String(in.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
      return pages.page(
          visit, "chatFile", new Shown(file, show, text, file.content().size() > LONGEST_TEXT));
    }
  }

  private static Show show(String mediaType) {
    if (PICTURES.contains(mediaType)) {
      return Show.PICTURE;
    }
    if (PLAYED.contains(mediaType)) {
      return mediaType.startsWith("audio/") ? Show.AUDIO : Show.VIDEO;
    }
    return mediaType.startsWith("text/") || mediaType.equals("application/json")
        ? Show.TEXT
        : Show.NOTHING;
  }
}
