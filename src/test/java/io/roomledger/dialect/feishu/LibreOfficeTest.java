package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.roomledger.audit.Audit;
import io.roomledger.base.Period;
import io.roomledger.booking.Booking;
import io.roomledger.booking.CheckInDevice;
import io.roomledger.booking.CheckInPolicy;
import io.roomledger.booking.CheckInSettings;
import io.roomledger.booking.CheckIns;
import io.roomledger.booking.Guests;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.ReleaseKind;
import io.roomledger.booking.Reserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file of an export, opened by LibreOffice, holds what the list that is answered at once says.
 */
class LibreOfficeTest {
  private static final Instant START = Instant.parse("2022-06-15T10:00:00Z");
  private static final List<String> HOSTILE =
      List.of(
          "=1+1",
          "+49 30 1234",
          "-cmd|' /C calc'!A0",
          "@SUM(A1)",
          "a \"quoted\", text; and more",
          " blanks around ",
          "two\nlines",
          "🚀 <b>&amp; _x0041_",
          "0123",
          "2022-06-15");

  @TempDir Path folder;

  private static UUID booked(FeishuHouse house, MeetingRoom room, Instant start, String topic) {
    return house
        .reservations
        .book(
            house.operator,
            new Booking(
                UUID.randomUUID(),
                room.id(),
                topic,
                new Reserver("account:" + house.manager.id(), "=张三", "研发部"),
                new Guests(10, 8),
                new Period(start, start.plus(Duration.ofMinutes(30)))))
        .booking()
        .id();
  }

  /** Reservations in every state that can come about, with topics that are no formulas. */
  private static void live(FeishuHouse house) {
    MeetingRoom room =
        house.rooms.add(
            house.operator,
            MeetingRoom.in(RoomIds.level(FeishuHouse.LEVEL).orElseThrow(), "火星", 4));
    house.rooms.rule(
        house.operator, room.id(), new MeetingRoom.Rules(false, CheckInPolicy.REQUIRED));
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < HOSTILE.size(); i++) {
      ids.add(booked(house, room, START.plus(Duration.ofHours(i)), HOSTILE.get(i)));
    }
    CheckIns checkIns =
        new CheckIns(
            house.database, new Audit(house.clock), house.clock, CheckInSettings.standard());
    house.clock.set(START);
    checkIns.arrive(house.operator, room.id(), CheckInDevice.QR_CODE);
    house.clock.set(START.plus(Duration.ofMinutes(20)));
    house.reservations.release(house.operator, ids.getFirst(), ReleaseKind.AFTER_END);
    house.clock.set(START.plus(Duration.ofMinutes(75)));
    checkIns.advance();
    house.clock.set(START.plus(Duration.ofMinutes(115)));
    checkIns.advance();
    house.reservations.release(house.operator, ids.get(3), ReleaseKind.MANUAL);
    house.rooms.rule(house.operator, room.id(), new MeetingRoom.Rules(true, CheckInPolicy.OFF));
    booked(house, room, START.plus(Duration.ofHours(12)), "To be approved");
  }

  @Test
  void theFileHoldsWhatTheListSays() throws Exception {
    try (FeishuHouse house = new FeishuHouse(folder.resolve("store"))) {
      live(house);
      String app = house.appToken();
      List<List<String>> listed = listed(house, app);

      List<List<String>> cells = cells(exported(house, app));

      assertThat(cells.getFirst())
          .isEqualTo(
              ResourceReservationColumns.sheet(FeishuSettings.standard().zone()).columns().stream()
                  .map(column -> column.title())
                  .toList());
      assertThat(cells.subList(1, cells.size())).isEqualTo(listed);
      assertThat(listed).hasSize(HOSTILE.size() + 2);
      assertThat(listed.stream().map(row -> row.get(9)).distinct())
          .containsExactlyInAnyOrder("预定成功", "审批中", "已释放（手动释放）", "已释放（会议结束后自动释放）", "已释放（未签到被释放）");
    }
  }

  /** The rows of the list, in the columns of the file. */
  private static List<List<String>> listed(FeishuHouse house, String app) throws Exception {
    String path =
        "/open-apis/vc/v1/resource_reservation_list?room_level_id=0&need_topic=true"
            + "&is_exclude=true&page_size=100&start_time=1655276858&end_time=1655363258";
    JsonNode list = house.get(path, app).json().at("/data/room_reservation_list");
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode one : list) {
      List<String> row = new ArrayList<>();
      for (var column :
          ResourceReservationColumns.sheet(FeishuSettings.standard().zone()).columns()) {
        String text = one.path(column.key()).textValue();
        // the two pages have this one written differently
        row.add(column.key().equals("event_duration") ? "0" + text : text);
      }
      rows.add(row);
    }
    return rows;
  }

  private Path exported(FeishuHouse house, String app) throws Exception {
    String task =
        house
            .post(
                FeishuHouse.ORDER,
                app,
                Map.of(
                    "room_level_id", "0",
                    "need_topic", true,
                    "start_time", "1655276858",
                    "end_time", "1655363258"))
            .json()
            .at("/data/task_id")
            .textValue();
    house.jobs.runAll();
    String url = house.get(FeishuHouse.EXPORTS + task, app).json().at("/data/url").textValue();
    Path file = folder.resolve("reservations.xlsx");
    Files.write(file, house.get(url, app).http().body());
    return file;
  }

  /** What LibreOffice makes of the file: its cells as they are shown. */
  private List<List<String>> cells(Path xlsx) throws IOException, InterruptedException {
    Process office =
        new ProcessBuilder(
                "soffice",
                "-env:UserInstallation=" + folder.resolve("office").toUri(),
                "--headless",
                "--convert-to",
                // comma, quotes, UTF-8, from row 1, all texts quoted, as shown
                "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,true",
                "--outdir",
                folder.toString(),
                xlsx.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("office.log").toFile())
            .start();
    try {
      assertThat(office.waitFor(4, TimeUnit.MINUTES)).as("LibreOffice ends").isTrue();
    } finally {
      office.destroyForcibly();
    }
    Path csv = folder.resolve("reservations.csv");
    assertThat(csv).as(Files.readString(folder.resolve("office.log"))).exists();
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv);
        Stream<CsvRecord> rows = reader.stream()) {
      return rows.map(CsvRecord::getFields).toList();
    }
  }
}
