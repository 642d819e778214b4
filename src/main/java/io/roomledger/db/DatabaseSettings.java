package io.roomledger.db;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;

/**
 * Which PostgreSQL is used, and how much of it.
 *
 * @param url {@code jdbc:postgresql://host:port/database?parameters}; empty for the embedded one
 * @param user empty if the URL has it
 * @param password empty if the URL has it or none is needed
 * @param poolSize how many connections are open at most
 */
public record DatabaseSettings(
    @Setting(
            value = "",
            doc =
                "PostgreSQL of your own, as jdbc:postgresql://host:port/database; empty for the one"
                    + " that comes along.")
        String url,
    @Setting(value = "", doc = "The database's user, if the address does not say it.") String user,
    @Setting(value = "", doc = "The password of that user.", secret = true) String password,
    @Setting(value = "20", doc = "How many connections are open at most.") int poolSize) {
  private static final int LARGEST_POOL = 500;

  public DatabaseSettings {
    if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
      throw new RefusedException(
          new Refusal.Invalid(
              "database.url", withoutParameters(url), "jdbc:postgresql://host:port/database"));
    }
    if (poolSize < 1 || poolSize > LARGEST_POOL) {
      throw new RefusedException(
          new Refusal.Invalid(
              "database.poolSize", String.valueOf(poolSize), "1 to " + LARGEST_POOL));
    }
  }

  /** The embedded PostgreSQL with a pool for a server of one machine. */
  public static DatabaseSettings embedded() {
    return new DatabaseSettings("", "", "", 20);
  }

  /** Whether PostgreSQL is run by somebody else. */
  public boolean external() {
    return !url.isEmpty();
  }

  /** The URL as it may be shown: parameters can hold a password. */
  public String shownUrl() {
    return withoutParameters(url);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "DatabaseSettings[" + shownUrl() + ", user=" + user + ", poolSize=" + poolSize + "]";
  }

  private static String withoutParameters(String url) {
    int question = url.indexOf('?');
    String shown = question < 0 ? url : url.substring(0, question);
    return shown.replaceAll("//[^/@]*@", "//");
  }
}
