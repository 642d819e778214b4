package io.roomledger.intake.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.chat.ChatFile;
import io.roomledger.intake.Archive;
import io.roomledger.intake.Fields;
import io.roomledger.intake.chat.ChatImport;
import io.roomledger.intake.chat.People;
import java.io.IOException;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of messages. Room exports have them as {@code assets/<id>-<name>}; beside a dump they
 * lie as {@code uploads/<id>}, with or without their names behind.
 */
final class FileReader {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{17,24}");
  private static final int MOST = 1000;

  private final Archive archive;
  private final ChatImport run;
  private final String root;

  FileReader(Archive archive, ChatImport run, String root) {
    this.archive = archive;
    this.run = run;
    this.root = root;
  }

  /** Whether an attachment only shows a file, which stands elsewhere too. */
  static boolean isFile(JsonNode attachment) {
    return Fields.text(attachment, "type").equals("file")
        || !Fields.text(attachment, "fileId").isEmpty()
        || Fields.text(attachment, "title_link").startsWith("/file-upload/");
  }

  /** The files of a message, their bytes kept; what has none says why. */
  List<ChatFile> of(JsonNode message, String key) throws IOException {
    List<ChatFile> files = new ArrayList<>();
    for (JsonNode file : message.path("files")) {
      if (!Fields.text(file, "typeGroup").equals("thumb")) {
        add(file, "_id", "name", key, files);
      }
    }
    if (files.isEmpty() && message.path("file").isObject()) {
      add(message.path("file"), "_id", "name", key, files);
    }
    if (files.isEmpty()) {
      for (JsonNode attachment : message.path("attachments")) {
        if (isFile(attachment)) {
          add(attachment, "fileId", "fileName", key, files);
        }
      }
    }
    return files;
  }

  private void add(
      JsonNode json, String idField, String nameField, String key, List<ChatFile> files)
      throws IOException {
    String vendorId = Fields.text(json, idField);
    if (files.size() >= MOST) {
      return;
    }
    String name = People.clean(Fields.first(json, nameField, "title"), 250);
    String guessed = URLConnection.guessContentTypeFromName(name.replaceAll("[#?]", "_"));
    String type = Fields.first(json, "type", "image_type", "audio_type", "video_type");
    ChatFile file =
        new ChatFile(
            ID.matcher(vendorId).matches()
                ? vendorId
                : Ids.derived(17, "rocketchat file", key, vendorId, "" + files.size()),
            name.isEmpty() ? "file" : name,
            type.contains("/")
                ? People.clean(type, 200)
                : guessed == null ? "application/octet-stream" : guessed,
            Math.max(0, json.path("size").asLong()),
            "",
            "");
    String missing = Fields.text(json, "missing");
    files.add(
        run.keep(
            file,
            entry(json, vendorId),
            missing.isEmpty() ? "the Rocket.Chat export does not hold its bytes" : missing));
  }

  private Optional<String> entry(JsonNode json, String id) {
    String path = root + Fields.text(json, "path");
    if (path.length() > root.length() && archive.has(path)) {
      return Optional.of(path);
    }
    return id.isBlank()
        ? Optional.empty()
        : first(root + "assets/" + id + "-").or(() -> first(root + "uploads/" + id));
  }

  private Optional<String> first(String prefix) {
    return archive.names(prefix).stream().findFirst();
  }
}
