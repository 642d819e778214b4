package io.roomledger.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that is not ours: the programs of Debian's package, run as an ordinary user on a
 * free port. One for each test JVM; its databases belong to a user without other rights, as on any
 * server that somebody else runs.
 */
public final class DebianPostgres {
  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String PASSWORD = "it's \\ secret=%";
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static @Nullable DebianPostgres shared;

  private final Path home;
  private final Path folder;
  private final RunAs runAs;
  private final int port;

  private DebianPostgres(Path home, Path folder, RunAs runAs, int port) {
    this.home = home;
    this.folder = folder;
    this.runAs = runAs;
    this.port = port;
  }

  /** The one of this JVM, running. */
  public static synchronized DebianPostgres shared() {
    DebianPostgres known = shared;
    if (known == null) {
      known = make("external-");
      known.initialise();
      known.start();
      known.run(
          "psql",
          List.of(
              "-h",
              known.files().toString(),
              "-p",
              "" + known.port,
              "-U",
              "postgres",
              "-c",
              "ALTER ROLE postgres PASSWORD 'trusted'"));
      known.execute("postgres", "CREATE ROLE keeper LOGIN PASSWORD " + Sql.literal(PASSWORD));
      shared = known;
    }
    return known;
  }

  private static DebianPostgres make(String name) {
    try {
      // where an ordinary user may enter
      Path folder = Files.createTempDirectory("roomledger-" + name);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      Path home = newest();
      RunAs runAs = RunAs.choose(folder, folder, home);
      DebianPostgres made = new DebianPostgres(home, folder, runAs, freePort());
      runAs.own(Files.createDirectory(made.files()));
      Files.setPosixFilePermissions(made.files(), PosixFilePermissions.fromString("rwx------"));
      Runtime.getRuntime().addShutdownHook(new Thread(made::remove));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newest() throws IOException {
    try (Stream<Path> versions = Files.list(PROGRAMS)) {
      return versions
          .filter(version -> Files.exists(version.resolve("bin/initdb")))
          .max(Comparator.comparingInt(v -> Integer.parseInt(v.getFileName().toString())))
          .orElseThrow();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void initialise() {
    run(
        "initdb",
        List.of(
            "-D",
            files() + "",
            "-U",
            "postgres",
            "--auth-local=trust",
            "--no-sync",
            "--auth-host=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8"));
  }

  /** A streaming replica of this one, running. */
  public DebianPostgres replica() {
    DebianPostgres made = make("replica-");
    made.run(
        "pg_basebackup",
        List.of(
            "-D",
            made.files() + "",
            "-h",
            files().toString(),
            "-p",
            "" + port,
            "-U",
            "postgres",
            "-R",
            "-X",
            "stream",
            "--checkpoint=fast",
            "--no-sync"));
    made.start();
    return made;
  }

  /** Starts it, and returns when it answers. */
  public void start() {
    String options =
        String.join(
            " ",
            "-p " + port,
            "-k " + files(),
            "-c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200",
            "-c shared_buffers=64MB -c wal_level=replica -c hot_standby=on",
            ssl() ? "-c ssl=on -c ssl_cert_file=server.crt -c ssl_key_file=server.key" : "");
    run(
        "pg_ctl",
        List.of(
            "-D",
            files() + "",
            "-w",
            "-l",
            folder.resolve("files/log") + "",
            "-o",
            options,
            "start"));
  }

  private boolean ssl() {
    return Files.exists(files().resolve("server.key"));
  }

  /** Stops it at once: connections end in the middle of what they do. */
  public void stop() {
    run("pg_ctl", List.of("-D", files() + "", "-w", "-m", "fast", "stop"));
  }

  /** Starts it anew with those PEM texts as its certificate and key. */
  public void certify(String certificate, String key) throws IOException {
    PrivateFile.write(files().resolve("server.crt"), certificate);
    PrivateFile.write(files().resolve("server.key"), key);
    Trees.give(files().resolve("server.crt"), runAs.uid(), runAs.gid());
    Trees.give(files().resolve("server.key"), runAs.uid(), runAs.gid());
    stop();
    start();
  }

  /** A statement of its superuser, in that database. */
  public void execute(String database, String sql) {
    try (Connection connection = superuser(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private Connection superuser(String database) throws SQLException {
    Properties who = new Properties();
    who.setProperty("user", "postgres");
    who.setProperty("password", "trusted");
    return DriverManager.getConnection(url(port, database), who);
  }

  /** Where a new database without tables is. */
  public DatabaseSettings empty() {
    String name = "outside_" + COUNTER.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name + " OWNER keeper");
    return new DatabaseSettings(url(port, name), "keeper", PASSWORD, 8);
  }

  /** The same, reached by another way. */
  public static DatabaseSettings through(DatabaseSettings settings, TcpProxy network) {
    String url = settings.url().replaceFirst(":\\d+/", ":" + network.port() + "/");
    return new DatabaseSettings(url, settings.user(), settings.password(), settings.poolSize());
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private Path files() {
    return folder.resolve("files");
  }

  private void run(String program, List<String> words) {
    List<String> all = new ArrayList<>(runAs.words(home.resolve("bin").resolve(program), words));
    Command done = Command.run(all, Path.of("/"), LIMIT);
    if (!done.succeeded()) {
      throw new IllegalStateException(
          program + " ended with " + done.exit() + ": " + done.output());
    }
  }

  private void remove() {
    try {
      if (Files.exists(files().resolve("postmaster.pid"))) {
        run("pg_ctl", List.of("-D", files() + "", "-m", "immediate", "stop"));
      }
      Trees.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
