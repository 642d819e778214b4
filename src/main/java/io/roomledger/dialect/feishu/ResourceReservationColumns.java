// https://open.feishu.cn/document/server-docs/vc-v1/export/export-overview
package io.roomledger.dialect.feishu;

import io.roomledger.booking.CheckIn;
import io.roomledger.booking.CheckInDevice;
import io.roomledger.booking.CheckInState;
import io.roomledger.booking.Release;
import io.roomledger.booking.Reservation;
import io.roomledger.booking.ReservationStatus;
import io.roomledger.export.Column;
import io.roomledger.export.Sheet;
import java.time.ZoneId;
import java.util.List;

/**
 * The vendor's own layout: the documented columns in the documented order, and every value written
 * as documented. The keys are those of the vendor's JSON.
 */
final class ResourceReservationColumns {
  /** Meeting room reservation data. */
  static final String NAME = "会议室预定数据";

  private final Times times;

  private ResourceReservationColumns(ZoneId zone) {
    this.times = new Times(zone);
  }

  /** The sheet, with its times in {@code zone}. */
  static Sheet<Reservation> sheet(ZoneId zone) {
    return new Sheet<>(NAME, Sheet.Layout.TABLE, new ResourceReservationColumns(zone).columns());
  }

  private List<Column<Reservation>> columns() {
    return List.of(
        Columns.text("room_name", "会议室名称", Reservation::roomName),
        Columns.text("event_title", "会议主题", row -> row.booking().topic()),
        Columns.text("reserver", "预定人", row -> row.booking().reserver().name()),
        Columns.text(
            "department_of_reserver", "预定人所属部门", row -> row.booking().reserver().department()),
        Columns.text(
            "guests_number", "邀请人数", row -> String.valueOf(row.booking().guests().invited())),
        Columns.text(
            "accepted_number", "接受人数", row -> String.valueOf(row.booking().guests().accepted())),
        Columns.text("event_start_time", "会议开始时间", row -> times.at(row.start())),
        Columns.text("event_end_time", "会议结束时间", row -> times.at(row.end())),
        Columns.text("event_duration", "会议时长", row -> Times.length(row.start(), row.end())),
        Columns.text("reservation_status", "会议室预定状态", row -> status(row.status())),
        Columns.maybe(
            "check_in_device", "签到设备", row -> checkIn(row).device().map(device -> device(device))),
        Columns.text("room_check_in_status", "会议室签到状态", row -> state(checkIn(row).state())),
        Columns.maybe("check_in_time", "会议室签到时间", row -> checkIn(row).at().map(times::at)),
        Columns.maybe("releasing_person", "释放人", row -> row.release().map(Release::name)),
        Columns.maybe("releasing_time", "释放时间", row -> row.release().map(by -> times.at(by.at()))));
  }

  private static CheckIn checkIn(Reservation row) {
    return row.checkIn();
  }

  /** The documented words for where a reservation stands. */
  static String status(ReservationStatus status) {
    return switch (status) {
      case AWAITING_APPROVAL -> "审批中";
      case BOOKED -> "预定成功";
      case RELEASED_MANUALLY -> "已释放（手动释放）";
      case RELEASED_AFTER_END -> "已释放（会议结束后自动释放）";
      case RELEASED_NOT_CHECKED_IN -> "已释放（未签到被释放）";
      case RELEASED_BY_SENSOR -> "已释放（传感器自动释放）";
    };
  }

  private static String device(CheckInDevice device) {
    return switch (device) {
      case BOARD -> "签到板";
      case QR_CODE -> "签到二维码";
      case CONTROLLER -> "控制器";
      case TOUCH_PANEL -> "触屏板";
      case OFFLINE -> "设备离线，自动签到";
    };
  }

  private static String state(CheckInState state) {
    return switch (state) {
      case NOT_NEEDED_ON_THE_SPOT -> "无需签到（即时预定）";
      case NOT_NEEDED_SWITCHED_OFF -> "无需签到（未开启签到设置）";
      case NOT_NEEDED_NO_DEVICE -> "无需签到（未安装签到设备）";
      case NOT_NEEDED -> "无需签到";
      case AWAITED -> "待签到";
      case OPEN -> "签到时间未结束";
      case CHECKED_IN -> "已签到";
      case MISSED -> "超时未签到";
      case ROOM_CLOSED -> "不可签到（会议室被禁用）";
    };
  }
}
