package io.roomledger.db;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the embedded PostgreSQL, and what opens them.
 *
 * @param home the programs
 * @param files PostgreSQL's own folder
 * @param runAs who owns it
 * @param superuserPassword for {@link #SUPERUSER}
 * @param password for {@link #USER}
 */
record Cluster(Path home, Path files, RunAs runAs, String superuserPassword, String password) {
  /** Used to set up and never by the server's pool. */
  static final String SUPERUSER = "postgres";

  /** Owner of the database, without other rights. */
  static final String USER = "roomledger";

  static final String DATABASE = "roomledger";

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);
  private static final Duration INITDB = Duration.ofMinutes(5);
  private static final String PASSWORDS = "passwords.properties";

  /** Unpacks and initialises in {@code postgres} what is not there yet. */
  static Cluster prepare(Path data, Path postgres, EmbeddedPostgres.Options options)
      throws IOException {
    Path binaries = options.binaries().orElse(postgres);
    Files.createDirectories(binaries);
    Path home = Binaries.unpack(binaries);
    RunAs runAs = RunAs.choose(data, postgres, home);
    Path files = postgres.resolve("cluster");
    removeDrafts(postgres);
    if (Files.isDirectory(files)) {
      checkMajorVersion(files);
      runAs.own(files);
    } else {
      initialise(home, postgres, files, runAs, options);
    }
    Map<String, String> passwords = passwords(postgres);
    return new Cluster(
        home,
        files,
        runAs,
        passwords.getOrDefault(SUPERUSER, ""),
        passwords.getOrDefault(USER, ""));
  }

  private static void initialise(
      Path home, Path postgres, Path files, RunAs runAs, EmbeddedPostgres.Options options)
      throws IOException {
    long start = System.nanoTime();
    Map<String, String> passwords = Map.of(SUPERUSER, Ids.random(32), USER, Ids.random(32));
    PrivateFile.write(postgres.resolve(PASSWORDS), passwords);
    Path draft = postgres.resolve("cluster.new");
    Path passwordFile = postgres.resolve("cluster.new.password");
    Files.createDirectory(draft);
    PrivateFile.write(passwordFile, passwords.get(SUPERUSER) + "\n");
    runAs.own(draft);
    runAs.own(passwordFile);
    // the C library's C.UTF-8 tells letters of all scripts for search; plain C is everywhere
    Command made = initdb(home, draft, passwordFile, runAs, options, "C.UTF-8");
    if (!made.succeeded() && made.output().contains("invalid locale name")) {
      made = initdb(home, draft, passwordFile, runAs, options, "C");
    }
    Files.delete(passwordFile);
    if (!made.succeeded()) {
      throw new IllegalStateException("initdb ended with " + made.exit() + ": " + made.output());
    }
    Files.move(draft, files, StandardCopyOption.ATOMIC_MOVE);
    log.info("made a new database in {} ms", (System.nanoTime() - start) / 1_000_000);
  }

  private static Command initdb(
      Path home,
      Path draft,
      Path passwordFile,
      RunAs runAs,
      EmbeddedPostgres.Options options,
      String locale) {
    List<String> words = new ArrayList<>(List.of("-D", draft.toString(), "-U", SUPERUSER));
    words.addAll(List.of("--pwfile=" + passwordFile, "--auth=scram-sha-256", "--encoding=UTF8"));
    words.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
    words.addAll(List.of("--locale=" + locale, "--lc-messages=C", "--no-instructions"));
    // these may be changed by hand in cluster/postgresql.conf; EmbeddedPostgres sets the rest
    words.addAll(List.of("--set=max_connections=" + options.connections()));
    words.addAll(List.of("--set=shared_buffers=128MB", "--set=timezone=UTC"));
    words.addAll(List.of("--set=log_timezone=UTC", "--set=max_wal_size=1GB"));
    if (!options.durable()) {
      words.add("--no-sync");
    }
    return Command.run(runAs.words(home.resolve("bin/initdb"), words), home, INITDB);
  }

  private static Map<String, String> passwords(Path postgres) throws IOException {
    Path file = postgres.resolve(PASSWORDS);
    if (!Files.exists(file)) {
      throw new RefusedException(
          new Refusal.Unavailable(
              file
                  + ": missing (expected: the file that was written with the database beside it;"
                  + " take both from the same backup)"));
    }
    return PrivateFile.read(file);
  }

  private static void checkMajorVersion(Path files) throws IOException {
    String ours = Binaries.VERSION.substring(0, Binaries.VERSION.indexOf('.'));
    String theirs = Files.readString(files.resolve("PG_VERSION")).strip();
    if (!ours.equals(theirs)) {
      throw new RefusedException(
          new Refusal.Unavailable(
              files
                  + ": written by PostgreSQL "
                  + theirs
                  + " (expected: "
                  + ours
                  + "; start the roomledger that wrote it, or bring the data over as the upgrade"
                  + " notes say)"));
    }
  }

  private static void removeDrafts(Path postgres) throws IOException {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(postgres, "cluster.new*")) {
      for (Path draft : drafts) {
        Trees.delete(draft);
      }
    }
  }
}
