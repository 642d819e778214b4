package io.roomledger.db;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own in the data directory. It outlives crashes of the server and is then
 * stopped and started anew; when it dies itself, it is started again on the same port.
 */
final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final int PORTS_TO_TRY = 5;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Options options;
  private final int port;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ReentrantLock starting = new ReentrantLock();
  private volatile Postmaster postmaster;
  private volatile Runnable afterRestart = () -> {};
  private final Thread watcher;

  /**
   * How it is run.
   *
   * @param durable whether a commit is on disk before it is answered; only tests may do without
   * @param connections how many there may be at once
   * @param binaries where the programs are unpacked, if not in the data directory
   */
  record Options(boolean durable, int connections, Optional<Path> binaries) {
    static final Options SAFE = new Options(true, 60, Optional.empty());
  }

  private EmbeddedPostgres(Cluster cluster, Options options, int port, Postmaster postmaster) {
    this.cluster = cluster;
    this.options = options;
    this.port = port;
    this.postmaster = postmaster;
    this.watcher = Thread.ofPlatform().daemon().name("postgres-watch").unstarted(this::watch);
  }

  /**
   * Starts it in the data directory that the caller holds, and stops first what an earlier server
   * left.
   */
  static EmbeddedPostgres start(DataDirectory directory, Options options) {
    Path postgres = directory.path().resolve("postgres");
    try {
      if (!Files.exists(postgres)) {
        Files.createDirectory(
            postgres,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Survivors.end(postgres.resolve("cluster"));
      Cluster cluster = Cluster.prepare(directory.path(), postgres, options);
      EmbeddedPostgres started = startOnFreePort(cluster, options);
      started.watcher.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("database: PostgreSQL could not be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while PostgreSQL started", e);
    }
  }

  private static EmbeddedPostgres startOnFreePort(Cluster cluster, Options options)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    String said = "";
    for (int i = 0; i < PORTS_TO_TRY; i++) {
      int port = freePort();
      Postmaster postmaster = Postmaster.spawn(cluster, port, options);
      if (postmaster.awaitReady(new CountDownLatch(1))) {
        EmbeddedPostgres ready = new EmbeddedPostgres(cluster, options, port, postmaster);
        ready.setUp();
        log.info(
            "PostgreSQL {} is ready on port {} after {} ms",
            Binaries.VERSION,
            port,
            (System.nanoTime() - start) / 1_000_000);
        return ready;
      }
      said = postmaster.lastWords();
      if (!said.contains("could not bind")) {
        break;
      }
    }
    throw new RefusedException(
        new Refusal.Unavailable("database: PostgreSQL did not start. It said:\n  " + said));
  }

  /** For the server: the user that owns the database. */
  DatabaseSettings settings(int poolSize) {
    return new DatabaseSettings(url(Cluster.DATABASE), Cluster.USER, cluster.password(), poolSize);
  }

  /** For setting up: a connection that may do everything. */
  Connection superuser() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url("postgres"));
    return source.getConnection(Cluster.SUPERUSER, cluster.superuserPassword());
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  int port() {
    return port;
  }

  /** The process that now runs. */
  long pid() {
    return postmaster.pid();
  }

  /** What to do each time when it has died and is back. */
  void afterRestart(Runnable action) {
    afterRestart = action;
  }

  /** Stops it cleanly: connections are cut off, nothing is left to recover. */
  @Override
  public void close() {
    closing.countDown();
    starting.lock();
    try {
      postmaster.stop();
    } finally {
      starting.unlock();
    }
    try {
      watcher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Idempotent, so that a crash between initdb and here is made good by the next start. */
  private void setUp() {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      if (!exists(statement, "pg_roles WHERE rolname = '" + Cluster.USER + "'")) {
        statement.execute(
            "CREATE ROLE " + Cluster.USER + " LOGIN PASSWORD '" + cluster.password() + "'");
      }
      if (!exists(statement, "pg_database WHERE datname = '" + Cluster.DATABASE + "'")) {
        statement.execute("CREATE DATABASE " + Cluster.DATABASE + " OWNER " + Cluster.USER);
      }
    } catch (SQLException e) {
      postmaster.stop();
      throw new IllegalStateException("database: the embedded PostgreSQL could not be set up", e);
    }
  }

  private static boolean exists(Statement statement, String what) throws SQLException {
    try (ResultSet found = statement.executeQuery("SELECT 1 FROM " + what)) {
      return found.next();
    }
  }

  private void watch() {
    try {
      while (true) {
        int exit = postmaster.awaitEnd();
        if (closing.getCount() == 0) {
          return;
        }
        log.error("PostgreSQL ended with {} while the server runs: it is started again", exit);
        if (!restart()) {
          return;
        }
        log.warn("PostgreSQL is back on port {}: connections are made anew", port);
        afterRestart.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tries until it runs; false if the server closes meanwhile. */
  private boolean restart() throws InterruptedException {
    Duration pause = Duration.ofMillis(250);
    while (true) {
      starting.lock();
      try {
        if (closing.getCount() == 0) {
          return false;
        }
        Survivors.end(cluster.files());
        postmaster = Postmaster.spawn(cluster, port, options);
        if (postmaster.awaitReady(closing)) {
          return true;
        }
        postmaster.stop();
      } catch (IOException | RuntimeException e) {
        log.warn("PostgreSQL could not be started", e);
      } finally {
        starting.unlock();
      }
      log.error(
          "PostgreSQL did not start: the next attempt is in {} ms. It said:\n  {}",
          pause.toMillis(),
          postmaster.lastWords());
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
