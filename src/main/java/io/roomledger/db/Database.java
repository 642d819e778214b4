package io.roomledger.db;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to the one PostgreSQL of this server, with its tables up to date. Whoever opens it
 * closes it; an embedded PostgreSQL that was started for it ends with it.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final Duration SERVER_STARTS_WITHIN = Duration.ofSeconds(60);

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Readiness readiness;
  private final Optional<Replica> replica;
  private final Use use;
  private final News news;
  private final ProcessNumber number = new ProcessNumber();
  private final Runnable atClose;
  private @Nullable DatabaseClock clock;

  /** Who else uses the same database. */
  enum Use {
    /** Nobody: it was started for this, or made for a test. */
    ALONE,
    /** The server that it belongs to. */
    BESIDE,
    /** Whoever has its address. */
    SHARED
  }

  private Database(DatabaseSettings settings, HikariDataSource pool, Use use, Runnable atClose) {
    this.pool = pool;
    this.jdbi = over(pool);
    this.replica =
        settings.replicaUrl().isEmpty() ? Optional.empty() : Optional.of(replica(settings));
    this.readiness = new Readiness(settings);
    this.use = use;
    this.news = new News(settings, number);
    this.atClose = atClose;
  }

  /**
   * Opens it for a server: the external PostgreSQL of the settings, or else an embedded one in
   * {@code dataDirectory}, which is locked as long as this is open.
   *
   * @throws RefusedException if another process holds the data directory, PostgreSQL cannot run or
   *     be reached, or the tables are newer than this program
   */
  public static Database open(DatabaseSettings settings, Path dataDirectory) {
    if (settings.external()) {
      ServerCheck.check(settings);
    }
    return settings.external()
        ? external(settings, Use.SHARED, () -> {}, Migrations.LOCATION)
        : embedded(dataDirectory, settings.poolSize(), EmbeddedPostgres.Options.SAFE);
  }

  /**
   * Opens it for the command line, which may run beside a server: attaches to the embedded
   * PostgreSQL of the server that holds {@code dataDirectory}, or else does as {@link #open}.
   *
   * @throws RefusedException as {@link #open}, and if the running server's tables are older than
   *     this program
   */
  public static Database openOrAttach(DatabaseSettings settings, Path dataDirectory) {
    OptionalLong holder =
        settings.external() ? OptionalLong.empty() : DataDirectory.holder(dataDirectory);
    return holder.isPresent()
        ? attach(dataDirectory, settings.poolSize())
        : open(settings, dataDirectory);
  }

  /**
   * Opens it only to look: starts nothing and leaves its tables as they are.
   *
   * @return nothing if it is an embedded one and no server runs on that directory
   * @throws RefusedException if it cannot be reached or used, or its tables are not those that this
   *     program knows
   */
  public static Optional<Database> look(DatabaseSettings settings, Path dataDirectory) {
    if (settings.external()) {
      ServerCheck.check(settings);
      return Optional.of(beside(settings));
    }
    return DataDirectory.holder(dataDirectory).isPresent()
        ? Optional.of(attach(dataDirectory, settings.poolSize()))
        : Optional.empty();
  }

  /** Whether the embedded PostgreSQL of another process is used, which may end it any time. */
  public boolean attached() {
    return use == Use.BESIDE;
  }

  /** Whether other servers may use it as well, so that what counts for all is counted there. */
  public boolean shared() {
    return use == Use.SHARED;
  }

  /** What the servers of this database tell each other. */
  public News news() {
    return news;
  }

  /** For SQL; records are mapped from rows by the names of their components. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /**
   * Begins to read one moment of the database that has all that is committed by now.
   *
   * @param aside whether the replica may be read, if there is one that has it; what broke off there
   *     is better read from the primary
   */
  public Reading read(boolean aside) {
    return replica
        .filter(_ -> aside)
        .flatMap(there -> there.read(jdbi))
        .orElseGet(() -> Reading.begin(jdbi.open(), false));
  }

  /**
   * Begins to read the moment that another server reads, see {@link Reading#shared}; it must still
   * do so.
   *
   * @param shared the moment's name
   * @param replicated whether that one reads the replica
   */
  public Reading read(String shared, boolean replicated) {
    Jdbi there = replicated ? replica.orElseThrow(() -> noReplica()).jdbi() : jdbi;
    return Reading.begin(there.open(), replicated).at(shared);
  }

  private static IllegalStateException noReplica() {
    return new IllegalStateException("this server has no replica");
  }

  /** For those that want a source of connections: auto-commit, UTC. */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * How the connections of this process are used.
   *
   * @param active lent
   * @param idle open and not lent
   * @param waiting how many threads wait for one
   * @param most how many there may be
   */
  public record Connections(int active, int idle, int waiting, int most) {}

  /** How the connections of this process are used now. */
  public Connections connections() {
    HikariPoolMXBean now = pool.getHikariPoolMXBean();
    return new Connections(
        now.getActiveConnections(),
        now.getIdleConnections(),
        now.getThreadsAwaitingConnection(),
        pool.getMaximumPoolSize());
  }

  /**
   * The time that all servers share: this database's, asked for again and again until this is
   * closed. {@code machine} is believed while it says the same.
   *
   * @throws RefusedException if the database does not tell the time
   */
  public synchronized Clock clock(Clock machine) {
    DatabaseClock known = clock;
    if (known == null) {
      try {
        known = new DatabaseClock(pool, machine, System::nanoTime).started();
      } catch (SQLException e) {
        throw new RefusedException(
            new Refusal.Unavailable("database: it does not tell the time: " + e.getMessage()));
      }
      clock = known;
    }
    return known;
  }

  /** Whether PostgreSQL answers now: a question of its own connection, answered in a second. */
  public boolean ready() {
    return readiness.now() != Readiness.State.AWAY;
  }

  /**
   * Whether it answers, and has the tables that were there when this was opened, or newer ones that
   * this program can live with.
   */
  public boolean current() {
    return readiness.now() == Readiness.State.READY;
  }

  /**
   * A source that always lends the connection of {@code handle} and neither closes nor commits it:
   * what others write through it belongs to the handle's transaction.
   */
  public static DataSource within(Handle handle) {
    return new BorrowedConnection(handle.getConnection());
  }

  /** Closes all connections, and stops PostgreSQL if it was started for this. */
  @Override
  public void close() {
    DatabaseClock asking = clock;
    if (asking != null) {
      asking.close();
    }
    news.close();
    readiness.close();
    replica.ifPresent(Replica::close);
    pool.close();
    atClose.run();
  }

  private static Jdbi over(DataSource source) {
    Jdbi jdbi = Jdbi.create(source).installPlugin(new PostgresPlugin());
    jdbi.registerRowMapper(RecordRows.FACTORY);
    // what was bound to a statement is somebody's text or secret, and its failure goes to the log
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    return jdbi;
  }

  private static Replica replica(DatabaseSettings settings) {
    HikariDataSource pool = Pool.openReplica(settings.ofReplica());
    return new Replica(pool, over(pool), settings.replicaWait());
  }

  /** {@code atClose} runs once, after the connections are closed or if opening fails. */
  static Database external(
      DatabaseSettings settings, Use use, Runnable atClose, String migrations) {
    Database database = connect(settings, use, atClose);
    try {
      new Migrations(Pool.source(settings), migrations).run();
      database.number.take(database.jdbi);
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Opens the connections and leaves the tables as they are. */
  static Database connect(DatabaseSettings settings, Use use, Runnable atClose) {
    try {
      return new Database(settings, Pool.open(settings), use, atClose);
    } catch (RuntimeException e) {
      atClose.run();
      throw e;
    }
  }

  /** Ends the statement that another thread waits for on that handle, if there is one. */
  public static void cancelStatement(Handle handle) {
    try {
      handle.getConnection().unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException e) {
      LOG.warn("a statement could not be cancelled; it goes on until it ends", e);
    }
  }

  static Database embedded(Path dataDirectory, int poolSize, EmbeddedPostgres.Options options) {
    DataDirectory directory = DataDirectory.open(dataDirectory);
    EmbeddedPostgres postgres;
    try {
      postgres = EmbeddedPostgres.start(directory, options);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
    DatabaseSettings settings = postgres.settings(poolSize);
    Runnable stop =
        () -> {
          try (directory;
              postgres) {
            ConnectionFile.delete(directory.path());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    Database database = external(settings, Use.ALONE, stop, Migrations.LOCATION);
    postgres.afterRestart(() -> Pool.renew(database.pool));
    try {
      ConnectionFile.of(settings).write(directory.path());
      return database;
    } catch (IOException e) {
      database.close();
      throw new UncheckedIOException("database: the connection file could not be written", e);
    }
  }

  private static Database attach(Path dataDirectory, int poolSize) {
    ConnectionFile running = awaitConnectionFile(dataDirectory);
    return beside(
        new DatabaseSettings(running.url(), running.user(), running.password(), poolSize));
  }

  /** Whoever is beside the owner of the tables leaves them as they are. */
  private static Database beside(DatabaseSettings settings) {
    Database database = connect(settings, Use.BESIDE, () -> {});
    try {
      new Migrations(Pool.source(settings), Migrations.LOCATION).check();
      database.number.take(database.jdbi);
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** The server may be on its way up: it writes the file when its tables are there. */
  private static ConnectionFile awaitConnectionFile(Path dataDirectory) {
    long end = System.nanoTime() + SERVER_STARTS_WITHIN.toNanos();
    long holder = 0;
    while (System.nanoTime() < end) {
      holder = DataDirectory.holder(dataDirectory).orElse(0);
      try {
        Optional<ConnectionFile> file = ConnectionFile.read(dataDirectory, holder);
        if (file.isPresent()) {
          return file.get();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("data: " + dataDirectory + " could not be read", e);
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    throw new RefusedException(
        new Refusal.Unavailable(
            "database: process "
                + holder
                + " holds "
                + dataDirectory
                + " and does not say how to reach its database (expected: a server that has"
                + " started; look at its log)"));
  }
}
