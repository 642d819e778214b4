package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Period;
import io.roomledger.db.Await;
import io.roomledger.db.Database;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.DebianPostgres;
import io.roomledger.db.News;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.job.JobStatus;
import io.roomledger.store.S3Server;
import io.roomledger.store.S3Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Shares that go through a bucket and are read from a replica, rooms and stretches of one, also one
 * that is damaged there, and those that nobody wants any more. So that others help for certain,
 * whoever joins the shares can be made to wait at the first, which it takes at once: at a later one
 * others might come before it.
 */
class SharesTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int ROOMS = 12;

  /** Several stretches of lines; one of pages takes 32,000, which SplitTest has. */
  private static final int MESSAGES = 9_000;

  private static final String PREFIX = "shares";

  /** When the small rooms were talked in. */
  private static final Period SLACK =
      new Period(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z"));

  private static final int WAITS_AT = 0;
  private static final int LOCK = 4_711;
  private static final String TAKEN =
      "SELECT count(*) FROM export_share WHERE server <> '' AND made IS NULL";

  @TempDir static Path folder;

  private static S3Server bucket;
  private static Database database;
  private static RunningServer first;
  private static RunningServer second;

  /** What one server makes of each. */
  private static final Map<Wish, Map<String, String>> ALONE = new EnumMap<>(Wish.class);

  /** What is ordered. */
  enum Wish {
    WORKSPACE,
    ROOM;

    private ExportOrder order() {
      return switch (this) {
        case WORKSPACE -> order("chat.html", SLACK, Selection.of("workspace", "true"));
        case ROOM -> order("chat.json", Period.ALWAYS, Selection.of("room", LargeRoom.ID));
      };
    }

    private static ExportOrder order(String recipe, Period period, Selection selection) {
      return new ExportOrder(recipe, period, selection, "all.zip", Optional.empty());
    }
  }

  @BeforeAll
  static void start() throws Exception {
    bucket = new S3Server(Files.createDirectory(folder.resolve("bucket")));
    DatabaseSettings primary = DebianPostgres.shared().empty();
    int replica = DebianPostgres.shared().replica().port();
    Map<String, String> settings = new TreeMap<>();
    settings.put("database.replica-url", primary.url().replaceFirst(":\\d+/", ":" + replica + "/"));
    settings.put("database.replica-wait", "30s");
    settings.put("store.kind", "s3");
    settings.put("store.s3.endpoint", "http://127.0.0.1:" + bucket.port());
    settings.put("store.s3.bucket", S3Server.BUCKET);
    settings.put("store.s3.prefix", PREFIX);
    settings.put("store.s3.keys-file", keys().toString());
    settings.put("server.public-address", "http://rooms.example");
    settings.put("jobs.heartbeat", "200ms");
    settings.put("jobs.pause", "1h");
    settings.put("exports.split.from", "1");
    // films would take threads, and put pictures into the bucket
    settings.put("films.ffmpeg", "none");
    first = RunningServer.on(primary, folder.resolve("data"), settings);
    database = Database.open(primary, folder.resolve("data"));
    Wiring house = first.wiring();
    Path zip = RoomsZip.write(folder.resolve("rooms.zip"), ROOMS, 40);
    house.desk().chat().slack().run(house.operator(), zip, new KillTest.Quiet());
    try (S3Store store = new S3Store(bucket.bucket(PREFIX))) {
      LargeRoom.fill(database, house.operator().organisation(), store, MESSAGES);
    }
    for (Wish wish : Wish.values()) {
      long id = order(wish);
      Await.until("one makes it alone", SOON, () -> export(id).ended());
      ALONE.put(wish, Unpacked.entries(house, id, folder));
    }
    second = RunningServer.on(primary, folder.resolve("data"), settings);
    Await.until("both hear the news", SOON, () -> database.jdbi().withHandle(News::listeners) == 2);
    execute(
        """
        CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          PERFORM pg_advisory_xact_lock_shared(%d); RETURN NEW; END $$;
        CREATE TRIGGER wait BEFORE UPDATE ON export_share FOR EACH ROW
          WHEN (NEW.number = %d AND NEW.leased = 'infinity') EXECUTE FUNCTION wait()
        """
            .formatted(LOCK, WAITS_AT));
  }

  private static Path keys() throws IOException {
    return Files.writeString(
        folder.resolve("keys"), S3Server.ACCESS_KEY + "\n" + S3Server.SECRET_KEY + "\n");
  }

  @AfterAll
  static void stop() {
    if (second != null) {
      second.close();
    }
    first.close();
    database.close();
    bucket.close();
  }

  @ParameterizedTest
  @EnumSource
  void sharesInABucketReadFromAReplicaMakeTheSameFile(Wish wish) throws Exception {
    long id;
    try (Waiting _ = Waiting.begin()) {
      id = order(wish);
      Await.until("all others are made", SOON, SharesTest::allMade);
      assertThat(number("SELECT count(*) FROM export_split WHERE replicated")).isEqualTo(1);
      assertThat(lying(id)).isNotEmpty();
    }
    Await.until("it has ended", SOON, () -> export(id).ended());
    assertThat(Unpacked.entries(first.wiring(), id, folder)).isEqualTo(ALONE.get(wish));
    assertThat(bucket.lying(PREFIX)).noneMatch(key -> key.contains(id + "/1-"));
  }

  @Test
  void nobodyWaitsForTheDiskForTheSakeOfShares() {
    assertThat(
            number(
                "SELECT count(*) FROM pg_class WHERE relpersistence = 'u'"
                    + " AND relname IN ('export_split', 'export_share')"))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedShareEndsTheAttemptInWordsAndTheNextOneMakesItAnew(Wish wish) throws Exception {
    long id;
    try (Waiting _ = Waiting.begin()) {
      id = order(wish);
      Await.until("all others are made", SOON, SharesTest::allMade);
      damage(lying(id).getFirst());
    }
    Await.until("it ended", SOON, () -> export(id).reason().contains("another server has made"));
    assertThat(export(id).reason()).contains("is damaged: exports/" + id + "/1-");
    assertThat(export(id).job().status()).isEqualTo(JobStatus.WAITING);
    assertThat(bucket.lying(PREFIX)).as("of the attempt").noneMatch(key -> key.contains("" + id));
    execute("UPDATE scheduled_long SET execution_time = now() WHERE task_instance = '" + id + "'");
    Await.until("it has ended", SOON, () -> export(id).ended());
    assertThat(export(id).job().attempt()).isEqualTo(2);
    assertThat(Unpacked.entries(first.wiring(), id, folder)).isEqualTo(ALONE.get(wish));
  }

  @Test
  void whoHelpsWithWhatIsCancelledStopsAndLeavesNothing() throws Exception {
    CountDownLatch put = new CountDownLatch(1);
    bucket.hold("put", put);
    long handedOver = handedOver();
    long id;
    try {
      id = cancelledWhileSomebodyHelps();
    } finally {
      put.countDown();
    }
    Await.until(
        "what was made is gone",
        SOON,
        () -> bucket.lying(PREFIX).stream().noneMatch(key -> key.contains("" + id)));
    assertThat(handedOver()).isEqualTo(handedOver);
  }

  private static long cancelledWhileSomebodyHelps() {
    long id;
    try (Waiting _ = Waiting.begin()) {
      id = order(Wish.WORKSPACE);
      Await.until("somebody helps", SOON, () -> number(TAKEN) > 0);
    }
    first.wiring().exports().cancel(first.wiring().operator(), id);
    Await.until("it has ended", SOON, () -> export(id).ended());
    assertThat(export(id).job().status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(number("SELECT count(*) FROM export_share")).isZero();
    return id;
  }

  private static long handedOver() {
    return first.wiring().exports().shares() + second.wiring().exports().shares();
  }

  /** Has whoever joins the shares wait until it is closed. */
  private record Waiting(Handle handle) implements AutoCloseable {
    static Waiting begin() {
      Handle handle = database.jdbi().open().begin();
      handle.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      return new Waiting(handle);
    }

    @Override
    public void close() {
      handle.rollback();
      handle.close();
    }
  }

  /** But for the last stretch of a room, which others do not make. */
  private static boolean allMade() {
    return number("SELECT count(*) FROM export_share WHERE made IS NOT NULL") > 0
        && number(
                "SELECT count(*) FROM export_share WHERE made IS NULL AND number > "
                    + WAITS_AT
                    + " AND leased IS DISTINCT FROM 'infinity'")
            == 0;
  }

  private static long order(Wish wish) {
    return first.wiring().exports().order(first.wiring().operator(), wish.order()).id();
  }

  private static ExportJob export(long id) {
    return first.wiring().exports().get(first.wiring().operator(), id);
  }

  private static int number(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
  }

  private static void execute(String sql) {
    database.jdbi().useHandle(handle -> handle.execute(sql));
  }

  /** The files that the server of the bucket keeps of shares. */
  private static List<Path> lying(long id) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("bucket"))) {
      return all.filter(each -> each.toString().contains(id + "/1-")).sorted().toList();
    }
  }

  private static void damage(Path share) throws IOException {
    try (FileChannel bytes =
        FileChannel.open(share, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      long middle = bytes.size() / 2;
      assertThat(bytes.read(one, middle)).isEqualTo(1);
      bytes.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), middle);
    }
  }
}
