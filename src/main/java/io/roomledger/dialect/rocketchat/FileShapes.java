// https://developer.rocket.chat/docs/message-object: files and attachments
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.chat.ChatFile;
import io.roomledger.chat.Message;
import io.roomledger.chat.Picture;
import io.roomledger.chat.Surroundings;
import io.roomledger.http.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints the files of a message and what else is attached to it, as the vendor's clients show. */
final class FileShapes {
  private FileShapes() {}

  /** Where the bytes of a file are to be had. */
  static String address(String id, String name) {
    return FileUpload.ROOT + "/" + id + "/" + Percent.encode(name);
  }

  /** Adds {@code file}, {@code files} and {@code attachments}, where there are any. */
  static void add(Message message, Surroundings around, ObjectNode json) {
    List<ChatFile> files = message.files();
    String attached = message.extras().attachments();
    if (!files.isEmpty()) {
      ArrayNode all = Json.array();
      files.forEach(file -> add(file, around, all));
      json.set("file", all.get(0));
      json.set("files", all);
    }
    if (!files.isEmpty() || !attached.isEmpty()) {
      ArrayNode attachments = json.putArray("attachments");
      files.forEach(file -> attachments.add(attachment(file, around)));
      if (!attached.isEmpty()) {
        MessagePrinter.stored(attached).forEach(attachments::add);
      }
    }
  }

  private static void add(ChatFile file, Surroundings around, ArrayNode all) {
    ObjectNode original = all.addObject();
    original.put("_id", file.id()).put("name", file.name()).put("type", file.mediaType());
    original.put("size", file.size()).put("format", format(file.name()));
    String group = group(file.mediaType());
    if (!group.isEmpty()) {
      original.put("typeGroup", group);
    }
    thumb(file, around)
        .ifPresent(thumb ->
            all.addObject()
                .put("_id", thumb.id())
                .put("name", "thumb-" + file.name())
                .put("type", thumb.mediaType())
                .put("size", thumb.size())
                .put("format", format(thumb.mediaType().replace('/', '.')))
                .put("typeGroup", "thumb"));
  }

  private static ObjectNode attachment(ChatFile file, Surroundings around) {
    String link = address(file.id(), file.name());
    ObjectNode json = Wire.object();
    json.put("title", file.name()).put("type", "file");
    json.put("description", around.description(file.id()));
    json.put("title_link", link).put("title_link_download", true).put("fileId", file.id());
    String group = group(file.mediaType());
    switch (group) {
      case "image" -> image(file, around, json.put("image_url", link));
      case "audio", "video" -> {
        json.put(group + "_url", link).put(group + "_type", file.mediaType());
        json.put(group + "_size", file.size());
      }
      default ->
          json.put("format", format(file.name()).toUpperCase(Locale.ROOT)).put("size", file.size());
    }
    return json;
  }

  /** The small picture is shown, and the title leads to the large one. */
  private static void image(ChatFile file, Surroundings around, ObjectNode json) {
    json.put("image_type", file.mediaType()).put("image_size", file.size());
    Optional<Picture> picture = around.picture(file.id());
    picture.ifPresent(
        p -> json.putObject("image_dimensions").put("width", p.width()).put("height", p.height()));
    picture
        .flatMap(Picture::thumb)
        .ifPresent(thumb -> {
          json.put("image_url", address(thumb.id(), "thumb-" + file.name()));
          json.put("image_type", thumb.mediaType()).put("image_size", thumb.size());
          json.putObject("image_dimensions")
              .put("width", thumb.width())
              .put("height", thumb.height());
        });
  }

  private static Optional<Picture.Thumb> thumb(ChatFile file, Surroundings around) {
    return around.picture(file.id()).flatMap(Picture::thumb);
  }

  private static String group(String mediaType) {
    String group = mediaType.replaceFirst("/.*", "");
    return switch (group) {
      case "image", "audio", "video", "text" -> group;
      default -> "";
    };
  }

  /** The ending of a name. */
  private static String format(String name) {
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? "" : name.substring(dot + 1);
    return ending.length() > 10 ? "" : ending;
  }
}
