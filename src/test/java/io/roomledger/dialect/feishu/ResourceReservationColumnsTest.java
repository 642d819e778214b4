package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Period;
import io.roomledger.booking.Booking;
import io.roomledger.booking.CheckIn;
import io.roomledger.booking.CheckInDevice;
import io.roomledger.booking.CheckInState;
import io.roomledger.booking.Guests;
import io.roomledger.booking.Release;
import io.roomledger.booking.Reservation;
import io.roomledger.booking.ReservationStatus;
import io.roomledger.booking.Reserver;
import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Sheet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The words and forms of the vendor's page, compared with the page. */
class ResourceReservationColumnsTest {
  private static final Sheet<Reservation> SHEET =
      ResourceReservationColumns.sheet(ZoneId.of("Asia/Shanghai"));
  private static final Instant START = Instant.parse("2022-07-21T03:01:40Z");

  private static Reservation row(
      ReservationStatus status, CheckIn checkIn, Optional<Release> release, Duration length) {
    return new Reservation(
        new Booking(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "周会",
            new Reserver("", "张三", "研发部"),
            new Guests(10, 8),
            new Period(START, START.plus(length))),
        "木星",
        status,
        checkIn,
        release);
  }

  private static String line(Sheet<Reservation> sheet, Reservation row) {
    return sheet.cells(row).stream()
        .map(cell -> cell instanceof Cell.Text text ? text.text() : "-")
        .collect(Collectors.joining("|"));
  }

  private static String cell(String key, Reservation row) {
    Column<Reservation> column =
        SHEET.columns().stream().filter(c -> c.key().equals(key)).findFirst().orElseThrow();
    return column.cell().apply(row) instanceof Cell.Text text ? text.text() : "-";
  }

  @Test
  void headersAreThoseOfThePageInItsOrder() {
    assertThat(SHEET.columns().stream().map(Column::title).collect(Collectors.joining("|")))
        .isEqualTo(
            "会议室名称|会议主题|预定人|预定人所属部门|邀请人数|接受人数|会议开始时间|会议结束时间|会议时长"
                + "|会议室预定状态|签到设备|会议室签到状态|会议室签到时间|释放人|释放时间");
  }

  @Test
  void aFullRowIsWrittenInTheFormsOfThePage() {
    Reservation row =
        row(
            ReservationStatus.RELEASED_MANUALLY,
            CheckIn.done(CheckInDevice.QR_CODE, START.minusSeconds(100)),
            Optional.of(new Release("", "李四", START.plusSeconds(1800))),
            Duration.ofHours(1));

    assertThat(line(SHEET, row))
        .isEqualTo(
            "木星|周会|张三|研发部|10|8|2022.07.21 11:01:40 (GMT+08:00)"
                + "|2022.07.21 12:01:40 (GMT+08:00)|01:00:00|已释放（手动释放）|签到二维码|已签到"
                + "|2022.07.21 11:00:00 (GMT+08:00)|李四|2022.07.21 11:31:40 (GMT+08:00)");
    assertThat(line(ResourceReservationColumns.sheet(ZoneId.of("UTC")), row))
        .contains("2022.07.21 03:01:40 (GMT+00:00)");
  }

  @Test
  void whatDidNotHappenIsEmptyAndLongMeetingsCountHours() {
    Reservation row =
        row(
            ReservationStatus.BOOKED,
            CheckIn.not(CheckInState.AWAITED),
            Optional.empty(),
            Duration.ofHours(26).plusSeconds(5));

    assertThat(line(SHEET, row)).endsWith("|26:00:05|预定成功|-|待签到|-|-|-");
  }

  @Test
  void everyStatusHasItsWords() {
    assertThat(
            Arrays.stream(ReservationStatus.values())
                .map(status ->
                    cell(
                        "reservation_status",
                        row(
                            status,
                            CheckIn.not(CheckInState.NOT_NEEDED),
                            Optional.empty(),
                            Duration.ofHours(1)))))
        .containsExactly(
            "审批中", "预定成功", "已释放（手动释放）", "已释放（会议结束后自动释放）", "已释放（未签到被释放）", "已释放（传感器自动释放）");
  }

  @Test
  void everyCheckInStateAndDeviceHasItsWords() {
    assertThat(
            Arrays.stream(CheckInState.values())
                .map(state ->
                    cell(
                        "room_check_in_status",
                        row(
                            ReservationStatus.BOOKED,
                            CheckIn.not(state),
                            Optional.empty(),
                            Duration.ofHours(1)))))
        .containsExactly(
            "无需签到（即时预定）",
            "无需签到（未开启签到设置）",
            "无需签到（未安装签到设备）",
            "无需签到",
            "待签到",
            "签到时间未结束",
            "已签到",
            "超时未签到",
            "不可签到（会议室被禁用）");
    assertThat(
            Arrays.stream(CheckInDevice.values())
                .map(device ->
                    cell(
                        "check_in_device",
                        row(
                            ReservationStatus.BOOKED,
                            CheckIn.done(device, START),
                            Optional.empty(),
                            Duration.ofHours(1)))))
        .containsExactly("签到板", "签到二维码", "控制器", "触屏板", "设备离线，自动签到");
  }
}
