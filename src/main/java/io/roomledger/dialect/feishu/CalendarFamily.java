// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/create (its error codes;
// all pages of calendar/v4 have the same)
package io.roomledger.dialect.feishu;

import io.roomledger.base.Refusal;
import io.roomledger.booking.EventRight;

/** The codes of {@code calendar/v4}. */
final class CalendarFamily implements Family {
  static final Failure INVALID_PARAMETERS =
      new Failure(400, 190002, "invalid parameters in request");
  static final Failure INTERNAL = new Failure(500, 190003, "internal service error");
  static final Failure TOKEN_EXPIRED = new Failure(400, 190008, "page_token or sync_token expired");
  static final Failure SYNC_TOKEN_ALONE =
      new Failure(400, 190009, "sync token cannot be used with other request restrictions");
  static final Failure CALENDAR_NOT_FOUND = new Failure(404, 191000, "calendar not found");
  static final Failure INVALID_CALENDAR = new Failure(400, 191001, "invalid calendar_id");
  static final Failure NO_CALENDAR_ROLE = new Failure(403, 191002, "no calendar access_role");
  static final Failure INVALID_EVENT = new Failure(400, 193000, "invalid event_id");
  static final Failure EVENT_NOT_FOUND = new Failure(404, 193001, "event not found");
  static final Failure NO_EVENT_PERMISSION =
      new Failure(403, 193002, "no permission to operate event");
  static final Failure EVENT_DELETED = new Failure(403, 193003, "event is deleted");
  static final Failure BOT_HAS_NO_HOSTS =
      new Failure(
          400,
          193101,
          "organizer is bot, can not set assign_hosts, and allow_attendees_start must be true");
  static final Failure HOSTS_BY_ORGANIZER =
      new Failure(400, 193102, "only organizer(not bot) can set assign_hosts");
  static final Failure TIME_RANGE =
      new Failure(400, 193103, "requested time exceeds the allowed range");
  static final Failure TOO_MANY_INSTANCES =
      new Failure(400, 193104, "exceeded the maximum instance number");
  static final Failure INVALID_ATTACHMENT =
      new Failure(400, 193105, "invalid attachment file token");
  static final Failure ATTENDEE_NOT_FOUND = new Failure(404, 194000, "attendee not found");
  static final Failure NO_LIST_PERMISSION =
      new Failure(403, 194001, "no permission to list event attendees");
  static final Failure NO_CREATE_PERMISSION =
      new Failure(403, 194002, "no permission to create event attendees");
  static final Failure NO_DELETE_PERMISSION =
      new Failure(403, 194003, "no permission to delete event attendees");
  static final Failure INVALID_ATTENDEE_TYPE = new Failure(400, 194004, "invalid attendee type");
  static final Failure USER_NOT_FOUND =
      new Failure(404, 195100, "user is dismiss or not exist in the tenant");
  static final Failure INVALID_PASSWORD = new Failure(400, 195112, "invalid password");
  static final Failure PASSWORD_BY_ORGANIZER =
      new Failure(400, 195113, "only organizer can set password");

  @Override
  public String root() {
    return "/open-apis/calendar/v4";
  }

  @Override
  public Failure failure(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound missing -> missing(missing.what());
      case Refusal.Forbidden no ->
          EventRight.missingIn(no).map(CalendarFamily::lacking).orElse(NO_EVENT_PERMISSION);
      // the only contradiction there is
      case Refusal.Conflict cancelled -> EVENT_DELETED;
      case Refusal.Invalid invalid -> INVALID_PARAMETERS;
      case Refusal.TooLarge large -> INVALID_PARAMETERS;
      case Refusal.Unauthenticated no -> NO_CALENDAR_ROLE;
      case Refusal.Throttled wait -> Failure.TOO_MANY_CALLS;
      case Refusal.Unavailable unavailable -> INTERNAL;
    };
  }

  private static Failure missing(Refusal.Thing what) {
    return switch (what) {
      case CALENDAR -> CALENDAR_NOT_FOUND;
      case EVENT -> EVENT_NOT_FOUND;
      case ACCOUNT -> USER_NOT_FOUND;
      default -> ATTENDEE_NOT_FOUND;
    };
  }

  private static Failure lacking(EventRight right) {
    return switch (right) {
      case USE_CALENDAR -> NO_CALENDAR_ROLE;
      case CHANGE_EVENT -> NO_EVENT_PERMISSION;
      case SEE_ATTENDEES -> NO_LIST_PERMISSION;
      case INVITE -> NO_CREATE_PERMISSION;
      case UNINVITE -> NO_DELETE_PERMISSION;
    };
  }

  @Override
  public Failure fault() {
    return INTERNAL;
  }

  @Override
  public Failure malformed() {
    return INVALID_PARAMETERS;
  }
}
