package io.roomledger.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

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
    HikariConfig config = new HikariConfig();
    config.setPoolName("database");
    config.setDataSource(source(settings));
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(2, settings.poolSize() - 1));
    config.setConnectionTimeout(Duration.ofSeconds(15).toMillis());
    config.setValidationTimeout(Duration.ofSeconds(3).toMillis());
    config.setIdleTimeout(Duration.ofMinutes(5).toMillis());
    config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
    config.setMaxLifetime(Duration.ofMinutes(30).toMillis());
    // the driver would set the zone of this machine; literals need conforming strings
    config.setConnectionInitSql("SET TIME ZONE 'UTC'; SET standard_conforming_strings = on");
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw unreachable(settings, e);
    }
  }

  /** Single connections, with limits so that a check ends soon. */
  static PGSimpleDataSource source(DatabaseSettings settings) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setApplicationName("roomledger");
      source.setTcpKeepAlive(true);
      source.setConnectTimeout(10);
      source.setReWriteBatchedInserts(true);
      source.setUrl(settings.url());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          new Refusal.Invalid(
              "database.url", settings.shownUrl(), "jdbc:postgresql://host:port/database"));
    }
    if (!settings.user().isEmpty()) {
      source.setUser(settings.user());
    }
    if (!settings.password().isEmpty()) {
      source.setPassword(settings.password());
    }
    return source;
  }

  /** Has every connection replaced: at once if idle, else when it comes back. */
  static void renew(HikariDataSource pool) {
    HikariPoolMXBean control = pool.getHikariPoolMXBean();
    if (control != null) {
      control.softEvictConnections();
    }
  }

  private static RefusedException unreachable(DatabaseSettings settings, Exception e) {
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
