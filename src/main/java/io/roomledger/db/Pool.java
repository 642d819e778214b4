package io.roomledger.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/** How connections are made and kept. */
final class Pool {
  private Pool() {}

  /**
   * Open connections that outlive a restart of PostgreSQL: a broken one is thrown away when it is
   * next asked for, and the asker waits for a new one.
   *
   * @throws RefusedException if PostgreSQL cannot be reached now
   */
  static HikariDataSource open(DatabaseSettings settings) {
    try {
      return new HikariDataSource(config(settings, "database"));
    } catch (HikariPool.PoolInitializationException e) {
      throw unreachable(settings, e);
    }
  }

  /** The same for a replica, which need not be there. */
  static HikariDataSource openReplica(DatabaseSettings settings) {
    HikariConfig config = config(settings, "replica");
    config.setInitializationFailTimeout(-1);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(Duration.ofSeconds(3).toMillis());
    return new HikariDataSource(config);
  }

  private static HikariConfig config(DatabaseSettings settings, String name) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source(settings));
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(2, settings.poolSize() - 1));
    config.setConnectionTimeout(settings.patience().toMillis());
    config.setValidationTimeout(Duration.ofSeconds(3).toMillis());
    config.setIdleTimeout(Duration.ofMinutes(5).toMillis());
    config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
    config.setMaxLifetime(Duration.ofMinutes(30).toMillis());
    // the driver would set the zone of this machine; literals need conforming strings; a PostgreSQL
    // with LLVM would compile the query of each room of an export, for longer than it then runs
    config.setConnectionInitSql(
        "SET TIME ZONE 'UTC'; SET standard_conforming_strings = on; SET jit = off");
    return config;
  }

  /** Single connections, with limits so that a check ends soon. */
  static PGSimpleDataSource source(DatabaseSettings settings) {
    PGSimpleDataSource source = new Source(settings);
    try {
      // the detail of a failure quotes what stands in the row
      source.setLogServerErrorDetail(false);
      source.setTcpKeepAlive(true);
      source.setSocketFactory(WatchfulSockets.class.getName());
      source.setConnectTimeout(10);
      source.setReWriteBatchedInserts(true);
      source.setUrl(settings.url());
      if (!settings.url().contains("ApplicationName=")) {
        source.setApplicationName("roomledger");
      }
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          new Refusal.Invalid(
              "database.url", settings.shownUrl(), "jdbc:postgresql://host:port/database"));
    }
    if (!settings.user().isEmpty()) {
      source.setUser(settings.user());
    }
    if (settings.tls()) {
      source.setSslMode("verify-full");
      if (settings.tlsRoots().isEmpty()) {
        source.setSslfactory(DefaultJavaSSLFactory.class.getName());
      } else {
        source.setSslRootCert(settings.tlsRoots());
      }
    }
    return source;
  }

  /** Reads the password anew for each connection: its file may have changed. */
  private static final class Source extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private final transient DatabaseSettings settings;

    Source(DatabaseSettings settings) {
      this.settings = settings;
    }

    @Override
    public Connection getConnection() throws SQLException {
      String secret = settings.secret();
      // none: the URL may have one
      return secret.isEmpty() ? super.getConnection() : getConnection(getUser(), secret);
    }
  }

  /** Has every connection replaced: at once if idle, else when it comes back. */
  static void renew(HikariDataSource pool) {
    HikariPoolMXBean control = pool.getHikariPoolMXBean();
    if (control != null) {
      control.softEvictConnections();
    }
  }

  static RefusedException unreachable(DatabaseSettings settings, Exception e) {
    Throwable reason = e.getCause() == null ? e : e.getCause();
    return new RefusedException(
        new Refusal.Unavailable(
            "database: "
                + settings.shownUrl()
                + " cannot be used: "
                + reason.getMessage()
                + " (expected: a running PostgreSQL that lets this user in)"));
  }
}
