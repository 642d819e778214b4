// https://developer.rocket.chat/apidocs/export-room: attachments in the format json
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.chat.ChatFile;
import io.roomledger.chat.FileView;
import io.roomledger.export.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is attached to an exported message: the vendor's keys in its order, then what its export
 * drops, such as descriptions and the words of a quoted message.
 */
final class AttachmentCells {
  /** What the vendor shows in place, with keys of its own. */
  private static final Set<String> PLAYED = Set.of("image", "audio", "video");

  private static final List<String> LINKS =
      List.of("title_link", "image_url", "audio_url", "video_url", "message_link");

  private static final List<String> VENDORS =
      List.of(
          "type",
          "title",
          "title_link",
          "image_url",
          "audio_url",
          "video_url",
          "message_link",
          "image_type",
          "image_size",
          "video_size",
          "video_type",
          "audio_size",
          "audio_type",
          "url",
          "remote",
          "fileId",
          "fileName");

  private AttachmentCells() {}

  /** A file; {@code remote} says that the bytes are not in the package. */
  static Cell file(ChatFile file, FileView view) {
    Cell link = Cell.text(FileShapes.address(file.id(), file.name()));
    Map<String, Cell> fields = new LinkedHashMap<>();
    fields.put("type", Cell.text("file"));
    fields.put("title", Cell.text(file.name()));
    fields.put("title_link", link);
    String media = file.mediaType().replaceFirst("/.*", "");
    if (PLAYED.contains(media)) {
      fields.put(media + "_url", link);
      fields.put(media + "_type", Cell.text(file.mediaType()));
      fields.put(media + "_size", Cell.number(file.size()));
    }
    fields.put("url", link);
    fields.put("remote", new Cell.Flag(!file.missing().isEmpty()));
    fields.put("fileId", Cell.text(file.id()));
    fields.put("fileName", Cell.text(file.name()));
    if (!view.description().isEmpty()) {
      fields.put("description", Cell.text(view.description()));
    }
    return inOrder(fields);
  }

  /** What is attached as JSON; empty for none. */
  static List<Cell> attached(String list) {
    List<Cell> cells = new ArrayList<>();
    if (!list.isEmpty()) {
      for (JsonNode one : MessagePrinter.stored(list)) {
        cells.add(one.isObject() ? attachment(one) : cell(one));
      }
    }
    return cells;
  }

  private static Cell attachment(JsonNode one) {
    Map<String, Cell> fields = new LinkedHashMap<>();
    one.properties().forEach(field -> fields.put(field.getKey(), cell(field.getValue())));
    Cell url =
        LINKS.stream()
            .filter(key -> one.path(key).isTextual())
            .findFirst()
            .map(key -> cell(one.path(key)))
            .orElse(Cell.EMPTY);
    fields.putIfAbsent("url", url);
    fields.putIfAbsent("remote", new Cell.Flag(true));
    return inOrder(fields);
  }

  private static Cell inOrder(Map<String, Cell> fields) {
    List<Cell.Field> ordered = new ArrayList<>();
    for (String key : VENDORS) {
      Cell cell = fields.remove(key);
      if (cell != null) {
        ordered.add(new Cell.Field(key, cell));
      }
    }
    fields.forEach((key, cell) -> ordered.add(new Cell.Field(key, cell)));
    return new Cell.Fields(ordered);
  }

  private static Cell cell(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> Cell.text(node.textValue());
      case NUMBER -> new Cell.Amount(node.decimalValue());
      case BOOLEAN -> new Cell.Flag(node.booleanValue());
      case ARRAY -> new Cell.Many(node.valueStream().map(AttachmentCells::cell).toList());
      case OBJECT ->
          new Cell.Fields(
              node.propertyStream()
                  .map(field -> new Cell.Field(field.getKey(), cell(field.getValue())))
                  .toList());
      default -> Cell.EMPTY;
    };
  }

  /** Where a file lies in the package, as {@code path}, or why it does not, as {@code missing}. */
  static Cell packed(ChatFile file, FileView view) {
    List<Cell.Field> fields = new ArrayList<>();
    fields.add(new Cell.Field("_id", Cell.text(file.id())));
    fields.add(new Cell.Field("name", Cell.text(file.name())));
    fields.add(new Cell.Field("type", Cell.text(file.mediaType())));
    fields.add(new Cell.Field("size", Cell.number(file.size())));
    if (file.missing().isEmpty()) {
      fields.add(new Cell.Field("path", Cell.text(file.path())));
    } else {
      fields.add(new Cell.Field("missing", Cell.text(file.missing())));
    }
    view.thumbPath().ifPresent(path -> fields.add(new Cell.Field("thumbnail", Cell.text(path))));
    return new Cell.Fields(fields);
  }
}
