package io.roomledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.base.Period;
import io.roomledger.db.Await;
import io.roomledger.db.Database;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.DebianPostgres;
import io.roomledger.db.News;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.export.Verification;
import io.roomledger.job.JobStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipFile;

/**
 * How long two servers need for one export, and one of them alone; each with one core, on which
 * PostgreSQL does too what it does for that server. bench/split runs it.
 */
final class SplitRun implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMillis(250);

  /** What the ids of rooms and messages begin with that are copies of the first, which has r. */
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqstuvwxyz";

  private static final List<String> JAVA = List.of("-Xmx256m", "-XX:+UseSerialGC");

  private final Path folder;
  private final Path data;
  private final String recipe;
  private final Map<String, String> settings = new TreeMap<>();
  private final DatabaseSettings direct = DebianPostgres.shared().empty();
  private final Database database;
  private final Wiring house;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final Set<Integer> pinned = ConcurrentHashMap.newKeySet();
  private Selection wanted = Selection.of("workspace", "true");
  private volatile boolean over;

  private SplitRun(Path folder, String recipe) throws IOException {
    this.folder = folder;
    this.recipe = recipe;
    this.data = Files.createDirectories(folder.resolve("data"));
    settings.put("server.public-address", "http://rooms.example");
    settings.put("exports.split.from", "1000");
    settings.put("jobs.per-owner", "1");
    Map<String, String> own = new TreeMap<>(settings);
    own.putAll(NodeProcess.on(direct));
    this.database = Database.open(direct, data);
    this.house = Wiring.forServer(new SettingReader(own).read(Config.class), data);
  }

  /** ROOMS MESSAGES ROUNDS WARM_UP RECIPE FOLDER FILL_ROOM. */
  public static void main(String[] args) throws Exception {
    int rooms = Math.min(LETTERS.length() + 1, Integer.parseInt(args[0]));
    int rounds = Integer.parseInt(args[2]);
    try (SplitRun run = new SplitRun(Path.of(args[5]), args[4])) {
      run.fill(rooms, Integer.parseInt(args[1]) / rooms, args[6]);
      run.start(0);
      run.start(1);
      Await.until("both listen", LONGEST, () -> run.listeners() == 2);
      for (int i = 0; i < Integer.parseInt(args[3]); i++) {
        System.out.printf(Locale.ROOT, "  to warm up: %.2f s%n", run.export());
      }
      List<Double> two = run.exports("two servers", rounds);
      JsonNode together = run.entries();
      run.nodes.getLast().stop();
      Await.until("one listens", LONGEST, () -> run.listeners() == 1);
      List<Double> one = run.exports("one server", rounds);
      if (!run.entries().equals(together)) {
        throw new IllegalStateException("two servers have made other files than one");
      }
      System.out.printf(
          Locale.ROOT,
          "best %.3f %.3f%n",
          two.stream().min(Double::compare).orElseThrow(),
          one.stream().min(Double::compare).orElseThrow());
    }
  }

  private void fill(int rooms, int messages, String program) throws Exception {
    Path connection = Files.createDirectories(data.resolve("postgres"));
    Properties properties = new Properties();
    properties.putAll(
        Map.of("url", direct.url(), "user", direct.user(), "password", direct.password()));
    try (Writer out = Files.newBufferedWriter(connection.resolve("connection.properties"))) {
      properties.store(out, null);
    }
    run(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        program,
        data.toString(),
        "split",
        "" + messages,
        "unsearched");
    if (rooms == 1) {
      wanted =
          database
              .jdbi()
              .withHandle(handle ->
                  handle
                      .createQuery("SELECT id FROM chat_room WHERE name = 'split'")
                      .mapTo(String.class)
                      .map(id -> Selection.of("room", id))
                      .one());
    }
    LETTERS.chars().limit(rooms - 1L).forEach(letter -> copy((char) letter));
    database
        .jdbi()
        .useHandle(handle -> {
          // the index of words is told that it has seen them, as on the days after
          handle.execute(
              """
              UPDATE chat_search_state SET horizon = greatest(horizon,
                     (pg_current_xact_id()::text::bigint + 1)::text::xid8)
              """);
          handle.execute("VACUUM ANALYZE chat_message");
        });
  }

  /** The room that was filled once more: what begins with its first letter is called otherwise. */
  private void copy(char letter) {
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute(
              """
              INSERT INTO chat_room (id, organisation, kind, name, created_at)
              SELECT overlay(id PLACING ? FROM 1 FOR 1), organisation, kind, name || ?, created_at
                FROM chat_room WHERE name = 'split'
              """,
              "" + letter,
              // names that differ in their case alone are one
              "" + (int) letter);
          handle.execute(
              """
              INSERT INTO chat_message (id, room_id, sent_at, author_id, text)
              SELECT overlay(id PLACING ? FROM 1 FOR 1), overlay(room_id PLACING ? FROM 1 FOR 1),
                     sent_at, author_id, text
                FROM chat_message WHERE room_id = (SELECT id FROM chat_room WHERE name = 'split')
              """,
              "" + letter,
              "" + letter);
        });
  }

  private static void run(String... words) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(words[0] + " ... " + words[words.length - 1] + " failed");
    }
  }

  /** Starts a server on a core of its own. */
  private void start(int core) throws IOException {
    String name = "node" + core;
    Map<String, String> all = new TreeMap<>(settings);
    all.putAll(NodeProcess.on(direct));
    all.put(
        "database.url",
        direct.url() + (direct.url().contains("?") ? "&" : "?") + "ApplicationName=" + name);
    nodes.add(
        NodeProcess.start(
                data, folder.resolve(name + ".log"), all, JAVA, List.of("taskset", "-c", "" + core))
            .ready());
    Thread.ofPlatform().daemon().start(() -> pin(name, core));
  }

  /** PostgreSQL's processes for a server go where that is. */
  private void pin(String name, int core) {
    while (!over) {
      try {
        List<Integer> processes =
            database
                .jdbi()
                .withHandle(handle ->
                    handle
                        .createQuery("SELECT pid FROM pg_stat_activity WHERE application_name = ?")
                        .bind(0, name)
                        .mapTo(Integer.class)
                        .list());
        for (int process : processes) {
          if (pinned.add(process)) {
            run("taskset", "-pc", "" + core, "" + process);
          }
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      } catch (IOException | InterruptedException e) {
        return;
      }
    }
  }

  private int listeners() {
    return database.jdbi().withHandle(News::listeners);
  }

  private List<Double> exports(String who, int rounds) throws Exception {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      seconds.add(export());
      System.out.printf(
          Locale.ROOT,
          "  %s: %,d messages in %.2f s, %s of them made by who only helped%n",
          who,
          last().result().orElseThrow().rows(),
          seconds.getLast(),
          byOthers());
    }
    return seconds;
  }

  /** Makes one, and answers how many seconds it took from when a server took it to its end. */
  private double export() {
    ExportOrder order = new ExportOrder(recipe, Period.ALWAYS, wanted, "all.zip", Optional.empty());
    long id = house.exports().order(house.operator(), order).id();
    // seldom: what is asked costs the servers time, too
    while (!house.exports().get(house.operator(), id).ended()) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    ExportJob job = last();
    if (job.job().status() != JobStatus.DONE) {
      throw new IllegalStateException("it ended as " + job.job().status() + ": " + job.reason());
    }
    return Duration.between(job.job().startedAt().orElseThrow(), job.finishedAt().orElseThrow())
            .toMillis()
        / 1000.0;
  }

  private ExportJob last() {
    return house.exports().list(house.operator(), Optional.empty(), 1).items().getFirst();
  }

  private String byOthers() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT coalesce(details::jsonb ->> 'rowsByOtherServers', 'none') FROM audit
                     WHERE action = 'export.done' ORDER BY at DESC LIMIT 1
                    """)
                .mapTo(String.class)
                .one());
  }

  /** What the manifest of the last one says of its files, all of which it has. */
  private JsonNode entries() throws IOException {
    Path file = folder.resolve("all.zip");
    try (InputStream bytes =
        house.exports().open(house.operator(), last().id()).content().open(0)) {
      Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> problems = Verification.of(file).problems();
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.toString());
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new ObjectMapper()
          .readTree(zip.getInputStream(zip.getEntry("manifest.json")))
          .path("entries");
    }
  }

  @Override
  public void close() {
    over = true;
    nodes.forEach(NodeProcess::close);
    house.close();
    database.close();
  }
}
