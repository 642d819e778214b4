package io.roomledger.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.export.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is attached to a message that is no file of its own: quotes, and what programs write. */
final class Quotes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ID = Pattern.compile("[?&]msg=([A-Za-z0-9_-]{1,100})");

  private Quotes() {}

  /** For people: who, what, and the id of the message that is quoted. */
  static Cell cell(ChatLine line) {
    String attached = line.context().attachments();
    if (attached.isEmpty()) {
      return Cell.EMPTY;
    }
    List<Cell> quotes = new ArrayList<>();
    for (JsonNode one : read(attached)) {
      List<Cell.Field> fields = new ArrayList<>();
      add(fields, "who", first(one, "author_name", "title"));
      add(fields, "text", text(one));
      add(fields, "id", id(one.path("message_link").asText("")));
      if (!fields.isEmpty()) {
        quotes.add(new Cell.Fields(fields));
      }
    }
    return quotes.isEmpty() ? Cell.EMPTY : new Cell.Many(quotes);
  }

  private static JsonNode read(String attached) {
    try {
      return JSON.readTree(attached);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored list cannot be read: " + attached, e);
    }
  }

  private static String text(JsonNode one) {
    StringBuilder text = new StringBuilder(first(one, "text", "description", "title_link"));
    for (JsonNode field : one.path("fields")) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append(field.path("title").asText("")).append(": ");
      text.append(field.path("value").asText(""));
    }
    return text.toString();
  }

  private static String first(JsonNode one, String... keys) {
    for (String key : keys) {
      String text = one.path(key).asText("");
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private static String id(String link) {
    Matcher matcher = ID.matcher(link);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static void add(List<Cell.Field> fields, String key, String value) {
    if (!value.isEmpty()) {
      fields.add(new Cell.Field(key, Cell.text(value)));
    }
  }
}
