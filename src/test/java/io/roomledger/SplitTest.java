package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.base.Period;
import io.roomledger.db.Await;
import io.roomledger.db.Database;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.News;
import io.roomledger.db.TestDatabase;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.store.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers make one export together: the file is what one of them makes alone. */
class SplitTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ROOMS = 24;

  /** Two stretches of pages and some more; of lines, which have no such borders, a part will do. */
  private static final int MESSAGES = 64_700;

  private static final int LINES = 9_000;

  private static final int TRIES = 20;
  private static final List<String> RECIPES = List.of("chat.html", "chat.json", "chat.csv");
  private static final List<String> OF_A_ROOM =
      List.of("chat.html", "chat.json", "chat.csv", "chat.text");

  /** When the small rooms were talked in. */
  private static final Period SLACK =
      new Period(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z"));

  @TempDir static Path folder;

  private static DatabaseSettings settled;
  private static Database database;
  private static RunningServer first;
  private static RunningServer second;
  private static final Map<String, Map<String, String>> ALONE = new TreeMap<>();
  private static final Map<String, Map<String, String>> HALL = new TreeMap<>();

  @BeforeAll
  static void start() throws Exception {
    settled = TestDatabase.freshSettings();
    Path data = folder.resolve("data");
    first = RunningServer.on(settled, data, settings());
    database = Database.open(settled, data);
    Wiring house = first.wiring();
    Path zip = RoomsZip.write(folder.resolve("rooms.zip"), ROOMS, 100);
    house.desk().chat().slack().run(house.operator(), zip, new KillTest.Quiet());
    LargeRoom.fill(
        database,
        house.operator().organisation(),
        new FileStore(data.resolve("objects"), Clock.systemUTC()),
        MESSAGES);
    for (String recipe : RECIPES) {
      ALONE.put(recipe, entries(ran(workspace(recipe))));
    }
    for (String recipe : OF_A_ROOM) {
      HALL.put(recipe, entries(ran(hall(recipe))));
    }
    assertThat(byOthers()).isZero();
    second = RunningServer.on(settled, data, settings());
    Await.until("both hear the news", SOON, () -> listeners() == 2);
  }

  private static Map<String, String> settings() {
    return Map.of(
        "server.public-address", "http://rooms.example",
        "jobs.heartbeat", "200ms",
        "exports.checkpoint", "20ms",
        "exports.split.from", "1",
        "exports.split.lease", "400ms");
  }

  @AfterAll
  static void stop() {
    if (second != null) {
      second.close();
    }
    first.close();
    database.close();
  }

  @Test
  void whatTwoServersMakeIsWhatOneMakes() throws Exception {
    for (String recipe : RECIPES) {
      long before = byOthers();
      long id = ran(workspace(recipe));
      for (int i = 0; i < TRIES && byOthers() == before; i++) {
        id = ran(workspace(recipe));
      }
      assertThat(byOthers()).as("shares of %s made by the other", recipe).isGreaterThan(before);
      assertThat(entries(id)).as(recipe).isEqualTo(ALONE.get(recipe));
      assertThat(audited(id)).containsKey("rowsByOtherServers");
    }
    assertThat(left()).as("shares in the store").isEmpty();
  }

  @Test
  void oneLargeRoomIsMadeByTwoServersAsOneMakesIt() throws Exception {
    for (String recipe : OF_A_ROOM) {
      long before = byOthers();
      long id = ran(hall(recipe));
      for (int i = 0; i < TRIES && byOthers() == before; i++) {
        id = ran(hall(recipe));
      }
      assertThat(byOthers()).as("shares of %s made by the other", recipe).isGreaterThan(before);
      assertThat(entries(id)).as(recipe).isEqualTo(HALL.get(recipe));
    }
    assertThat(left()).as("shares in the store").isEmpty();
  }

  /** As when one of its pages had ended earlier than all others, because it was long. */
  @Test
  void aStretchThatDoesNotFitIsMadeByTheServerThatJoins() throws Exception {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                CREATE FUNCTION misfit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                  NEW.made = jsonb_set(NEW.made, '{told}', to_jsonb(
                    replace(NEW.made ->> 'told', '"pages":32', '"pages":33')));
                  RETURN NEW; END $$;
                CREATE TRIGGER misfit BEFORE UPDATE ON export_share
                  FOR EACH ROW WHEN (NEW.made IS NOT NULL) EXECUTE FUNCTION misfit()
                """));
    try {
      long before = byOthers();
      long id = ran(hall("chat.html"));
      for (int i = 0; i < TRIES && byOthers() == before; i++) {
        id = ran(hall("chat.html"));
      }
      assertThat(byOthers()).isGreaterThan(before);
      assertThat(entries(id)).isEqualTo(HALL.get("chat.html"));
      assertThat(audited(id)).doesNotContainKey("rowsByOtherServers");
    } finally {
      database.jdbi().useHandle(handle -> handle.execute("DROP FUNCTION misfit CASCADE"));
    }
  }

  @Test
  void theShareOfAServerThatIsGoneIsMadeByAnother() throws Exception {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                CREATE FUNCTION ghost() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                  IF NEW.number % 7 = 3 THEN
                    NEW.server = 'ghost'; NEW.key = 'exports/1/ghost';
                    NEW.leased = clock_timestamp() + interval '400 ms';
                  END IF;
                  RETURN NEW; END $$;
                CREATE TRIGGER ghost BEFORE INSERT ON export_share
                  FOR EACH ROW EXECUTE FUNCTION ghost()
                """));
    try {
      assertThat(entries(ran(workspace("chat.html")))).isEqualTo(ALONE.get("chat.html"));
    } finally {
      database.jdbi().useHandle(handle -> handle.execute("DROP FUNCTION ghost CASCADE"));
    }
  }

  @Test
  void aServerThatIsKilledInTheMiddleTakesNothingFromTheFile() throws Exception {
    Map<String, String> settings = new TreeMap<>(settings());
    settings.putAll(NodeProcess.on(settled));
    try (NodeProcess node =
        NodeProcess.start(folder.resolve("data"), folder.resolve("node.log"), settings)) {
      node.ready();
      Await.until("all three hear the news", SOON, () -> listeners() == 3);
      Map<Long, Map<String, String>> all = new LinkedHashMap<>();
      for (String recipe : RECIPES) {
        all.put(order(workspace(recipe)), ALONE.get(recipe));
        all.put(order(hall(recipe)), HALL.get(recipe));
      }
      Await.until(
          "the work is shared",
          SOON,
          () -> shared() || all.keySet().stream().allMatch(SplitTest::ended));
      node.kill();
      for (long id : all.keySet()) {
        Await.until("it has ended", SOON, () -> ended(id));
        assertThat(entries(id)).as("export %s", id).isEqualTo(all.get(id));
      }
    }
    Await.until("nothing is left of shares", SOON, () -> shares() == 0);
  }

  @Test
  void whatNeedsAllThatCameBeforeIsMadeByOneServer() throws Exception {
    long before = byOthers();
    long id = ran(order("chat.json", everything().and("names", "replace")));
    assertThat(export(id).job().status().ended()).isTrue();
    assertThat(byOthers()).isEqualTo(before);
  }

  private static Selection everything() {
    return Selection.of("workspace", "true");
  }

  private static ExportOrder workspace(String recipe) {
    return order(recipe, everything());
  }

  private static ExportOrder hall(String recipe) {
    Selection hall = Selection.of("room", LargeRoom.ID);
    Period period = recipe.endsWith(".html") ? Period.ALWAYS : LargeRoom.first(LINES);
    return new ExportOrder(recipe, period, hall, "hall.zip", Optional.empty());
  }

  private static ExportOrder order(String recipe, Selection selection) {
    return new ExportOrder(recipe, SLACK, selection, "all.zip", Optional.empty());
  }

  private static long order(ExportOrder order) {
    return first.wiring().exports().order(first.wiring().operator(), order).id();
  }

  private static long ran(ExportOrder order) {
    long id = order(order);
    Await.until("it has ended", SOON, () -> ended(id));
    return id;
  }

  private static ExportJob export(long id) {
    return first.wiring().exports().get(first.wiring().operator(), id);
  }

  private static boolean ended(long id) {
    return export(id).ended();
  }

  private static long byOthers() {
    return first.wiring().exports().shares()
        + (second == null ? 0 : second.wiring().exports().shares());
  }

  private static int listeners() {
    return database.jdbi().withHandle(News::listeners);
  }

  private static int shares() {
    return number("SELECT count(*) FROM export_share");
  }

  private static boolean shared() {
    return number("SELECT count(*) FROM export_share WHERE server <> ''") > 0;
  }

  private static int number(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
  }

  private static Map<String, String> audited(long id) throws IOException {
    String details =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT details FROM audit WHERE action = 'export.done' AND subject = :id")
                    .bind("id", "export:" + id)
                    .mapTo(String.class)
                    .one());
    Map<String, String> all = new TreeMap<>();
    JsonNode json = new ObjectMapper().readTree(details);
    json.properties().forEach(each -> all.put(each.getKey(), each.getValue().asText()));
    return all;
  }

  /** Files of shares that are still there; those of exports are called after their attempt. */
  private static List<String> left() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("data/objects/objects/exports"))) {
      return all.map(each -> each.getFileName().toString()).filter(n -> n.contains("-")).toList();
    }
  }

  private static Map<String, String> entries(long id) throws IOException {
    return Unpacked.entries(first.wiring(), id, folder);
  }
}
