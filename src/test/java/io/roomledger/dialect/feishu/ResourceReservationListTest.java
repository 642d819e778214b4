package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Period;
import io.roomledger.booking.Booking;
import io.roomledger.booking.Guests;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.ReleaseKind;
import io.roomledger.booking.Reservation;
import io.roomledger.booking.Reserver;
import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import io.roomledger.identity.ExternalIdKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceReservationListTest {
  private static final String LIST = "/open-apis/vc/v1/resource_reservation_list";
  private static final long START = 1655276858L;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // made before each test
  private FeishuHouse house;

  @SuppressWarnings("NullAway.Init")
  private String app;

  @BeforeEach
  void open() throws Exception {
    house = new FeishuHouse(folder);
    app = house.appToken();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Reply ask(String level, long from, long to, String more) throws Exception {
    return house.get(
        LIST + "?room_level_id=" + level + "&start_time=" + from + "&end_time=" + to + "&" + more,
        app);
  }

  private static JsonNode data(Reply reply) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
    return reply.json().path("data");
  }

  private static void refused(Reply reply, int status, int code, String words) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(status);
    assertThat(reply.code()).as(reply.json().toString()).isEqualTo(code);
    assertThat(reply.json().path("msg").textValue()).isEqualTo(words);
  }

  private MeetingRoom room(String name) {
    return house.rooms.add(
        house.operator, MeetingRoom.in(RoomIds.level(FeishuHouse.LEVEL).orElseThrow(), name, 4));
  }

  private Reservation booked(MeetingRoom room, long start, String reserver) {
    Instant at = Instant.ofEpochSecond(start);
    return house.reservations.book(
        house.operator,
        new Booking(
            UUID.randomUUID(),
            room.id(),
            "Topic " + start,
            new Reserver(reserver, "Name", "Research"),
            Guests.NONE,
            new Period(at, at.plus(Duration.ofMinutes(90)))));
  }

  private static List<String> of(JsonNode data, String field) {
    List<String> texts = new ArrayList<>();
    data.path("room_reservation_list").forEach(one -> texts.add(one.path(field).textValue()));
    return texts;
  }

  @Test
  void aReservationIsToldInTheFieldsOfThePage() throws Exception {
    String person =
        house
            .accounts
            .externalIds(ExternalIdKind.FEISHU_OPEN_ID, Set.of(house.manager.id()))
            .get(house.manager.id());
    Reply reply =
        ask(
            FeishuHouse.LEVEL,
            START,
            START,
            "need_topic=true&is_exclude=false&room_ids=" + FeishuHouse.ROOM);

    assertThat(new String(reply.http().body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"code\":0,\"msg\":\"success\",\"data\":{\"room_reservation_list\":[{\"room_id\":\""
                + FeishuHouse.ROOM
                + "\",\"room_name\":\"木星\",\"event_title\":\"=周会\",\"reserver\":\"张三\","
                + "\"reserver_user_id\":\""
                + person
                + "\",\"department_of_reserver\":\"研发部\",\"guests_number\":\"10\","
                + "\"accepted_number\":\"8\","
                + "\"event_start_time\":\"2022.06.15 15:07:38 (GMT+08:00)\","
                + "\"event_end_time\":\"2022.06.15 16:07:38 (GMT+08:00)\","
                + "\"event_duration\":\"1:00:00\",\"reservation_status\":\"预定成功\","
                + "\"check_in_device\":\"\",\"room_check_in_status\":\"无需签到（未安装签到设备）\","
                + "\"check_in_time\":\"\",\"is_release_early\":\"\",\"releasing_person\":\"\","
                + "\"releasing_time\":\"\"}],\"has_more\":false}}");
  }

  @Test
  void topicsAreShownToWhoAsksForThem() throws Exception {
    JsonNode silent = data(ask("tenant", START, START, "room_ids=" + FeishuHouse.ROOM));

    assertThat(of(silent, "event_title")).containsExactly("");
  }

  @Test
  void exactlyTheNamedRoomsAreMeantOrAllOthersOfTheLevel() throws Exception {
    MeetingRoom one = room("One");
    MeetingRoom two = room("Two");
    booked(one, START + 60, "app:cli_bot");
    Reservation released = booked(two, START + 7200, "");
    house.reservations.release(house.operator, released.booking().id(), ReleaseKind.MANUAL);
    String named = "room_ids=" + RoomIds.ofRoom(one.id()) + "&room_ids=" + RoomIds.ofRoom(two.id());
    JsonNode list = data(ask("omm_whatever", START, START + 8000, named));

    assertThat(of(list, "room_name")).containsExactly("One", "Two");
    assertThat(of(list, "reserver_user_id")).containsExactly("cli_bot", "");
    assertThat(of(list, "event_duration")).containsExactly("1:30:00", "1:30:00");
    assertThat(of(list, "reservation_status")).containsExactly("预定成功", "已释放（手动释放）");
    assertThat(of(list, "is_release_early")).containsExactly("", "已释放（手动释放）");
    assertThat(of(list, "releasing_time")).containsExactly("", "2022.06.15 17:30:00 (GMT+08:00)");
    assertThat(
            of(
                data(ask(FeishuHouse.LEVEL, START, START + 8000, named + "&is_exclude=true")),
                "room_name"))
        .containsExactly("木星");
    assertThat(
            of(data(ask(FeishuHouse.LEVEL, START, START + 8000, "is_exclude=true")), "room_name"))
        .containsExactly("木星", "One", "Two");
  }

  @Test
  void pagesFollowEachOtherAndHoldTwentyToAHundred() throws Exception {
    for (int i = 0; i < 40; i++) {
      booked(room("Room " + i), START + i, "");
    }
    List<String> all = new ArrayList<>();
    String token = "";
    JsonNode page;
    do {
      page =
          data(
              ask(
                  "0",
                  START - 60,
                  START + 60,
                  "is_exclude=true&need_topic=true&page_token=" + token));
      assertThat(page.path("room_reservation_list").size()).isLessThanOrEqualTo(20);
      all.addAll(of(page, "event_title"));
      token = page.path("page_token").asText();
    } while (page.path("has_more").booleanValue());

    assertThat(all).hasSize(41).doesNotHaveDuplicates().contains("=周会");
    assertThat(
            of(
                data(ask("0", START - 60, START + 60, "is_exclude=true&page_size=100")),
                "room_name"))
        .hasSize(41);
    for (String size : List.of("19", "101")) {
      refused(
          ask("0", START, START, "is_exclude=true&page_size=" + size), 400, 121003, "param error");
    }
    refused(ask("0", START, START, "is_exclude=true&page_token=junk"), 400, 121003, "param error");
  }

  @Test
  void noMoreThanADayThatHasBegunIsTold() throws Exception {
    String start = "start time error (cannot larger than now or smaller than 0)";
    String end = "end time cannot exceed start time for one day or smaller than start time";
    long now = house.clock.instant().getEpochSecond();
    String room = "room_ids=" + FeishuHouse.ROOM;

    refused(ask("0", now + 1, now + 2, room), 400, 126005, start);
    refused(ask("0", -1, 2, room), 400, 126005, start);
    refused(ask("0", START, START + 86_401, room), 400, 126006, end);
    refused(ask("0", START, START - 1, room), 400, 126006, end);
    assertThat(ask("0", now, now + 86_400, room).status()).isEqualTo(200);
  }

  @Test
  void theOtherListedErrorsAreTold() throws Exception {
    refused(ask("0", START, START, ""), 400, 99992402, "field validation failed");
    refused(
        ask("0", START, START, "room_ids=omm_" + "0".repeat(32)), 404, 121004, "data not exist");
    refused(
        ask("omb_" + "0".repeat(32), START, START, "is_exclude=true"),
        404,
        121004,
        "data not exist");
    String poor = house.appToken(Set.of("vc:export"));
    assertThat(
            house
                .get(LIST + "?room_level_id=0&start_time=1&end_time=1&is_exclude=true", poor)
                .code())
        .isEqualTo(99991672);
    house.tokens.accept(
        house.account("clerk", "user"),
        "u-clerk",
        house.clock.instant().plus(Duration.ofHours(1)),
        Set.of("*"));
    refused(
        house.get(
            LIST + "?room_level_id=0&start_time=1&end_time=1&is_exclude=true", "Bearer u-clerk"),
        403,
        121005,
        "no permission");
    house
        .database
        .jdbi()
        .useHandle(h -> h.execute("ALTER TABLE reservation RENAME TO out_of_reach"));
    refused(ask("0", START, START, "is_exclude=true"), 500, 121001, "internal error");
  }
}
