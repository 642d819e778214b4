package io.roomledger.db;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * All rows of a database, read in one moment of it or written in one transaction, by COPY: what
 * backups and the move from one PostgreSQL to another are made of. The tables themselves are made
 * by the migrations.
 */
public final class TableCopy implements AutoCloseable {
  /** Where somebody's things are in a database that is in use. */
  private static final List<String> USED =
      List.of("account", "audit", "export", "chat_room", "meeting_room", "conference");

  private final Reading reading;
  private final Handle handle;
  private final List<Table> tables;

  /**
   * A table.
   *
   * @param columns those that are stored; what is reckoned from them is reckoned again
   */
  public record Table(String name, List<String> columns) {
    private String list() {
      return columns.stream().map(TableCopy::quoted).collect(Collectors.joining(", "));
    }

    private String out() {
      return "COPY (SELECT " + list() + " FROM " + quoted(name) + ") TO STDOUT";
    }

    private String in() {
      return "COPY " + quoted(name) + " (" + list() + ") FROM STDIN";
    }
  }

  /**
   * What a table has, whatever the order of its rows.
   *
   * @param rows how many
   * @param sum of the hashes of all rows, in hexadecimal
   */
  public record Sum(long rows, String sum) {}

  /** Takes rows, each as COPY writes it. */
  @FunctionalInterface
  public interface Rows {
    /** One row, with its line end. */
    void row(byte[] line) throws IOException, SQLException;
  }

  private TableCopy(Reading reading) {
    this.reading = reading;
    this.handle = reading.handle();
    this.tables = inOrder(handle);
  }

  /** Begins to read one moment of {@code database}. */
  public static TableCopy of(Database database) {
    return new TableCopy(database.read(false));
  }

  /** All tables; each comes behind those that it refers to. */
  public List<Table> tables() {
    return tables;
  }

  /** The version of the tables. */
  public static String version(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL
             ORDER BY installed_rank DESC LIMIT 1
            """)
        .mapTo(String.class)
        .one();
  }

  /** For questions about the same moment. */
  public Handle handle() {
    return handle;
  }

  /** Where each sequence goes on. */
  public Map<String, Long> sequences() {
    Map<String, Long> next = new LinkedHashMap<>();
    for (String name :
        handle
            .createQuery("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
            .mapTo(String.class)
            .list()) {
      next.put(
          name,
          handle
              .createQuery(
                  "SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM "
                      + quoted(name))
              .mapTo(Long.class)
              .one());
    }
    return next;
  }

  /** Hands out all rows of a table. */
  public Sum read(Table table, Rows rows) throws IOException, SQLException {
    return read(handle, table, rows);
  }

  private static Sum read(Handle handle, Table table, Rows rows) throws IOException, SQLException {
    Adder adder = new Adder();
    CopyOut out = copies(handle).copyOut(table.out());
    try {
      for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
        adder.add(row);
        rows.row(row);
      }
      return adder.sum();
    } finally {
      if (out.isActive()) {
        out.cancelCopy();
      }
    }
  }

  /** Whether nobody has anything in that database yet. */
  public static boolean empty(Handle handle) {
    return USED.stream()
        .noneMatch(table ->
            handle
                .createQuery("SELECT EXISTS (SELECT FROM " + quoted(table) + ")")
                .mapTo(Boolean.class)
                .one());
  }

  /**
   * Clears what the migrations wrote, and keeps the tables' triggers from acting on what is filled
   * in, for all of this transaction.
   */
  public static void prepare(Handle transaction) {
    List<String> all = new ArrayList<>(inOrder(transaction).stream().map(Table::name).toList());
    all.addAll(passing(transaction));
    triggers(transaction, "DISABLE");
    transaction.execute(
        "TRUNCATE " + all.stream().map(TableCopy::quoted).collect(Collectors.joining(", ")));
  }

  /** Tables of what is of no use after a crash, nor to anybody else: nothing of them is copied. */
  private static List<String> passing(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT relname FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'u'
            """)
        .mapTo(String.class)
        .list();
  }

  /** Begins to fill a table; the caller ends the copy. */
  public static CopyIn fill(Handle transaction, Table table) throws SQLException {
    return copies(transaction).copyIn(table.in());
  }

  /** Fills a table with what was read of it. */
  public static long fill(Handle transaction, Table table, InputStream rows)
      throws IOException, SQLException {
    return copies(transaction).copyIn(table.in(), rows);
  }

  /** What a table has by now, read again. */
  public static Sum sum(Handle transaction, Table table) throws IOException, SQLException {
    return read(transaction, table, row -> {});
  }

  /** Puts triggers and sequences right when all tables are filled. */
  public static void finish(Handle transaction, Map<String, Long> sequences) {
    // what is only looked at when the transaction ends is looked at now
    transaction.execute("SET CONSTRAINTS ALL IMMEDIATE");
    sequences.forEach((name, next) ->
        transaction
            .createQuery("SELECT setval(CAST(:name AS regclass), :next, false)")
            .bind("name", quoted(name))
            .bind("next", next)
            .mapTo(Long.class)
            .one());
    triggers(transaction, "ENABLE");
  }

  /** Of all tables, and of each of their partitions, which have some of their own. */
  private static void triggers(Handle transaction, String what) {
    transaction
        .createQuery(
            """
            SELECT relname FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
               AND relpersistence = 'p' AND relname <> 'flyway_schema_history'
            """)
        .mapTo(String.class)
        .list()
        .forEach(name ->
            transaction.execute("ALTER TABLE " + quoted(name) + " " + what + " TRIGGER USER"));
  }

  private static CopyManager copies(Handle handle) throws SQLException {
    return handle.getConnection().unwrap(PGConnection.class).getCopyAPI();
  }

  private static List<Table> inOrder(Handle handle) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            SELECT c.relname, a.attname
              FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
               AND c.relpersistence = 'p'
               AND NOT c.relispartition AND c.relname <> 'flyway_schema_history'
               AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
             ORDER BY c.relname, a.attname
            """)
        .map((rs, _) -> List.of(rs.getString(1), rs.getString(2)))
        .forEach(
            it -> columns.computeIfAbsent(it.getFirst(), _ -> new ArrayList<>()).add(it.get(1)));
    Map<String, Set<String>> needs = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            SELECT child.relname, parent.relname
              FROM pg_constraint k JOIN pg_class child ON child.oid = k.conrelid
                   JOIN pg_class parent ON parent.oid = k.confrelid
             WHERE k.contype = 'f' AND child.relnamespace = 'public'::regnamespace
               AND child.oid <> parent.oid
            """)
        .map((rs, _) -> List.of(rs.getString(1), rs.getString(2)))
        .forEach(
            it -> needs.computeIfAbsent(it.getFirst(), _ -> new LinkedHashSet<>()).add(it.get(1)));
    List<Table> ordered = new ArrayList<>();
    while (!columns.isEmpty()) {
      String next =
          columns.keySet().stream()
              .filter(name ->
                  needs.getOrDefault(name, Set.of()).stream().noneMatch(columns::containsKey))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalStateException(
                      "tables that refer to each other: " + columns.keySet()));
      ordered.add(new Table(next, List.copyOf(columns.get(next))));
      columns.remove(next);
    }
    return ordered;
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() {
    reading.close();
  }

  /** Adds hashes up. */
  private static final class Adder {
    private final MessageDigest digest = sha256();
    private long rows;
    private long high;
    private long low;

    void add(byte[] row) {
      ByteBuffer hash = ByteBuffer.wrap(digest.digest(row));
      rows++;
      high += hash.getLong();
      low += hash.getLong();
    }

    Sum sum() {
      return new Sum(rows, String.format(Locale.ROOT, "%016x%016x", high, low));
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }
}
