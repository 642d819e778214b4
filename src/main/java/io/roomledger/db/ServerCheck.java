package io.roomledger.db;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether a PostgreSQL of somebody else is one that this program can use. */
final class ServerCheck {
  static final int OLDEST = 15;

  private ServerCheck() {}

  /**
   * Looks at it.
   *
   * @throws RefusedException if it is too old, is not in UTF-8, or is a replica; or if it cannot be
   *     reached
   */
  static void check(DatabaseSettings settings) {
    try (Connection connection = Pool.source(settings).getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                SELECT current_setting('server_version_num')::int / 10000,
                       current_setting('server_encoding'), pg_is_in_recovery()
                """)) {
      found.next();
      int version = found.getInt(1);
      if (version < OLDEST) {
        throw unfit(settings, "is PostgreSQL " + version, OLDEST + " or later");
      }
      String encoding = found.getString(2);
      if (!"UTF8".equals(encoding)) {
        throw unfit(
            settings,
            "is in " + encoding,
            "CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0");
      }
      if (found.getBoolean(3)) {
        throw unfit(settings, "is a replica", "the primary; a replica as database.replica-url");
      }
    } catch (SQLException e) {
      throw Pool.unreachable(settings, e);
    }
  }

  private static RefusedException unfit(DatabaseSettings settings, String what, String expected) {
    return new RefusedException(
        new Refusal.Unavailable(
            "database: " + settings.shownUrl() + " " + what + " (expected: " + expected + ")"));
  }
}
