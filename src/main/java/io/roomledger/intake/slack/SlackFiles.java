package io.roomledger.intake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.chat.ChatFile;
import io.roomledger.chat.ChatIntake;
import io.roomledger.intake.Archive;
import io.roomledger.intake.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a conversation. Slack's own export has only links to them; tools that fetch them put
 * them into {@code __uploads/<id>/<name>} or {@code <folder>/attachments/<id>-<name>}.
 */
final class SlackFiles {
  private static final int MOST_PER_MESSAGE = 1000;

  private final Archive zip;
  private final String root;
  private final String folder;
  private final ChatIntake chat;

  SlackFiles(Archive zip, String root, String folder, ChatIntake chat) {
    this.zip = zip;
    this.root = root;
    this.folder = folder;
    this.chat = chat;
  }

  /** The files of a message, their bytes kept; what has none says why. */
  List<ChatFile> of(JsonNode message, String messageKey) throws IOException {
    List<ChatFile> files = new ArrayList<>();
    for (JsonNode json : message.path("files")) {
      if (json.isObject() && files.size() < MOST_PER_MESSAGE) {
        files.add(file(json, messageKey, files.size()));
      }
    }
    if (files.isEmpty() && message.path("file").isObject()) {
      files.add(file(message.path("file"), messageKey, 0));
    }
    return files;
  }

  private ChatFile file(JsonNode json, String messageKey, int position) throws IOException {
    String slackId = json.path("id").asText();
    ChatFile file =
        new ChatFile(
            Ids.derived(17, "slack file", messageKey, slackId, "" + position),
            shorten(
                SlackPeople.firstOf(
                    json.path("name").asText(), json.path("title").asText(), slackId, "file")),
            shorten(
                SlackPeople.firstOf(json.path("mimetype").asText(), "application/octet-stream")),
            Math.max(0, json.path("size").asLong()),
            "",
            whyMissing(json.path("mode").asText()));
    Optional<String> entry = slackId.isBlank() ? Optional.empty() : entry(slackId);
    return entry.isEmpty() ? file : kept(file, entry.get());
  }

  private ChatFile kept(ChatFile file, String entry) throws IOException {
    try (InputStream in = zip.open(entry).orElseThrow()) {
      return chat.keep(file, in);
    } catch (UnreadableException e) {
      return new ChatFile(
          file.id(),
          file.name(),
          file.mediaType(),
          file.size(),
          "",
          "in the Slack export " + e.getMessage());
    }
  }

  private Optional<String> entry(String slackId) {
    return first(root + "__uploads/" + slackId + "/")
        .or(() -> first(root + folder + "/attachments/" + slackId + "-"))
        .or(() -> first(root + "attachments/" + slackId + "-"));
  }

  private Optional<String> first(String prefix) {
    return zip.names(prefix).stream().findFirst();
  }

  private static String whyMissing(String mode) {
    return switch (mode) {
      case "tombstone" -> "it was deleted in Slack";
      case "hidden_by_limit" -> "it was hidden by the storage limit of Slack's free plan";
      case "external" -> "it is kept outside of Slack";
      default -> "the Slack export has a link to it and not its bytes";
    };
  }

  private static String shorten(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > 250 ? line.substring(0, 250) : line;
  }
}
