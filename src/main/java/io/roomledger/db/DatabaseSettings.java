package io.roomledger.db;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Which PostgreSQL is used, and how much of it.
 *
 * @param url {@code jdbc:postgresql://host:port/database?parameters}; empty for the embedded one
 * @param user empty if the URL has it
 * @param password empty if the URL or a file has it, or none is needed
 * @param passwordFile the file whose first line is the password; empty for none
 * @param tls whether the connection must be encrypted and the server be who it says
 * @param tlsRoots the PEM file of those who may vouch for it; empty for those that Java trusts
 * @param replicaUrl where a read replica of it is; empty for none
 * @param replicaWait how long it is waited for when it is behind
 * @param patience how long somebody waits for a connection
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
    @Setting(
            value = "",
            doc = "The file whose first line is the password of that user, instead of saying it.")
        String passwordFile,
    @Setting(
            value = "false",
            doc =
                "Whether the connection must be encrypted and the server's certificate be for its"
                    + " name, from somebody trusted.")
        boolean tls,
    @Setting(
            value = "",
            doc =
                "The PEM file of the certificates that are trusted for it; empty for those that"
                    + " Java trusts.")
        String tlsRoots,
    @Setting(
            value = "",
            doc =
                "A read replica of it, as jdbc:postgresql://host:port/database with the same user:"
                    + " the first attempt of an export reads there; empty for none.")
        String replicaUrl,
    @Setting(
            value = "5s",
            doc =
                "How long an export waits for the replica to have all that is committed; then the"
                    + " primary is read.")
        Duration replicaWait,
    @Setting(
            value = "10s",
            doc =
                "How long a request waits for a connection; then the database is out of reach, and"
                    + " 503 is answered.")
        Duration patience,
    @Setting(value = "20", doc = "How many connections are open at most.") int poolSize) {
  /** The default. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int LARGEST_POOL = 500;
  private static final String ADDRESS = "jdbc:postgresql://host:port/database";

  public DatabaseSettings {
    checkAddress("database.url", url);
    checkAddress("database.replica-url", replicaUrl);
    if (poolSize < 1 || poolSize > LARGEST_POOL) {
      throw new RefusedException(
          new Refusal.Invalid(
              "database.pool-size", String.valueOf(poolSize), "1 to " + LARGEST_POOL));
    }
    if (patience.compareTo(Duration.ofMillis(250)) < 0) {
      throw new RefusedException(
          new Refusal.Invalid("database.patience", patience.toMillis() + "ms", "250ms or more"));
    }
    if (url.isEmpty() && !replicaUrl.isEmpty()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "database.replica-url", withoutParameters(replicaUrl), "database.url beside it"));
    }
    if (!password.isEmpty() && !passwordFile.isEmpty()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "database.password-file", passwordFile, "no database.password beside it"));
    }
  }

  /** One with a password at hand, and neither certificates nor a replica. */
  public DatabaseSettings(String url, String user, String password, int poolSize) {
    this(url, user, password, "", false, "", "", Duration.ofSeconds(5), PATIENCE, poolSize);
  }

  /** The embedded PostgreSQL with a pool for a server of one machine. */
  public static DatabaseSettings embedded() {
    return new DatabaseSettings("", "", "", 20);
  }

  private static void checkAddress(String name, String address) {
    if (!address.isEmpty() && !address.startsWith("jdbc:postgresql:")) {
      throw new RefusedException(new Refusal.Invalid(name, withoutParameters(address), ADDRESS));
    }
  }

  /** Whether PostgreSQL is run by somebody else. */
  public boolean external() {
    return !url.isEmpty();
  }

  /** The same for the replica; only if there is one. */
  DatabaseSettings ofReplica() {
    return new DatabaseSettings(
        replicaUrl,
        user,
        password,
        passwordFile,
        tls,
        tlsRoots,
        "",
        replicaWait,
        patience,
        poolSize);
  }

  /**
   * The password, from wherever it is said; read again each time, as it may be changed while the
   * server runs.
   *
   * @throws RefusedException unavailable, if its file cannot be read
   */
  String secret() {
    if (passwordFile.isEmpty()) {
      return password;
    }
    try {
      return Files.readString(Path.of(passwordFile)).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new RefusedException(
          new Refusal.Unavailable(
              "database.password-file: "
                  + passwordFile
                  + " cannot be read (expected: a file that the server's user may read)"));
    }
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
