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
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Several servers on one PostgreSQL and one store of files, to which everything happens: they are
 * killed, their clocks are wrong, the database is restarted and cut off, the store is gone, slow,
 * broken and full, nobody takes mails for a while. {@code main} is what bench/faults runs; a test
 * does the same for some seconds.
 */
final class Faults implements AutoCloseable {
  private static final List<String> RECIPES =
      List.of("chat.html", "chat.json", "chat.csv", "chat.text");
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** By how many minutes the clocks of the first servers are ahead; those of others are right. */
  private static final List<Integer> WRONG = List.of(10, -10);

  private static final String CUT = "PostgreSQL cut off";

  /** Of so many orders one wants a mail. */
  private static final int MAIL_EVERY = 10;

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
  private final FaultyPlace place;
  private final FaultyMail mail = new FaultyMail();
  private final HttpClient balancer = HttpClient.newHttpClient();
  private final List<String> lies = new ArrayList<>();
  private int kills;

  /**
   * What is to happen.
   *
   * @param nodes how many servers
   * @param rooms how many chat rooms are exported, each once
   * @param messages how many each has
   * @param kills how often a server is killed
   * @param pause how long it is at most between two kills, in milliseconds
   * @param gone how long the database is cut off; all else that goes wrong does so for a third of
   *     that
   */
  record Plan(int nodes, int rooms, int messages, int kills, int pause, Duration gone) {
    /** A letter that could not be sent is tried again a minute later at the earliest. */
    boolean mails() {
      return gone.toSeconds() >= 5;
    }
  }

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

  /** On a bucket or else a folder. */
  Faults(Plan plan, Path folder, boolean bucket, long seed) throws Exception {
    this.plan = plan;
    this.folder = folder;
    this.random = new Random(seed);
    this.data = Files.createDirectories(folder.resolve("data"));
    this.place = bucket ? new FaultyBucket(folder) : new FaultyFolder(data, 64 + plan.rooms() / 2);
    DatabaseSettings direct = DebianPostgres.shared().empty();
    this.network = new TcpProxy(DebianPostgres.shared().port());
    settings.putAll(NodeProcess.on(DebianPostgres.through(direct, network)));
    settings.putAll(place.settings());
    settings.putAll(mail.settings());
    settings.putAll(
        Map.of(
            "jobs.heartbeat", "250ms",
            "jobs.attempts", "50",
            "jobs.pause", "250ms",
            "jobs.per-owner", "12",
            "database.patience", "1s",
            "exports.checkpoint", "100ms"));
    Map<String, String> own = new TreeMap<>(settings);
    own.putAll(NodeProcess.on(direct));
    // whoever looks on waits for it
    own.put("database.patience", "60s");
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
    try (Faults run =
        new Faults(plan, Path.of(args[5]), args[7].equals("bucket"), Long.parseLong(args[6]))) {
      outcome = run.run();
      line("servers on one PostgreSQL and " + run.place.name(), plan.nodes());
      line("  of these with a clock that is ten minutes wrong", Math.min(plan.nodes(), 2));
      line("kill -9 of one of them", outcome.kills());
      for (FaultyPlace.Trouble each : run.troubles()) {
        line(each.name() + ", seconds", run.length(each).toSeconds());
      }
      run.place.untried().forEach(each -> System.out.println("not tried: " + each));
    }
    line("exports ordered", outcome.orders());
    line("done once, verified, with all rows", outcome.done());
    line("  of these after more than one attempt", outcome.again());
    line("failed", outcome.failed().size());
    line("lost, twice, orphaned, said to be ready and were not", outcome.faults().size());
    outcome.failed().forEach(System.out::println);
    outcome.faults().forEach(System.out::println);
    System.exit(outcome.fine() ? 0 : 1);
  }

  private static void line(String what, long figure) {
    System.out.printf("%-60s %6d%n", what, figure);
  }

  /** All that happens beside kills, in turn. */
  private List<FaultyPlace.Trouble> troubles() {
    List<FaultyPlace.Trouble> all = new ArrayList<>();
    all.add(
        new FaultyPlace.Trouble(
            "PostgreSQL restarted",
            DebianPostgres.shared()::stop,
            DebianPostgres.shared()::start,
            true));
    all.add(new FaultyPlace.Trouble(CUT, network::cut, network::mend, true));
    all.addAll(place.troubles());
    return all;
  }

  private Duration length(FaultyPlace.Trouble trouble) {
    return trouble.name().equals(CUT) ? plan.gone() : plan.gone().dividedBy(3);
  }

  Outcome run() throws Exception {
    Path zip = RoomsZip.write(folder.resolve("rooms.zip"), plan.rooms(), plan.messages());
    house.desk().chat().slack().run(house.operator(), zip, new KillTest.Quiet());
    for (int i = 0; i < plan.nodes(); i++) {
      nodes.add(start(i));
    }
    nodes.forEach(NodeProcess::ready);
    List<FaultyPlace.Trouble> coming = new ArrayList<>(troubles());
    int every = Math.max(1, plan.kills() / (coming.size() + 1));
    for (int step = 1; step <= plan.kills(); step++) {
      order(step * plan.rooms() / plan.kills());
      if (step % every == 0 && !coming.isEmpty()) {
        suffer(coming.removeFirst());
      }
      pause(Duration.ofMillis(random.nextInt(100, plan.pause())));
      kill(random.nextInt(plan.nodes()));
      revive();
    }
    mail.start();
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

  private void suffer(FaultyPlace.Trouble trouble) throws Exception {
    trouble.begins().done();
    try {
      pause(length(trouble));
      if (trouble.unready()) {
        for (NodeProcess node : nodes) {
          if (node.saysReady(balancer)) {
            lies.add("a server says that it is ready: " + trouble.name());
          }
        }
      }
    } finally {
      trouble.ends().done();
    }
  }

  private NodeProcess start(int number) throws IOException {
    Path log = folder.resolve("node-" + number + ".log");
    return number < WRONG.size()
        ? NodeProcess.skewed(data, log, settings, WRONG.get(number))
        : NodeProcess.start(data, log, settings);
  }

  private void kill(int number) throws IOException {
    nodes.get(number).kill();
    kills++;
    nodes.set(number, start(number));
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
      ExportOrder order = new ExportOrder(recipe, Period.ALWAYS, room, "room.zip", notice(number));
      ordered.add(house.exports().order(house.operator(), order).id());
    }
  }

  private Optional<ExportOrder.Notice> notice(int number) {
    return plan.mails() && number % MAIL_EVERY == 0
        ? Optional.of(new ExportOrder.Notice(recipient(number), "done", "{link}", "{link}", "/"))
        : Optional.empty();
  }

  private static String recipient(int number) {
    return "order-" + number + "@example.org";
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
    faults.addAll(letters());
    Await.until("all are ready again", LONGEST, () -> allReady());
    faults.addAll(orphans());
    faults.addAll(lies);
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

  private boolean allReady() throws Exception {
    revive();
    for (NodeProcess node : nodes) {
      if (!node.saysReady(balancer)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Each mail that was wanted has come, once, but for copies of the same that mail programs hide.
   */
  private List<String> letters() throws MessagingException {
    if (!plan.mails()) {
      return List.of();
    }
    Await.until("no mail waits", LONGEST, () -> FaultyMail.waiting(database) == 0);
    Map<String, Set<String>> received = mail.received();
    List<String> faults = new ArrayList<>();
    for (int number = 0; number < ordered.size(); number += MAIL_EVERY) {
      int came = received.getOrDefault(recipient(number), Set.of()).size();
      if (came != 1) {
        faults.add(came + " mails for " + ordered.get(number));
      }
    }
    return faults;
  }

  /** After a sweep nothing is in the store but the files of exports that are done. */
  private List<String> orphans() throws Exception {
    nodes.forEach(NodeProcess::kill);
    place.age();
    Set<String> published = new HashSet<>();
    for (long id : ordered) {
      export(id).result().ifPresent(result -> published.add(result.key()));
    }
    house.exports().start();
    try {
      Await.until(
          "all else is swept", Duration.ofSeconds(30), () -> place.left(published).isEmpty());
      return List.of();
    } catch (AssertionError stillThere) {
      return place.left(published).stream().map(each -> "orphan: " + each).toList();
    }
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::kill);
    house.close();
    database.close();
    network.close();
    balancer.close();
    mail.close();
    place.close();
  }
}
