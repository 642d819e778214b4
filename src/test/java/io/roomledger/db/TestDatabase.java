package io.roomledger.db;

import io.roomledger.base.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL for tests: one for each test JVM, started when first asked for, and in it a new
 * database for each test that wants one. Fast and forgetful: it does not wait for the disk.
 *
 * <pre>{@code
 * try (Database database = TestDatabase.fresh()) {
 *   ...
 * }
 * }</pre>
 */
public final class TestDatabase {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  /**
   * Shared by all tests that start a PostgreSQL, since unpacking takes two seconds; unpacked by the
   * first of the test JVMs that run at once, while the others wait.
   */
  static final Path BINARIES = unpacked(TARGET.resolve("postgres-binaries"));

  private static final EmbeddedPostgres.Options FAST =
      new EmbeddedPostgres.Options(false, 200, Optional.of(BINARIES));
  private static final String TEMPLATE = "template_migrated";
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static @Nullable EmbeddedPostgres shared;

  private TestDatabase() {}

  /** A new database with all tables and no rows; closing it drops it. */
  public static Database fresh() {
    String name = create();
    return Database.connect(settings(name), Database.Use.ALONE, () -> drop(name));
  }

  /** The same as several servers open it, each for itself, listening to the others. */
  public static List<Database> shared(int servers) {
    DatabaseSettings settings = freshSettings();
    List<Database> all = new ArrayList<>();
    for (int i = 0; i < servers; i++) {
      Database each =
          Database.external(settings, Database.Use.SHARED, () -> {}, Migrations.LOCATION);
      each.news().start();
      Await.until("it hears", Duration.ofSeconds(10), each.news()::heard);
      all.add(each);
    }
    return all;
  }

  /** Where a new database with all tables and no rows is, for a program that opens it itself. */
  public static DatabaseSettings freshSettings() {
    return settings(create());
  }

  /** Where a new database without tables is. */
  static DatabaseSettings emptySettings() {
    String name = "test_" + COUNTER.incrementAndGet();
    execute("CREATE DATABASE " + name + " OWNER " + Cluster.USER);
    return settings(name);
  }

  private static String create() {
    String name = "test_" + COUNTER.incrementAndGet();
    // its files are copied as they are, which is quicker than through the log for some hundred
    execute(
        "CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY OWNER %s"
            .formatted(name, TEMPLATE, Cluster.USER));
    return name;
  }

  private static void drop(String name) {
    execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  private static DatabaseSettings settings(String name) {
    DatabaseSettings own = postgres().settings(10);
    return new DatabaseSettings(postgres().url(name), own.user(), own.password(), own.poolSize());
  }

  private static void execute(String sql) {
    execute(postgres(), sql);
  }

  private static void execute(EmbeddedPostgres postgres, String sql) {
    try (Connection connection = postgres.superuser();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static synchronized EmbeddedPostgres postgres() {
    EmbeddedPostgres known = shared;
    if (known != null) {
      return known;
    }
    EmbeddedPostgres started = start();
    shared = started;
    return started;
  }

  private static EmbeddedPostgres start() {
    try {
      Path folder = freeFolder();
      DataDirectory directory = DataDirectory.open(folder);
      EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, FAST);
      try {
        makeTemplate(postgres);
      } catch (RuntimeException e) {
        stop(postgres, directory);
        throw e;
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres, directory)));
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path unpacked(Path place) {
    try {
      Files.createDirectories(place);
      try (FileChannel channel =
              FileChannel.open(
                  place.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        Path _ = Binaries.unpack(place);
      }
      return place;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makeTemplate(EmbeddedPostgres postgres) {
    execute(postgres, "CREATE DATABASE " + TEMPLATE + " OWNER " + Cluster.USER);
    DatabaseSettings own = postgres.settings(10);
    DatabaseSettings template =
        new DatabaseSettings(postgres.url(TEMPLATE), own.user(), own.password(), 1);
    Database.external(template, Database.Use.ALONE, () -> {}, Migrations.LOCATION).close();
  }

  private static void stop(EmbeddedPostgres postgres, DataDirectory directory) {
    postgres.close();
    directory.close();
    try {
      Trees.delete(directory.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new folder; those of test JVMs that were killed are cleared away first. */
  private static Path freeFolder() throws IOException {
    Path folder = Files.createDirectories(Scratch.folder());
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path old :
          entries.filter(e -> e.getFileName().toString().startsWith("test-database-")).toList()) {
        if (Files.exists(old.resolve("roomledger.lock")) && DataDirectory.holder(old).isEmpty()) {
          Survivors.end(old.resolve("postgres/cluster"));
          Trees.delete(old);
        }
      }
    }
    return folder.resolve("test-database-" + ProcessHandle.current().pid());
  }
}
