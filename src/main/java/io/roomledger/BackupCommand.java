package io.roomledger;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.LeftOpen;
import io.roomledger.db.Database;
import io.roomledger.db.TableCopy;
import io.roomledger.seal.Age;
import io.roomledger.store.ObjectStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup}: everything in one file, also while the server runs. */
@Command(
    name = "backup",
    description = {
      "Writes one moment of the database, with the server's keys, and all stored files into one",
      "zip with a manifest and the SHA-256 of each entry. The server may run meanwhile.",
      "Who has the file has everything: it is for its owner alone, or encrypted by --recipient."
    },
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
  /** The layout of the file. */
  static final int FORMAT = 1;

  static final String HEAD = "backup.json";
  static final String TABLES = "tables/";
  static final String OBJECTS = "objects/";
  static final String MANIFEST = "manifest.json";
  static final JsonMapper JSON = JsonMapper.builder().build();

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "FILE", description = "The file to write; there must be none.")
  private Path file = Path.of("");

  @Option(
      names = "--recipient",
      paramLabel = "AGE-KEY",
      description = "Encrypts it to the holder of this public key, age1...; may be said again.")
  private List<String> recipients = List.of();

  @Override
  public Integer call() throws Exception {
    recipients.forEach(Age::check);
    Config config = Config.read(Config.sources(options.config(), System.getenv()));
    Path data = options.existingData();
    try (Database database = Database.openOrAttach(config.database(), data)) {
      ObjectStore store = config.store().openForCommand(data, Clock.systemUTC());
      return run(database, store, file, recipients, System.out);
    }
  }

  /** Writes it; what breaks off leaves no file. */
  static int run(
      Database database, ObjectStore store, Path file, List<String> recipients, PrintStream out)
      throws Exception {
    Path whole = file.toAbsolutePath();
    if (Files.exists(whole)) {
      System.err.println(file + ": is there already (expected: a new name)");
      return Main.WRONG_USE;
    }
    Path draft = whole.resolveSibling(whole.getFileName() + ".part");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    MessageDigest digest = sha256();
    Written written;
    try {
      try (OutputStream bytes =
              new DigestOutputStream(
                  new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16), digest);
          OutputStream sealed = recipients.isEmpty() ? bytes : Age.sealing(bytes, recipients);
          ZipOutputStream zip = new ZipOutputStream(sealed)) {
        written = new Written(zip, new TreeMap<>(), JSON.createArrayNode());
        write(database, store, written, out);
      }
      Files.move(draft, whole);
    } finally {
      Files.deleteIfExists(draft);
    }
    out.println(file + ": SHA-256 " + HexFormat.of().formatHex(digest.digest()));
    written.gone().forEach(key -> out.println("deleted while it was backed up: " + key.asText()));
    return written.gone().isEmpty() ? Main.FINE : Main.NOT_WHOLE;
  }

  /** What is written, and of what the manifest tells. */
  private record Written(ZipOutputStream zip, Map<String, ObjectNode> entries, ArrayNode gone) {}

  private static void write(Database database, ObjectStore store, Written to, PrintStream out)
      throws Exception {
    // what the database names by its moment is in one of two lists: files never change
    Map<String, Long> objects = new TreeMap<>();
    store.list("").forEach(it -> objects.put(it.key(), it.size()));
    try (TableCopy copy = TableCopy.of(database)) {
      head(copy, to.zip());
      store.list("").forEach(it -> objects.put(it.key(), it.size()));
      long rows = 0;
      for (TableCopy.Table table : copy.tables()) {
        to.zip().setLevel(Deflater.BEST_SPEED);
        rows += table(copy, table, to);
      }
      out.printf(Locale.ROOT, "%,d rows of %d tables%n", rows, copy.tables().size());
    }
    ProgressBar bar = ProgressBar.onStandardError();
    int done = 0;
    for (String key : objects.keySet()) {
      object(store, key, to);
      bar.show(++done, objects.size(), "files");
    }
    out.printf(Locale.ROOT, "%,d files%n", objects.size() - to.gone().size());
    ObjectNode manifest = JSON.createObjectNode();
    ObjectNode entries = manifest.putObject("entries");
    to.entries().forEach(entries::set);
    manifest.set("gone", to.gone());
    to.zip().setLevel(Deflater.BEST_SPEED);
    to.zip().putNextEntry(new ZipEntry(MANIFEST));
    to.zip().write(JSON.writeValueAsBytes(manifest));
    to.zip().closeEntry();
  }

  private static void head(TableCopy copy, ZipOutputStream zip) throws IOException {
    ObjectNode head = JSON.createObjectNode();
    head.put("format", FORMAT);
    head.put("program", Main.Version.text());
    head.put("tablesVersion", TableCopy.version(copy.handle()));
    head.put("takenAt", Instant.now().toString());
    ObjectNode sequences = head.putObject("sequences");
    copy.sequences().forEach(sequences::put);
    ArrayNode tables = head.putArray("tables");
    for (TableCopy.Table table : copy.tables()) {
      ArrayNode columns = tables.addObject().put("name", table.name()).putArray("columns");
      table.columns().forEach(columns::add);
    }
    zip.putNextEntry(new ZipEntry(HEAD));
    zip.write(JSON.writeValueAsBytes(head));
    zip.closeEntry();
  }

  private static long table(TableCopy copy, TableCopy.Table table, Written to) throws Exception {
    String name = TABLES + table.name();
    MessageDigest digest = sha256();
    to.zip().putNextEntry(new ZipEntry(name));
    OutputStream out = new DigestOutputStream(new LeftOpen(to.zip()), digest);
    TableCopy.Sum sum = copy.read(table, out::write);
    to.zip().closeEntry();
    to.entries().put(name, entry(digest).put("rows", sum.rows()).put("rowsSum", sum.sum()));
    return sum.rows();
  }

  private static void object(ObjectStore store, String key, Written to) throws IOException {
    Optional<ObjectStore.StoredObject> found = store.find(key);
    if (found.isEmpty()) {
      to.gone().add(key);
      return;
    }
    MessageDigest digest = sha256();
    // nearly all are packed already
    to.zip().setLevel(Deflater.NO_COMPRESSION);
    to.zip().putNextEntry(new ZipEntry(OBJECTS + key));
    try (InputStream in = found.get().content().open(0)) {
      in.transferTo(new DigestOutputStream(new LeftOpen(to.zip()), digest));
    }
    to.zip().closeEntry();
    to.entries().put(OBJECTS + key, entry(digest));
  }

  private static ObjectNode entry(MessageDigest digest) {
    return JSON.createObjectNode().put("sha256", HexFormat.of().formatHex(digest.digest()));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
