// https://open.feishu.cn/document/server-docs/calendar-v4/calendar/introduction
// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/introduction
// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event-attendee/introduction
package io.roomledger.dialect.feishu;

import io.roomledger.booking.Attendee;
import io.roomledger.booking.EventKey;
import io.roomledger.booking.Events;
import io.roomledger.http.Call;
import io.roomledger.identity.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The vendor's form of calendars' ids, of events' and of attendees'. An event's has the event and
 * the original time of the occurrence in seconds, or 0 for the event or series itself.
 */
final class CalendarIds {
  /** What one's own calendar may be called. */
  private static final String OWN = "primary";

  private static final String BEFORE = "feishu.cn_";
  private static final String BEHIND = "@group.calendar.feishu.cn";
  private static final Pattern CALENDAR =
      Pattern.compile(Pattern.quote(BEFORE) + "([0-9A-Za-z]{1,64})" + Pattern.quote(BEHIND));
  private static final Pattern UID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern EVENT = Pattern.compile("(" + UID.pattern() + ")_(\\d{1,10})");

  private static final Map<Attendee.Kind, String> KINDS =
      Map.of(
          Attendee.Kind.PERSON, "user",
          Attendee.Kind.ROOM, "resource",
          Attendee.Kind.MAIL, "third_party");

  private CalendarIds() {}

  static String ofCalendar(String id) {
    return BEFORE + id + BEHIND;
  }

  /** The calendar that the path names. */
  static String calendar(Call call, Caller caller, Events events) {
    String id = call.pathParameter("calendar_id");
    if (id.equals(OWN)) {
      return events.primary(caller).id();
    }
    Matcher matcher = CALENDAR.matcher(id);
    if (!matcher.matches()) {
      throw new FailureException(CalendarFamily.INVALID_CALENDAR);
    }
    return matcher.group(1);
  }

  static String ofEvent(EventKey key) {
    return key.id() + "_" + key.occurrence().map(Instant::getEpochSecond).orElse(0L);
  }

  /** The event that the path names. */
  static EventKey event(Call call) {
    Matcher matcher = EVENT.matcher(call.pathParameter("event_id"));
    if (!matcher.matches()) {
      throw new FailureException(CalendarFamily.INVALID_EVENT);
    }
    return key(UUID.fromString(matcher.group(1)), Long.parseLong(matcher.group(3)));
  }

  /** The event, if it has the form of one. */
  static Optional<EventKey> event(String uid, long originalTime) {
    return UID.matcher(uid).matches() && originalTime >= 0
        ? Optional.of(key(UUID.fromString(uid), originalTime))
        : Optional.empty();
  }

  private static EventKey key(UUID uid, long originalTime) {
    return originalTime == 0
        ? EventKey.of(uid)
        : EventKey.of(uid).at(Instant.ofEpochSecond(originalTime));
  }

  /** The word for a kind of attendee. */
  static String kind(Attendee.Kind kind) {
    return KINDS.getOrDefault(kind, "");
  }

  static String ofAttendee(Attendee attendee) {
    return kind(attendee.who().kind()) + "_" + attendee.id();
  }

  /** The attendee's id; as it is, if it has not the form of one. */
  static String attendee(String id) {
    return KINDS.values().stream()
        .map(kind -> kind + "_")
        .filter(id::startsWith)
        .findFirst()
        .map(kind -> id.substring(kind.length()))
        .orElse(id);
  }
}
