// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/create (the fields that
// only people's calendars show)
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of events that are kept and shown and have no effect here: the video meeting, the
 * place, colour, reminders and so on. They are checked as the page says and kept as they are.
 */
final class CalendarExtras {
  private static final List<String> NAMES =
      List.of(
          "vchat",
          "free_busy_status",
          "location",
          "color",
          "reminders",
          "schemas",
          "event_check_in");

  private static final int FARTHEST_REMINDER = 20_160;

  private CalendarExtras() {}

  /** What a body says of them, by name; who organises the event decides what may be said. */
  static Map<String, String> read(Call call, Fields fields, Organiser organiser) {
    fields.findObject("vchat").ifPresent(vchat -> video(vchat, organiser));
    fields.findObject("location").ifPresent(CalendarExtras::place);
    Words.BUSY.find(fields, "free_busy_status");
    if (fields.has("color")) {
      fields.number("color", Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    fields
        .objects("reminders")
        .forEach(one -> one.number("minutes", -FARTHEST_REMINDER, FARTHEST_REMINDER));
    fields.objects("schemas").forEach(one -> one.text("ui_name"));
    fields.findObject("event_check_in").ifPresent(one -> one.needFlag("enable_check_in"));
    attachments(fields);
    JsonNode body = call.json().orElseGet(Json::object);
    Map<String, String> kept = new HashMap<>();
    for (String name : NAMES) {
      if (fields.has(name)) {
        kept.put(name, new String(Json.bytes(body.path(name)), StandardCharsets.UTF_8));
      }
    }
    return kept;
  }

  /**
   * Who organises an event.
   *
   * @param app whether it is an app
   * @param caller whether it is the caller
   */
  record Organiser(boolean app, boolean caller) {}

  private static void video(Fields vchat, Organiser organiser) {
    Words.VIDEO.find(vchat, "vc_type");
    Words.VIDEO_ICON.find(vchat, "icon_type");
    length(vchat, "description", 500);
    length(vchat, "meeting_url", 2_000);
    vchat.findObject("meeting_settings").ifPresent(settings -> meeting(settings, organiser));
  }

  private static void meeting(Fields settings, Organiser organiser) {
    Words.JOINING.find(settings, "join_meeting_permission");
    boolean hosts = !settings.texts("assign_hosts").isEmpty();
    boolean nobodyStarts = !settings.findFlag("allow_attendees_start").orElse(true);
    if (organiser.app() && (hosts || nobodyStarts)) {
      throw new FailureException(CalendarFamily.BOT_HAS_NO_HOSTS);
    }
    if (hosts && !organiser.caller()) {
      throw new FailureException(CalendarFamily.HOSTS_BY_ORGANIZER);
    }
    Optional<String> password = settings.findText("password");
    if (password.filter(text -> !text.matches("\\d{4,9}")).isPresent()) {
      throw new FailureException(CalendarFamily.INVALID_PASSWORD);
    }
    if (password.isPresent() && !organiser.caller()) {
      throw new FailureException(CalendarFamily.PASSWORD_BY_ORGANIZER);
    }
  }

  private static void place(Fields location) {
    length(location, "name", 512);
    length(location, "address", 255);
  }

  /** There is no drive here whose files could hang on an event. */
  private static void attachments(Fields fields) {
    for (Fields attachment : fields.objects("attachments")) {
      if (attachment.has("file_token") && !attachment.flag("is_deleted")) {
        throw new FailureException(CalendarFamily.INVALID_ATTACHMENT);
      }
    }
  }

  private static void length(Fields fields, String name, int longest) {
    fields
        .findText(name)
        .filter(text -> text.codePointCount(0, text.length()) > longest)
        .ifPresent(text -> {
          throw Fields.refused(name, text, "the max len is " + longest);
        });
  }

  /**
   * Writes one of them, if the event has it.
   *
   * @param settings whether the settings of the video meeting are shown
   */
  static void print(ObjectNode event, Map<String, String> kept, String name, boolean settings) {
    String text = kept.get(name);
    if (text == null) {
      return;
    }
    JsonNode value = Json.read(text.getBytes(StandardCharsets.UTF_8));
    if (!settings && value instanceof ObjectNode object) {
      object.remove("meeting_settings");
    }
    event.set(name, value);
  }
}
