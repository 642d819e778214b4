package io.roomledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.TableCopy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.postgresql.copy.CopyIn;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code migrate}: from the embedded PostgreSQL to one's own, or back. */
@Command(
    name = "migrate",
    description = {
      "Copies everything from the embedded database to the one that database.url names.",
      "Stop the server first. All comes in one transaction, and each table is compared by count",
      "and by the hashes of its rows; if anything breaks off, the new one is as empty as before,",
      "and the same command begins anew. The embedded one stays as it is."
    },
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--back",
      description = "The other way: from the database that database.url names to an embedded one.")
  private boolean back;

  @Override
  public Integer call() throws Exception {
    Config config = Config.read(Config.sources(options.config(), System.getenv()));
    if (!config.database().external()) {
      throw new RefusedException(
          new Refusal.Invalid("database.url", "empty", "the address of your own PostgreSQL"));
    }
    Path data = options.existingData();
    DatabaseSettings embedded = DatabaseSettings.embedded();
    try (Database from = Database.open(back ? config.database() : embedded, data);
        Database to = Database.open(back ? embedded : config.database(), data)) {
      run(from, to, System.out);
    }
    System.out.println(
        back
            ? "All is in the embedded database. Take database.url out of the settings and start."
            : "All is in the new database. Start the server; when you are content, remove "
                + data.resolve("postgres"));
    return Main.FINE;
  }

  /**
   * Copies, and says each table on a line.
   *
   * @throws RefusedException conflict, if somebody has something in {@code to}
   */
  static void run(Database from, Database to, PrintStream out) throws Exception {
    to.jdbi()
        .useTransaction(target -> {
          if (!TableCopy.empty(target)) {
            throw new RefusedException(
                new Refusal.Conflict(
                    "the database to copy to is in use (expected: an empty one, such as after"
                        + " DROP DATABASE and CREATE DATABASE)"));
          }
          TableCopy.prepare(target);
          try (TableCopy source = TableCopy.of(from)) {
            long rows = 0;
            for (TableCopy.Table table : source.tables()) {
              rows += copy(source, target, table, out);
            }
            TableCopy.finish(target, source.sequences());
            out.printf(
                Locale.ROOT,
                "%,d rows of %d tables, each the same on both sides%n",
                rows,
                source.tables().size());
          }
        });
  }

  private static long copy(TableCopy source, Handle target, TableCopy.Table table, PrintStream out)
      throws IOException, SQLException {
    CopyIn in = TableCopy.fill(target, table);
    TableCopy.Sum sent;
    try {
      sent = source.read(table, row -> in.writeToCopy(row, 0, row.length));
      in.endCopy();
    } finally {
      if (in.isActive()) {
        in.cancelCopy();
      }
    }
    TableCopy.Sum found = TableCopy.sum(target, table);
    if (!found.equals(sent)) {
      throw new IllegalStateException(
          table.name() + ": " + sent + " were read and " + found + " are there; nothing is kept");
    }
    out.printf(Locale.ROOT, "%-28s %,12d rows  %s%n", table.name(), sent.rows(), sent.sum());
    return sent.rows();
  }
}
