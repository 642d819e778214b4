package io.roomledger.intake.mattermost;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.chat.ChatFile;
import io.roomledger.chat.ChatIntake;
import io.roomledger.chat.IncomingMessage;
import io.roomledger.chat.Message;
import io.roomledger.chat.MessageExtras;
import io.roomledger.chat.Reaction;
import io.roomledger.identity.Account;
import io.roomledger.intake.Archive;
import io.roomledger.intake.Fields;
import io.roomledger.intake.chat.ChatImport;
import io.roomledger.intake.chat.People;
import java.io.IOException;
import java.net.URLConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns posts and their replies into messages. */
final class MattermostPosts {
  private static final int MOST_FILES = 1000;

  private final String organisation;
  private final People people;
  private final Archive archive;
  private final ChatImport run;

  MattermostPosts(String organisation, People people, Archive archive, ChatImport run) {
    this.organisation = organisation;
    this.people = people;
    this.archive = archive;
    this.run = run;
  }

  /** Tells the post and its replies; false, if it has no time that is one. */
  boolean read(String room, JsonNode post, ChatIntake.Listener listener) throws IOException {
    Optional<IncomingMessage> first = message(room, post, Optional.empty());
    if (first.isEmpty()) {
      return false;
    }
    listener.hear(first.get());
    boolean whole = true;
    for (JsonNode reply : post.path("replies")) {
      Optional<IncomingMessage> answer = message(room, reply, Optional.of(first.get().key()));
      if (answer.isPresent()) {
        listener.hear(answer.get());
      }
      whole &= answer.isPresent();
    }
    return whole;
  }

  private Optional<IncomingMessage> message(String room, JsonNode json, Optional<String> parent)
      throws IOException {
    Optional<Instant> sent = ChatImport.moment(json.path("create_at").asLong());
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    String user = Fields.text(json, "user");
    Optional<Account> author = people.find(user);
    String override = Fields.text(json.path("props"), "override_username");
    String key =
        Ids.derived(
            IncomingMessage.KEY_LENGTH,
            "mattermost message",
            organisation,
            room,
            user,
            Fields.text(json, "create_at"),
            parent.orElse(""));
    String kind = kind(Fields.text(json, "type"));
    return Optional.of(
        new IncomingMessage(
            key,
            sent.get(),
            author.map(Account::id),
            People.clean(author.isPresent() ? override : override.isEmpty() ? user : override, 100),
            kind.isEmpty() ? Fields.text(json, "message") : subject(kind, json),
            kind,
            parent,
            false,
            ChatImport.moment(json.path("edit_at").asLong())
                .map(at -> new Message.Edit(at, author.map(Account::id).orElse(""))),
            reactions(json.path("reactions")),
            files(json.path("attachments"), key),
            extras(json, sent.get()),
            IncomingMessage.Ids.OF_KEYS));
  }

  private static MessageExtras extras(JsonNode json, Instant sent) {
    Optional<Message.Edit> pinned =
        json.path("is_pinned").asBoolean()
            ? Optional.of(new Message.Edit(sent, ""))
            : Optional.empty();
    String attached = Fields.stored(json.path("props").path("attachments"));
    return new MessageExtras("", "", attached.startsWith("[") ? attached : "", "", pinned);
  }

  private static String kind(String type) {
    return switch (type) {
      case "system_join_channel" -> "uj";
      case "system_leave_channel" -> "ul";
      case "system_add_to_channel" -> "au";
      case "system_remove_from_channel" -> "ru";
      case "system_header_change" -> "room_changed_topic";
      case "system_purpose_change" -> "room_changed_description";
      case "system_displayname_change" -> "r";
      case "system_channel_deleted" -> "room-archived";
      case "system_channel_restored" -> "room-unarchived";
      default -> "";
    };
  }

  /** What the kind is about; the sentence that Mattermost wrote, if it says no more. */
  private String subject(String kind, JsonNode json) {
    JsonNode props = json.path("props");
    String subject =
        switch (kind) {
          case "uj", "ul" -> people.username(Fields.text(json, "user"));
          case "au" -> people.username(Fields.text(props, "addedUsername"));
          case "ru" -> people.username(Fields.text(props, "removedUsername"));
          case "room_changed_topic" -> Fields.text(props, "new_header");
          case "room_changed_description" -> Fields.text(props, "new_purpose");
          case "r" -> Fields.text(props, "new_displayname");
          default -> "";
        };
    return subject.isEmpty() ? Fields.text(json, "message") : subject;
  }

  private List<Reaction> reactions(JsonNode json) {
    Map<String, List<String>> byEmoji = new LinkedHashMap<>();
    for (JsonNode reaction : json) {
      String emoji = Fields.text(reaction, "emoji_name");
      Optional<String> by = people.id(Fields.text(reaction, "user"));
      if (!emoji.isBlank() && by.isPresent()) {
        byEmoji.computeIfAbsent(":" + emoji + ":", e -> new ArrayList<>()).add(by.get());
      }
    }
    return byEmoji.entrySet().stream().map(e -> new Reaction(e.getKey(), e.getValue())).toList();
  }

  private List<ChatFile> files(JsonNode json, String key) throws IOException {
    List<ChatFile> files = new ArrayList<>();
    for (JsonNode attachment : json) {
      String path = Fields.text(attachment, "path");
      if (!path.isBlank() && files.size() < MOST_FILES) {
        files.add(file(path, key, files.size()));
      }
    }
    return files;
  }

  private ChatFile file(String path, String key, int position) throws IOException {
    String name = People.clean(path.substring(path.lastIndexOf('/') + 1), 250);
    String type = URLConnection.guessContentTypeFromName(name.replaceAll("[#?]", "_"));
    ChatFile file =
        new ChatFile(
            Ids.derived(17, "mattermost file", key, path, "" + position),
            name.isEmpty() ? "file" : name,
            type == null ? "application/octet-stream" : type,
            0,
            "",
            "");
    Optional<String> entry =
        List.of("data/" + path, path, "attachments/" + path).stream()
            .filter(archive::has)
            .findFirst();
    return run.keep(file, entry, "the Mattermost export does not hold its bytes");
  }
}
