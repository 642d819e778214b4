package io.roomledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.db.TableCopy;
import io.roomledger.seal.Age;
import io.roomledger.seal.Seal;
import io.roomledger.store.ObjectStore;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore}: a backup into a new data directory, or an empty database of one's own. */
@Command(
    name = "restore",
    description = {
      "Brings back what backup wrote, into a data directory and a database that are empty.",
      "Every entry is compared with the manifest, and every table is read again and compared,",
      "before the one transaction that has it all ends: what does not fit leaves nothing."
    },
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  private static final int LONGEST_TEXT = 256 << 20;

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "FILE", description = "What backup wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--identity",
      paramLabel = "KEYS.txt",
      description =
          "The secret key that opens an encrypted one, as age-keygen writes it; - for stdin.")
  private @Nullable Path identity;

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(file)) {
      System.err.println(file + ": no such file (expected: what backup wrote)");
      return Main.WRONG_USE;
    }
    boolean sealed = Seal.of(file) == Seal.AGE;
    if (sealed && identity == null) {
      System.err.println(file + ": is encrypted (expected: --identity with the secret key)");
      return Main.WRONG_USE;
    }
    Config config = Config.read(Config.sources(options.config(), System.getenv()));
    Path data = options.existingData();
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream clear =
            sealed && identity != null ? Age.opened(bytes, Secrets.text(identity)) : bytes;
        Database database = Database.open(config.database(), data)) {
      ObjectStore store = config.store().openForCommand(data, Clock.systemUTC());
      run(clear, database, store, System.out);
    }
    return Main.FINE;
  }

  /**
   * Restores.
   *
   * @throws RefusedException conflict, if there is something already, or it does not fit
   */
  static void run(InputStream clear, Database database, ObjectStore store, PrintStream out)
      throws Exception {
    List<String> stored = new ArrayList<>();
    if (!store.list("").isEmpty()) {
      throw new RefusedException(
          new Refusal.Conflict(
              "the store has files (expected: a new data directory, or a bucket without files)"));
    }
    boolean done = false;
    try {
      database
          .jdbi()
          .useTransaction(transaction ->
              new Restoring(transaction, store, stored, out).all(new ZipInputStream(clear)));
      done = true;
    } finally {
      if (!done) {
        for (String key : stored) {
          store.delete(key);
        }
      }
    }
  }

  /** One restoring. */
  private record Restoring(
      Handle transaction, ObjectStore store, List<String> stored, PrintStream out) {

    void all(ZipInputStream zip) throws Exception {
      if (!TableCopy.empty(transaction)) {
        throw new RefusedException(
            new Refusal.Conflict(
                "the database is in use (expected: an empty one, or a new data directory)"));
      }
      JsonNode head = head(zip);
      Map<String, TableCopy.Table> tables = new LinkedHashMap<>();
      for (JsonNode table : head.path("tables")) {
        List<String> columns = new ArrayList<>();
        table.path("columns").forEach(column -> columns.add(column.asText()));
        String name = table.path("name").asText();
        tables.put(BackupCommand.TABLES + name, new TableCopy.Table(name, columns));
      }
      TableCopy.prepare(transaction);
      Map<String, String> found = new LinkedHashMap<>();
      JsonNode manifest = null;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.equals(BackupCommand.MANIFEST)) {
          manifest = BackupCommand.JSON.readTree(zip.readNBytes(LONGEST_TEXT));
        } else {
          found.put(name, entry(name, zip, tables));
        }
      }
      if (manifest == null) {
        throw unfit("it ends before its manifest: it is cut short");
      }
      check(manifest.path("entries"), found, tables);
      Map<String, Long> sequences = new LinkedHashMap<>();
      head.path("sequences")
          .properties()
          .forEach(it -> sequences.put(it.getKey(), it.getValue().asLong()));
      TableCopy.finish(transaction, sequences);
      out.printf(
          Locale.ROOT,
          "%d tables and %,d files of %s are back, each as its manifest says%n",
          tables.size(),
          stored.size(),
          head.path("takenAt").asText());
    }

    private JsonNode head(ZipInputStream zip) throws IOException {
      ZipEntry first = zip.getNextEntry();
      if (first == null || !first.getName().equals(BackupCommand.HEAD)) {
        throw unfit("it is no backup");
      }
      JsonNode head = BackupCommand.JSON.readTree(zip.readNBytes(LONGEST_TEXT));
      String ours = TableCopy.version(transaction);
      String theirs = head.path("tablesVersion").asText();
      if (head.path("format").asInt() != BackupCommand.FORMAT || !ours.equals(theirs)) {
        throw unfit(
            "its tables have version "
                + theirs
                + ", this program's have "
                + ours
                + ": restore it with the roomledger "
                + head.path("program").asText()
                + " that wrote it, then start the newer one");
      }
      return head;
    }

    /** Takes one entry in, and answers its SHA-256. */
    private String entry(String name, ZipInputStream zip, Map<String, TableCopy.Table> tables)
        throws Exception {
      MessageDigest digest = BackupCommand.sha256();
      InputStream in = new DigestInputStream(new LeftOpen(zip), digest);
      TableCopy.Table table = tables.get(name);
      if (table != null) {
        long _ = TableCopy.fill(transaction, table, in);
      } else if (name.startsWith(BackupCommand.OBJECTS)) {
        String key = name.substring(BackupCommand.OBJECTS.length());
        try (ObjectStore.Upload upload = store.begin(key)) {
          in.transferTo(upload.stream());
          var _ = upload.commit();
          stored.add(key);
        }
      } else {
        throw unfit("it has the entry " + name + ", which no backup has");
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    private void check(
        JsonNode wanted, Map<String, String> found, Map<String, TableCopy.Table> tables)
        throws Exception {
      for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
        if (!entry.getValue().path("sha256").asText().equals(found.remove(entry.getKey()))) {
          throw unfit(entry.getKey() + " is missing or was changed");
        }
        TableCopy.Table table = tables.get(entry.getKey());
        if (table != null) {
          TableCopy.Sum sum = TableCopy.sum(transaction, table);
          if (sum.rows() != entry.getValue().path("rows").asLong()
              || !sum.sum().equals(entry.getValue().path("rowsSum").asText())) {
            throw unfit(table.name() + " is not the same in the database");
          }
        }
      }
      if (!found.isEmpty()) {
        throw unfit(found.keySet() + " are not in its manifest");
      }
    }

    private static RefusedException unfit(String why) {
      return new RefusedException(
          new Refusal.Conflict("backup: " + why + " (nothing was restored)"));
    }
  }

  /** Whoever reads an entry does not end the file. */
  private static final class LeftOpen extends FilterInputStream {
    LeftOpen(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // the next entry comes behind it
    }
  }
}
