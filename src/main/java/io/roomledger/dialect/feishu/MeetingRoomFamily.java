// https://open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN (100001 to 105002)
// https://open.feishu.cn/document/ukTMukTMukTM/uYzN4UjL2cDO14iN3gTN (105003)
package io.roomledger.dialect.feishu;

import io.roomledger.base.Refusal;

/**
 * The codes of {@code meeting_room}, which is older than the rest. The vendor's list has no HTTP
 * status for them.
 */
final class MeetingRoomFamily implements Family {
  static final Failure TIME_FORMAT =
      new Failure(400, 100003, "time format must follow RFC3339 standard");
  static final Failure INVALID_ROOM = new Failure(400, 100005, "room id invalid");
  static final Failure INTERNAL = new Failure(500, 105001, "internal error");
  static final Failure INVALID_REQUEST = new Failure(400, 105002, "invalid request");
  static final Failure INVALID_ORIGINAL_TIME = new Failure(400, 105003, "original_time invalid");

  @Override
  public String root() {
    return "/open-apis/meeting_room";
  }

  @Override
  public Failure failure(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound missing when missing.what() == Refusal.Thing.MEETING_ROOM ->
          INVALID_ROOM;
      case Refusal.NotFound missing when missing.what() == Refusal.Thing.RESERVATION ->
          INVALID_ORIGINAL_TIME;
      case Refusal.Throttled wait -> Failure.TOO_MANY_CALLS;
      case Refusal.Unavailable unavailable -> INTERNAL;
      case Refusal.NotFound missing -> INVALID_REQUEST;
      case Refusal.Invalid invalid -> INVALID_REQUEST;
      case Refusal.TooLarge large -> INVALID_REQUEST;
      case Refusal.Conflict conflict -> INVALID_REQUEST;
      case Refusal.Forbidden no -> INVALID_REQUEST;
      case Refusal.Unauthenticated no -> INVALID_REQUEST;
    };
  }

  @Override
  public Failure fault() {
    return INTERNAL;
  }

  @Override
  public Failure malformed() {
    return INVALID_REQUEST;
  }
}
