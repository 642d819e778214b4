package io.roomledger.db;

import io.roomledger.base.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the servers of one database tell each other: that something changed, never what it is now.
 * It is told with the commit of a transaction and heard some milliseconds later. While the
 * connection on which it is heard is broken, each hearer is told twice a second that anything may
 * have changed, so that nobody goes on believing what is old.
 */
public final class News implements AutoCloseable {
  /** Who may what, and who is who. */
  public static final String RIGHTS = "rights";

  /** A token has ended; about its hash in hexadecimal digits. */
  public static final String TOKEN = "token";

  /** Settings that administrators change. */
  public static final String PREFERENCES = "preferences";

  /** A job is due. */
  public static final String JOBS = "jobs";

  /** A job was cancelled; about its number. */
  public static final String CANCELLED = "cancelled";

  /** A large export can be helped with. */
  public static final String SHARES = "shares";

  private static final Logger LOG = LoggerFactory.getLogger(News.class);
  private static final String CHANNEL = "roomledger";

  /** What the connection on which it is heard is called. */
  private static final String NAME = "roomledger news";

  /** How long nothing is heard before it is asked whether anybody is there. */
  private static final Duration SILENCE = Duration.ofMillis(500);

  private static final int ANSWERS_WITHIN_SECONDS = 1;

  private final DatabaseSettings settings;
  private final Map<String, List<Consumer<String>>> hearers = new ConcurrentHashMap<>();
  private final ProcessNumber number;
  private volatile boolean closed;
  private volatile boolean heard;
  private volatile @Nullable Connection connection;
  private @Nullable Thread thread;

  News(DatabaseSettings settings, ProcessNumber number) {
    this.settings = settings;
    this.number = number;
  }

  /**
   * From now on {@code hearer} is told when something of {@code topic} changed here or elsewhere:
   * about what, or an empty text if that may be anything. It is called by one thread, and must not
   * wait.
   */
  public void hear(String topic, Consumer<String> hearer) {
    hearers.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>()).add(hearer);
  }

  /** Tells all servers, this one too, when the transaction commits; nothing if it does not. */
  public void tell(Handle transaction, String topic, String about) {
    transaction
        .createQuery("SELECT pg_notify(:channel, :words)")
        .bind("channel", CHANNEL)
        .bind("words", about.isEmpty() ? topic : topic + " " + about)
        .mapToMap()
        .one();
  }

  /** Begins to listen; not called by processes that only order. */
  public synchronized void start() {
    if (thread == null && !closed) {
      thread = Thread.ofPlatform().daemon().name("database-news").start(this::listen);
    }
  }

  /** Whether what others change is heard at once just now. */
  public boolean heard() {
    return heard;
  }

  /** How many servers of this database listen now, this one too. */
  public static int listeners(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM pg_stat_activity
             WHERE application_name = :name AND datname = current_database()
            """)
        .bind("name", NAME)
        .mapTo(Integer.class)
        .one();
  }

  private void listen() {
    boolean told = false;
    while (!closed) {
      try {
        hearUntilItBreaks();
      } catch (SQLException | RefusedException e) {
        if (!closed && !told) {
          LOG.warn(
              "what other servers change is not heard at once until the database is back: {}",
              e.getMessage());
        }
      }
      told = !heard;
      heard = false;
      if (!closed) {
        anything();
        LockSupport.parkNanos(SILENCE.toNanos());
      }
    }
  }

  private void hearUntilItBreaks() throws SQLException {
    try (Connection open = source().getConnection()) {
      connection = open;
      number.hold(open);
      try (Statement statement = open.createStatement()) {
        statement.execute("LISTEN " + CHANNEL);
        // what was told while nobody listened is not known
        anything();
        heard = true;
        PGConnection driver = open.unwrap(PGConnection.class);
        while (!closed) {
          PGNotification[] news = driver.getNotifications((int) SILENCE.toMillis());
          if (news == null || news.length == 0) {
            statement.execute("SELECT 1");
          } else {
            for (PGNotification each : news) {
              pass(each.getParameter());
            }
          }
        }
      }
    } finally {
      connection = null;
    }
  }

  private PGSimpleDataSource source() {
    PGSimpleDataSource source = Pool.source(settings);
    source.setApplicationName(NAME);
    source.setConnectTimeout(ANSWERS_WITHIN_SECONDS);
    source.setLoginTimeout(ANSWERS_WITHIN_SECONDS);
    source.setSocketTimeout(ANSWERS_WITHIN_SECONDS);
    return source;
  }

  private void anything() {
    hearers.keySet().forEach(topic -> tellHere(topic, ""));
  }

  private void pass(String words) {
    int space = words.indexOf(' ');
    if (space < 0) {
      tellHere(words, "");
    } else {
      tellHere(words.substring(0, space), words.substring(space + 1));
    }
  }

  private void tellHere(String topic, String about) {
    for (Consumer<String> hearer : hearers.getOrDefault(topic, List.of())) {
      try {
        hearer.accept(about);
      } catch (RuntimeException e) {
        LOG.warn("news of {} were not understood", topic, e);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("it was broken already", e);
      }
    }
  }
}
