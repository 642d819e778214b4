package io.roomledger.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running PostgreSQL: one process of ours, whose log lines become ours. */
final class Postmaster {
  private static final Logger log = LoggerFactory.getLogger("io.roomledger.db.postgres");
  private static final long READY_LINE = 7;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Process process;
  private final Path files;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final Thread reader;

  private Postmaster(Process process, Path files) {
    this.process = process;
    this.files = files;
    this.reader = Thread.ofPlatform().daemon().name("postgres-log").unstarted(this::readLog);
  }

  /** Starts it without waiting for it to be ready. */
  static Postmaster spawn(Cluster cluster, int port, EmbeddedPostgres.Options options)
      throws IOException {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      words.add("/usr/bin/setsid"); // else Ctrl-C would stop it before us
    }
    List<String> arguments = new ArrayList<>(List.of("-D", cluster.files().toString()));
    for (String setting : settings(port, options)) {
      arguments.addAll(List.of("-c", setting));
    }
    words.addAll(cluster.runAs().words(cluster.home().resolve("bin/postgres"), arguments));
    Process process = Command.prepare(words, cluster.home()).start();
    process.outputWriter().close();
    Postmaster postmaster = new Postmaster(process, cluster.files());
    postmaster.reader.start();
    return postmaster;
  }

  /** What nobody may change by hand: safety, and that only this machine gets in. */
  private static List<String> settings(int port, EmbeddedPostgres.Options options) {
    String durable = options.durable() ? "on" : "off";
    return List.of(
        "listen_addresses=127.0.0.1",
        "port=" + port,
        "unix_socket_directories=",
        "fsync=" + durable,
        "synchronous_commit=" + durable,
        "full_page_writes=" + durable,
        "password_encryption=scram-sha-256",
        "logging_collector=off",
        "log_destination=stderr",
        "log_line_prefix=",
        // statements and their values are people's words: they stay out of the log
        "log_min_error_statement=panic",
        "log_error_verbosity=terse");
  }

  /**
   * Waits until it takes connections; recovery after a crash may take minutes.
   *
   * @return false if it ended, or {@code abandon} was released, before it was ready
   */
  boolean awaitReady(CountDownLatch abandon) throws IOException, InterruptedException {
    long next = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && abandon.getCount() > 0) {
      if (ready()) {
        return true;
      }
      if (System.nanoTime() > next) {
        log.info("PostgreSQL is not ready yet, perhaps it recovers: waiting on");
        next += PATIENCE.toNanos();
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return false;
  }

  /** PostgreSQL writes its state into the eighth line of {@code postmaster.pid}. */
  private boolean ready() throws IOException {
    Path file = files.resolve("postmaster.pid");
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() > READY_LINE
          && lines.getFirst().equals(String.valueOf(process.pid()))
          && lines.get((int) READY_LINE).strip().equals("ready");
    } catch (java.nio.file.NoSuchFileException _) {
      return false;
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits for its end, whatever the reason. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  void stop() {
    if (process.isAlive()) {
      Survivors.stop(process.toHandle(), files);
    }
  }

  /** The last lines it said, for a message about why it did not start. */
  String lastWords() throws InterruptedException {
    if (!process.isAlive()) {
      reader.join(PATIENCE); // what it said at its very end may still be on its way
    }
    synchronized (lastLines) {
      return String.join("\n  ", lastLines);
    }
  }

  private void readLog() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (lastLines) {
          lastLines.addLast(line);
          if (lastLines.size() > 20) {
            lastLines.removeFirst();
          }
        }
        report(line);
      }
    } catch (IOException e) {
      log.debug("the log of PostgreSQL ended", e);
    }
  }

  /** Errors of single statements reach their caller as exceptions, so they are not repeated. */
  private static void report(String line) {
    if (line.startsWith("PANIC:")) {
      log.error("{}", line);
    } else if (line.startsWith("WARNING:")) {
      log.warn("{}", line);
    } else {
      log.debug("{}", line);
    }
  }
}
