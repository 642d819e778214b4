package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.audit.Audit;
import io.roomledger.booking.CheckInDevice;
import io.roomledger.booking.CheckInPolicy;
import io.roomledger.booking.CheckInSettings;
import io.roomledger.booking.CheckIns;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.HttpServer;
import io.roomledger.http.HttpSettings;
import io.roomledger.http.Site;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.App;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/**
 * A server and what no client of the vendor does there: time that passes, jobs that run, a board
 * beside a door that people tap. A client in another process does it by calls to this stage's own
 * address.
 */
final class Stage implements AutoCloseable {
  static final String APP = "cli_" + UUID.randomUUID().toString().substring(0, 8);
  static final String OTHER = APP + "other";
  static final String POOR = APP + "poor";

  /** Nobody who calls for this one knows its secret. */
  static final String SHUT = APP + "shut";

  /** The keys of the export's columns, which are those of the listing too. */
  static final List<String> KEYS =
      List.of(
          "room_name",
          "event_title",
          "reserver",
          "department_of_reserver",
          "guests_number",
          "accepted_number",
          "event_start_time",
          "event_end_time",
          "event_duration",
          "reservation_status",
          "check_in_device",
          "room_check_in_status",
          "check_in_time",
          "releasing_person",
          "releasing_time");

  final FeishuHouse house;
  private final CheckIns checkIns;
  private final HttpServer server;

  /**
   * A stage with apps of its own.
   *
   * @param cast what the ids of the apps end with: the vendor's SDKs keep tokens by them, for the
   *     whole process
   */
  Stage(Path folder, String cast) throws IOException {
    house = new FeishuHouse(folder);
    checkIns =
        new CheckIns(
            house.database, new Audit(house.clock), house.clock, CheckInSettings.standard());
    app(
        APP + cast,
        "vc:export",
        "vc:room",
        "vc:room:readonly",
        "calendar:calendar",
        "calendar:room",
        "contact:user.id:readonly");
    app(OTHER + cast, "vc:export");
    app(POOR + cast, "im:chat");
    app(SHUT + cast, "vc:export");
    house.accounts.add(
        new Account(
            "lin00000000000000",
            Accounts.MAIN,
            "lin",
            "林伟",
            Optional.of("lin@example.org"),
            "研发部",
            true),
        Optional.empty(),
        Set.of("user"));
    server = HttpServer.start(HttpSettings.DEFAULT.withPort(0), List.of(site()));
  }

  private void app(String id, String... scopes) {
    house.apps.add(new App(id, Accounts.MAIN, id, Set.of(scopes), true), FeishuHouse.SECRET);
  }

  /** Where a client in another process reaches this stage. */
  String address() {
    return "http://127.0.0.1:" + server.port();
  }

  private Site site() {
    return Site.plain(
        "stage",
        List.of("/"),
        List.of(
            Endpoint.post("/settle", call -> done(this::settle)),
            Endpoint.post("/wait", call -> done(() -> pass(Integer.parseInt(value(call))))),
            Endpoint.post("/board", call -> done(() -> board(value(call)))),
            Endpoint.post("/tap", call -> done(() -> tap(value(call))))));
  }

  private static String value(Call call) {
    return call.query("value").orElseThrow();
  }

  private static Answer done(Runnable act) {
    act.run();
    return Answer.text(200, "text/plain", "done");
  }

  /** All jobs run. */
  void settle() {
    house.jobs.runAll();
  }

  /** So many minutes pass, and nobody's absence goes unnoticed. */
  void pass(int minutes) {
    house.clock.tick(Duration.ofMinutes(minutes));
    checkIns.advance();
  }

  /** A board is hung beside the door of a room, so that people must check in there. */
  void board(String room) {
    house.rooms.rule(
        house.operator,
        RoomIds.needRoom(room),
        new MeetingRoom.Rules(false, CheckInPolicy.REQUIRED));
  }

  /** Somebody taps the board. */
  void tap(String room) {
    checkIns.arrive(house.operator, RoomIds.needRoom(room), CheckInDevice.BOARD);
  }

  /** The rows of a workbook below its head, in the order of {@link #KEYS}. */
  static List<List<String>> rows(byte[] xlsx) throws IOException {
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(xlsx))) {
      List<List<String>> rows = book.getFirstSheet().read().stream().map(Stage::cells).toList();
      assertThat(rows.getFirst()).startsWith("会议室名称", "会议主题").endsWith("释放人", "释放时间");
      return rows.subList(1, rows.size());
    }
  }

  private static List<String> cells(Row row) {
    return IntStream.range(0, KEYS.size())
        .mapToObj(i -> row.getCellAsString(i).orElse(""))
        .toList();
  }

  @Override
  public void close() {
    server.close();
    house.close();
  }
}
