package io.roomledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.TestDatabase;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.export.Verification;
import io.roomledger.job.JobStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipFile;
import org.jdbi.v3.core.Handle;

/**
 * A server that is killed again and again while it exports, on a database that stays up. {@code
 * main} is what bench/kills runs; the tests do the same a few times.
 */
final class Kills implements AutoCloseable {
  private static final List<String> ALL =
      List.of("chat.html", "chat.json", "chat.csv", "chat.text", "chat.xlsx");
  private static final int AT_ONCE = 3;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Path folder;
  private final Path data;
  private final FaultyPlace place;
  private final int messages;
  private final List<String> recipes;
  private final DatabaseSettings database = TestDatabase.freshSettings();
  private final Wiring house;
  private final Random random;
  private final Map<Long, String> ordered = new TreeMap<>();

  /** Those that have not ended, as far as was seen, and their attempts that were killed. */
  private final Map<Long, Integer> open = new TreeMap<>();

  private Optional<NodeProcess> server = Optional.empty();
  private int kills;
  private boolean loud;

  /**
   * What came of it.
   *
   * @param kills how often the server was killed
   * @param exports how many were ordered
   * @param done how many are done, verified and what they would be without a kill
   * @param resumed how many of them went on behind what an earlier attempt had finished
   * @param anew how many of them began anew after a kill
   * @param failed why those failed that did, each with its reason
   * @param faults everything that must not be
   */
  record Outcome(
      int kills,
      int exports,
      int done,
      int resumed,
      int anew,
      List<String> failed,
      List<String> faults) {}

  /** With its files in a bucket or else in a folder. */
  Kills(Path folder, boolean bucket, int messages, List<String> recipes, long seed)
      throws Exception {
    this.folder = folder;
    this.recipes = recipes;
    this.data = Files.createDirectories(folder.resolve("data"));
    this.place = bucket ? new FaultyBucket(folder) : FaultyFolder.asItIs(data);
    this.messages = messages;
    this.random = new Random(seed);
    this.house = Wiring.forServer(new SettingReader(settings()).read(Config.class), data);
  }

  public static void main(String[] args) throws Exception {
    int kills = Integer.parseInt(args[0]);
    int messages = Integer.parseInt(args[1]);
    Path folder = Path.of(args[2]);
    boolean bucket = args[4].equals("bucket");
    Outcome outcome;
    try (Kills run = new Kills(folder, bucket, messages, ALL, Long.parseLong(args[3]))) {
      System.out.println("the files are in " + run.place.name());
      run.loud = true;
      outcome = run.run(kills);
    }
    System.out.printf(
        "%-34s %6d%n%-34s %6d%n%-34s %6d%n%-34s %6d%n%-34s %6d%n%-34s %6d%n%-34s %6d%n",
        "kill -9 during exports",
        outcome.kills(),
        "exports ordered",
        outcome.exports(),
        "done, verified, byte for byte",
        outcome.done(),
        "  of these gone on with",
        outcome.resumed(),
        "  of these begun anew",
        outcome.anew(),
        "failed, with a reason",
        outcome.failed().size(),
        "lost, half-published or orphaned",
        outcome.faults().size());
    outcome.failed().forEach(System.out::println);
    outcome.faults().forEach(System.out::println);
    System.exit(outcome.faults().isEmpty() ? 0 : 1);
  }

  /** Kills the server so often, and says what came of all that was ordered meanwhile. */
  Outcome run(int times) throws Exception {
    house
        .desk()
        .chat()
        .slack()
        .run(house.operator(), KillTest.slackZip(folder, messages), new KillTest.Quiet());
    start();
    Map<String, Map<String, String>> wanted = new HashMap<>();
    for (String recipe : recipes) {
      wanted.put(recipe, entries(file(awaitEnd(order(recipe)).id())));
    }
    ordered.clear();
    open.clear();
    killOneThatIsSafeInPart();
    while (kills < times) {
      while (open() < AT_ONCE) {
        order(recipes.get(random.nextInt(recipes.size())));
      }
      await(this::running);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
      kill();
      start();
    }
    return judged(wanted);
  }

  /** At random this could never happen: so once it does for certain. */
  private void killOneThatIsSafeInPart() throws Exception {
    try (Database rows = Database.open(database, data);
        Handle waits = rows.jdbi().open().begin()) {
      // what an export of messages asks for last
      waits.execute("LOCK TABLE retention_gone IN ACCESS EXCLUSIVE MODE");
      order("chat.json");
      await(() ->
          waits.createQuery("SELECT EXISTS (SELECT FROM export_part)").mapTo(Boolean.class).one());
      kill();
      waits.rollback();
    }
    start();
  }

  /** What was done in between was not disturbed: only a kill of something that runs counts. */
  private void kill() {
    kills += running() ? 1 : 0;
    server.orElseThrow().kill();
    open.replaceAll((id, attempt) -> export(id).job().attempt());
    if (loud && kills % 10 == 0) {
      System.out.printf("%d kills, %d exports ordered%n", kills, ordered.size());
    }
  }

  private Outcome judged(Map<String, Map<String, String>> wanted) throws Exception {
    List<String> faults = new ArrayList<>();
    int done = 0;
    List<String> failed = new ArrayList<>();
    int resumed = 0;
    int anew = 0;
    for (Map.Entry<Long, String> each : ordered.entrySet()) {
      ExportJob export = awaitEnd(each.getKey());
      if (export.job().status() == JobStatus.FAILED && !export.reason().isBlank()) {
        failed.add(
            "%s %d failed after %d attempts: %s"
                .formatted(
                    each.getValue(), each.getKey(), export.job().attempt(), export.reason()));
        continue;
      }
      String problem = problem(export, wanted.getOrDefault(each.getValue(), Map.of()));
      if (!problem.isEmpty()) {
        faults.add(each.getValue() + " " + each.getKey() + ": " + problem);
        continue;
      }
      done++;
      String story = story(file(each.getKey()));
      resumed += story.startsWith("gone on") ? 1 : 0;
      anew +=
          story.startsWith("begun anew") || (story.isEmpty() && export.job().attempt() > 1) ? 1 : 0;
    }
    faults.addAll(orphans());
    return new Outcome(kills, ordered.size(), done, resumed, anew, failed, faults);
  }

  private String problem(ExportJob export, Map<String, String> wanted) throws IOException {
    if (export.job().status() != JobStatus.DONE) {
      return "it ended as " + export.job().status() + ": " + export.reason();
    }
    if (export.result().orElseThrow().rows() != messages) {
      return "it has " + export.result().orElseThrow().rows() + " of " + messages + " rows";
    }
    Path file = file(export.id());
    List<String> problems = Verification.of(file).problems();
    if (!problems.isEmpty()) {
      return problems.toString();
    }
    return entries(file).equals(wanted) ? "" : "it differs from one that was not disturbed";
  }

  /** After a sweep nothing is in the store but the files of exports that are done. */
  private List<String> orphans() throws Exception {
    server.orElseThrow().kill();
    place.age();
    house.exports().start();
    Set<String> published = new HashSet<>();
    house
        .exports()
        .list(house.operator(), Optional.empty(), 200)
        .items()
        .forEach(each -> each.result().ifPresent(result -> published.add(result.key())));
    try {
      await(() -> left(published).isEmpty());
      return List.of();
    } catch (AssertionError stillThere) {
      return left(published).stream().map(each -> "orphan: " + each).toList();
    }
  }

  private List<String> left(Set<String> published) {
    try {
      return place.left(published);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long order(String recipe) {
    Selection room = Selection.of("room", house.chatRoom("kill").id());
    ExportOrder order = new ExportOrder(recipe, Period.ALWAYS, room, "kill.zip", Optional.empty());
    long id = house.exports().order(house.operator(), order).id();
    ordered.put(id, recipe);
    open.put(id, 0);
    return id;
  }

  private ExportJob export(long id) {
    return house.exports().get(house.operator(), id);
  }

  private int open() {
    open.keySet().removeIf(id -> export(id).ended());
    return open.size();
  }

  /** Whether this server works at one; what an earlier one was at is running in name only. */
  private boolean running() {
    return open.entrySet().stream()
        .anyMatch(each -> {
          ExportJob export = export(each.getKey());
          return export.running() && export.job().attempt() > each.getValue();
        });
  }

  private ExportJob awaitEnd(long id) throws InterruptedException {
    await(() -> export(id).ended());
    // nothing is handed out of one that has not ended well
    return export(id);
  }

  private Path file(long id) throws IOException {
    Path file = folder.resolve(id + ".zip");
    if (!Files.exists(file)) {
      try (InputStream bytes = house.exports().open(house.operator(), id).content().open(0)) {
        Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return file;
  }

  /** What is in the package but for what says when it was made. */
  private static Map<String, String> entries(Path file) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      zip.stream()
          .filter(entry -> !entry.getName().startsWith("manifest."))
          .forEach(entry ->
              entries.put(
                  entry.getName(),
                  entry.getSize() + " " + HexFormat.of().toHexDigits(entry.getCrc())));
    }
    return entries;
  }

  private static String story(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new ObjectMapper()
          .readTree(zip.getInputStream(zip.getEntry("manifest.json")))
          .path("resumed")
          .asText();
    }
  }

  private void start() throws IOException {
    server = Optional.of(NodeProcess.start(data, folder.resolve("serve.log"), settings()).ready());
  }

  /** Short leases and frequent checkpoints, so that little time is spent on waiting. */
  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(NodeProcess.on(database));
    settings.putAll(place.settings());
    settings.putAll(
        Map.of(
            "jobs.heartbeat", "250ms",
            "jobs.attempts", "20",
            "jobs.pause", "0s",
            "jobs.per-owner", "2",
            "exports.checkpoint", "10ms"));
    return settings;
  }

  private static void await(BooleanSupplier until) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!until.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("nothing happened within " + LONGEST);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public void close() {
    server.ifPresent(NodeProcess::kill);
    try {
      house.close();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
    place.close();
  }
}
