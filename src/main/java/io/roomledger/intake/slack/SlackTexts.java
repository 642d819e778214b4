package io.roomledger.intake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a message of Slack says: its text, what programs attach to it, and the sentences of the
 * system.
 *
 * @see <a href="https://docs.slack.dev/reference/events/message/">Message events</a>
 */
final class SlackTexts {
  private final Mrkdwn mrkdwn;

  SlackTexts(Mrkdwn mrkdwn) {
    this.mrkdwn = mrkdwn;
  }

  /** Our kind for a subtype by which the system speaks; none for people and programs. */
  static Optional<String> systemKind(String subtype) {
    return Optional.ofNullable(
        switch (subtype) {
          case "channel_join", "group_join" -> "uj";
          case "channel_leave", "group_leave" -> "ul";
          case "channel_topic", "group_topic" -> "room_changed_topic";
          case "channel_purpose", "group_purpose" -> "room_changed_description";
          case "channel_name", "group_name" -> "r";
          case "channel_archive", "group_archive" -> "room-archived";
          case "channel_unarchive", "group_unarchive" -> "room-unarchived";
          case "pinned_item" -> "message_pinned";
          case "tombstone" -> "rm";
          default -> null;
        });
  }

  /** What the kind is about: the name of who came or went, the new topic, the new name. */
  String system(String kind, JsonNode json, String username) {
    return switch (kind) {
      case "uj", "ul" -> username;
      case "room_changed_topic" -> value(json, "topic");
      case "room_changed_description" -> value(json, "purpose");
      case "r" -> value(json, "name");
      case "rm", "room-archived", "room-unarchived" -> "";
      default -> text(json);
    };
  }

  /** The field, or else the sentence that Slack wrote. */
  private String value(JsonNode json, String field) {
    return json.has(field) ? mrkdwn.decode(json.path(field).asText()) : text(json);
  }

  /**
   * The words of a person or program, with what was attached: nothing that was readable is lost.
   */
  String words(JsonNode json, String subtype) {
    List<String> parts = new ArrayList<>();
    String text = text(json);
    add(parts, subtype.equals("me_message") && !text.isBlank() ? "_" + text + "_" : text);
    for (JsonNode attachment : json.path("attachments")) {
      attached(attachment, parts);
    }
    if (parts.isEmpty()) {
      blocks(json.path("blocks"), parts);
    }
    return String.join("\n", parts);
  }

  private String text(JsonNode json) {
    return mrkdwn.decode(json.path("text").asText());
  }

  private void attached(JsonNode attachment, List<String> parts) {
    int before = parts.size();
    add(parts, decoded(attachment, "pretext"));
    String title = decoded(attachment, "title");
    String link = attachment.path("title_link").asText();
    add(parts, title.isBlank() || link.isBlank() ? title : "[" + title + "](" + link + ")");
    add(parts, decoded(attachment, "text"));
    for (JsonNode field : attachment.path("fields")) {
      add(parts, decoded(field, "title") + ": " + decoded(field, "value"));
    }
    if (parts.size() == before) {
      add(parts, decoded(attachment, "fallback"));
    }
  }

  private String decoded(JsonNode json, String field) {
    return mrkdwn.decode(json.path(field).asText());
  }

  /** Messages that are made of blocks only: their texts, one a line. */
  private void blocks(JsonNode node, List<String> parts) {
    JsonNode text = node.path("text");
    if (text.isTextual()) {
      add(parts, mrkdwn.decode(text.asText()));
    }
    for (JsonNode child : node) {
      if (child.isContainerNode()) {
        blocks(child, parts);
      }
    }
  }

  private static void add(List<String> parts, String text) {
    if (!text.isBlank()) {
      parts.add(text);
    }
  }
}
