package io.roomledger;

import io.roomledger.audit.Verdict;
import io.roomledger.base.Period;
import io.roomledger.db.Await;
import io.roomledger.db.Database;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.DebianPostgres;
import io.roomledger.db.TcpProxy;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.export.Verification;
import io.roomledger.job.JobStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Several servers on one PostgreSQL and one folder of files, to which everything happens: they are
 * killed, the database is restarted and cut off, the files are gone for a while. {@code main} is
 * what bench/faults runs; a test does the same for some seconds.
 */
final class Faults implements AutoCloseable {
  private static final List<String> RECIPES =
      List.of("chat.html", "chat.json", "chat.csv", "chat.text");
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Plan plan;
  private final Path folder;
  private final Path data;
  private final Random random;
  private final TcpProxy network;
  private final Wiring house;
  private final Database database;
  private final Map<String, String> settings = new TreeMap<>();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final List<Long> ordered = new ArrayList<>();
  private int kills;

  /**
   * What is to happen.
   *
   * @param nodes how many servers
   * @param rooms how many chat rooms are exported, each once
   * @param messages how many each has
   * @param kills how often a server is killed
   * @param pause how long it is at most between two kills, in milliseconds
   * @param gone how long the database is cut off, and the files are gone
   */
  record Plan(int nodes, int rooms, int messages, int kills, int pause, Duration gone) {}

  /**
   * What came of it.
   *
   * @param kills how often a server was killed
   * @param done how many orders ended with a file that verifies
   * @param again how many of these needed more than one attempt
   * @param failed why those ended that did not end well
   * @param faults everything that must not be
   */
  record Outcome(
      int kills, int orders, int done, int again, List<String> failed, List<String> faults) {
    boolean fine() {
      return failed.isEmpty() && faults.isEmpty() && done == orders;
    }
  }

  Faults(Plan plan, Path folder, long seed) throws IOException {
    this.plan = plan;
    this.folder = folder;
    this.random = new Random(seed);
    this.data = Files.createDirectories(folder.resolve("data"));
    DatabaseSettings direct = DebianPostgres.shared().empty();
    this.network = new TcpProxy(DebianPostgres.shared().port());
    settings.putAll(NodeProcess.on(DebianPostgres.through(direct, network)));
    settings.putAll(
        Map.of(
            "jobs.heartbeat", "250ms",
            "jobs.attempts", "20",
            "jobs.pause", "250ms",
            "jobs.per-owner", "12",
            "database.patience", "1s",
            "exports.checkpoint", "100ms"));
    Map<String, String> own = new TreeMap<>(settings);
    own.putAll(NodeProcess.on(direct));
    this.database = Database.open(direct, data);
    this.house = Wiring.forServer(new SettingReader(own).read(Config.class), data);
  }

  public static void main(String[] args) throws Exception {
    Plan plan =
        new Plan(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            4_000,
            Duration.ofSeconds(Integer.parseInt(args[4])));
    Outcome outcome;
    try (Faults run = new Faults(plan, Path.of(args[5]), Long.parseLong(args[6]))) {
      outcome = run.run();
    }
    System.out.printf("%-50s %6d%n", "servers on one PostgreSQL and one folder", plan.nodes());
    System.out.printf("%-50s %6d%n", "kill -9 of one of them", outcome.kills());
    System.out.printf("%-50s %6d%n", "PostgreSQL restarted", 1);
    System.out.printf("%-50s %6d%n", "PostgreSQL cut off, seconds", plan.gone().toSeconds());
    System.out.printf("%-50s %6d%n", "the folder of files gone, seconds", plan.gone().toSeconds());
    System.out.printf("%-50s %6d%n", "exports ordered", outcome.orders());
    System.out.printf("%-50s %6d%n", "done once, verified, with all rows", outcome.done());
    System.out.printf("%-50s %6d%n", "  of these after more than one attempt", outcome.again());
    System.out.printf("%-50s %6d%n", "failed", outcome.failed().size());
    System.out.printf("%-50s %6d%n", "lost, twice, orphaned", outcome.faults().size());
    outcome.failed().forEach(System.out::println);
    outcome.faults().forEach(System.out::println);
    System.exit(outcome.fine() ? 0 : 1);
  }

  Outcome run() throws Exception {
    Path zip = RoomsZip.write(folder.resolve("rooms.zip"), plan.rooms(), plan.messages());
    house.desk().chat().slack().run(house.operator(), zip, new KillTest.Quiet());
    for (int i = 0; i < plan.nodes(); i++) {
      nodes.add(start(i));
    }
    nodes.forEach(NodeProcess::ready);
    for (int step = 0; step < plan.kills(); step++) {
      order((step + 1) * plan.rooms() / plan.kills());
      if (step == plan.kills() / 4) {
        DebianPostgres.shared().stop();
        DebianPostgres.shared().start();
      } else if (step == plan.kills() / 2) {
        network.cut();
        pause(plan.gone());
        network.mend();
      } else if (step == plan.kills() * 3 / 4) {
        filesGone();
      }
      pause(Duration.ofMillis(random.nextInt(100, plan.pause())));
      kill(random.nextInt(plan.nodes()));
      revive();
    }
    for (long id : ordered) {
      Await.until(
          "export " + id + " has ended",
          LONGEST,
          () -> {
            revive();
            return export(id).ended();
          });
    }
    return judged();
  }

  private NodeProcess start(int number) throws IOException {
    return NodeProcess.start(data, folder.resolve("node-" + number + ".log"), settings);
  }

  private void kill(int number) throws IOException {
    nodes.get(number).kill();
    kills++;
    nodes.set(number, start(number));
  }

  /** As a disk that is not mounted: no upload can begin, go on or end, and no server can start. */
  private void filesGone() throws Exception {
    Path files = data.resolve("objects/incoming");
    Path away = data.resolve("objects/away");
    Files.move(files, away);
    // a server that starts just now may have made it anew
    while (Files.notExists(files, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.writeString(files, "not mounted");
      } catch (IOException _) {
        Files.deleteIfExists(files);
      }
    }
    pause(plan.gone());
    Files.delete(files);
    Files.move(away, files);
  }

  /** As whoever keeps servers running does: what has ended is started again. */
  private void revive() throws IOException {
    for (int i = 0; i < nodes.size(); i++) {
      if (!nodes.get(i).alive()) {
        nodes.set(i, start(i));
      }
    }
  }

  private static void pause(Duration length) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(length.toMillis());
  }

  private void order(int upTo) {
    while (ordered.size() < upTo) {
      int number = ordered.size();
      Selection room = Selection.of("room", house.chatRoom(RoomsZip.name(number)).id());
      String recipe = RECIPES.get(number % RECIPES.size());
      ExportOrder order =
          new ExportOrder(recipe, Period.ALWAYS, room, "room.zip", Optional.empty());
      ordered.add(house.exports().order(house.operator(), order).id());
    }
  }

  private ExportJob export(long id) {
    return house.exports().get(house.operator(), id);
  }

  private Outcome judged() throws Exception {
    List<String> failed = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    int done = 0;
    int again = 0;
    for (long id : ordered) {
      ExportJob export = export(id);
      if (export.job().status() != JobStatus.DONE) {
        failed.add(id + " ended as " + export.job().status() + ": " + export.reason());
        continue;
      }
      String problem = problem(export);
      if (problem.isEmpty()) {
        done++;
        again += export.job().attempt() > 1 ? 1 : 0;
      } else {
        faults.add(id + ": " + problem);
      }
    }
    if (!(house.auditLog().verify(house.operator()) instanceof Verdict.Whole)) {
      faults.add("the audit log is broken");
    }
    faults.addAll(twice());
    faults.addAll(orphans());
    return new Outcome(kills, ordered.size(), done, again, failed, faults);
  }

  private String problem(ExportJob export) throws IOException {
    if (export.result().orElseThrow().rows() != plan.messages()) {
      return "it has " + export.result().orElseThrow().rows() + " rows";
    }
    Path file = folder.resolve("one.zip");
    try (InputStream bytes =
        house.exports().open(house.operator(), export.id()).content().open(0)) {
      Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> problems = Verification.of(file).problems();
    return problems.isEmpty() ? "" : problems.toString();
  }

  /** What is written down of an order: that it is done, once. */
  private List<String> twice() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT subject || ' was done ' || count(*) || ' times' FROM audit
                     WHERE action = 'export.done' GROUP BY subject HAVING count(*) <> 1
                    """)
                .mapTo(String.class)
                .list());
  }

  /** After a sweep nothing is in the store but the files of exports that are done. */
  private List<String> orphans() throws Exception {
    nodes.forEach(NodeProcess::kill);
    Path objects = data.resolve("objects/objects/exports");
    Path incoming = data.resolve("objects/incoming");
    for (Path file : files(objects, incoming)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }
    Set<String> published = new HashSet<>();
    for (long id : ordered) {
      export(id).result().ifPresent(result -> published.add(result.key()));
    }
    house.exports().start();
    try {
      Await.until(
          "all else is swept",
          Duration.ofSeconds(30),
          () -> left(objects, incoming, published).isEmpty());
      return List.of();
    } catch (AssertionError stillThere) {
      return left(objects, incoming, published).stream().map(each -> "orphan: " + each).toList();
    }
  }

  private List<Path> left(Path objects, Path incoming, Set<String> published) throws IOException {
    Path root = data.resolve("objects/objects");
    return files(objects, incoming).stream()
        .filter(file -> !file.startsWith(root) || !published.contains(root.relativize(file) + ""))
        .toList();
  }

  private static List<Path> files(Path... folders) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(Files::isRegularFile).forEach(found::add);
      }
    }
    return found;
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::kill);
    house.close();
    database.close();
    network.close();
  }
}
