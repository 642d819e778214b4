package io.roomledger.intake.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The SQL of the tables import_order and import_file. */
final class ImportRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ImportRows() {}

  /** An order without its files and its job. */
  record Row(
      long id,
      String organisation,
      String account,
      String by,
      ZoneId zone,
      boolean sample,
      Instant begunAt,
      @Nullable Long job,
      long refused,
      boolean cleared) {}

  private static final String ORDERS =
      """
      SELECT o.*, a.name AS by,
             coalesce((SELECT sum((f.outcome->>'refused')::bigint) FROM import_file f
                        WHERE f.import = o.id), 0)
             + (SELECT count(*) FROM import_file f
                 WHERE f.import = o.id AND f.problem IS NOT NULL) AS refused
        FROM import_order o JOIN account a ON a.id = o.account
      """;

  static Optional<Row> find(Handle handle, long id) {
    return one(orders(handle, " WHERE o.id = :id").bind("id", id));
  }

  static Optional<Row> ofJob(Handle handle, long job) {
    return one(orders(handle, " WHERE o.job = :job").bind("job", job));
  }

  /** The one that is not begun to be taken in. */
  static Optional<Row> open(Handle handle, String account) {
    return one(
        orders(handle, " WHERE o.account = :account AND o.job IS NULL AND NOT o.sample")
            .bind("account", account));
  }

  private static Query orders(Handle handle, String which) {
    return handle.createQuery(ORDERS + which);
  }

  private static Optional<Row> one(Query orders) {
    return orders.map((row, context) -> row(row)).findOne();
  }

  static List<Row> newest(Handle handle, Caller caller, long below, int limit) {
    return orders(
            handle,
            """
             WHERE o.organisation = :organisation AND o.id < :below AND o.job IS NOT NULL
             ORDER BY o.id DESC LIMIT :limit
            """)
        .bind("organisation", caller.organisation())
        .bind("below", below)
        .bind("limit", limit)
        .map((row, context) -> row(row))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("id"),
        row.getString("organisation"),
        row.getString("account"),
        row.getString("by"),
        ZoneId.of(row.getString("zone")),
        row.getBoolean("sample"),
        row.getTimestamp("begun_at").toInstant(),
        row.getObject("job", Long.class),
        row.getLong("refused"),
        row.getBoolean("cleared"));
  }

  static List<BroughtFile> files(Handle handle, long id) {
    return handle
        .createQuery("SELECT * FROM import_file WHERE import = :id ORDER BY number")
        .bind("id", id)
        .map((row, context) -> file(row))
        .list();
  }

  static Optional<BroughtFile> lock(Handle transaction, long id, int number) {
    return transaction
        .createQuery("SELECT * FROM import_file WHERE import = :id AND number = :number FOR UPDATE")
        .bind("id", id)
        .bind("number", number)
        .map((row, context) -> file(row))
        .findOne();
  }

  private static BroughtFile file(ResultSet row) throws SQLException {
    Timestamp modified = row.getTimestamp("modified_at");
    String kind = row.getString("kind");
    String problem = row.getString("problem");
    return new BroughtFile(
        row.getInt("number"),
        row.getString("name"),
        row.getLong("size"),
        row.getLong("received"),
        Optional.ofNullable(modified).map(Timestamp::toInstant),
        kind == null
            ? Optional.empty()
            : Optional.of(
                new BroughtFile.Found(
                    BroughtKind.valueOf(kind), numbers(row.getString("inside")).orElse(Map.of()))),
        numbers(row.getString("outcome")),
        problem == null
            ? Optional.empty()
            : Optional.of(Said.read(problem, row.getString("said"))));
  }

  private static Optional<Map<String, Long>> numbers(@Nullable String json) throws SQLException {
    try {
      return json == null
          ? Optional.empty()
          : Optional.of(JSON.readValue(json, new TypeReference<LinkedHashMap<String, Long>>() {}));
    } catch (JsonProcessingException e) {
      throw new SQLException("import_file: not the numbers that were written", e);
    }
  }

  private static String json(Map<String, Long> numbers) {
    try {
      return JSON.writeValueAsString(numbers);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers are always JSON", e);
    }
  }

  static void seen(Handle transaction, long id, int number, Looker.Seen seen) {
    transaction
        .createUpdate(
            """
            UPDATE import_file
               SET kind = :kind, inside = :inside::json, problem = :problem, said = :said::json
             WHERE import = :id AND number = :number
            """)
        .bind("kind", seen.found().kind().name())
        .bind("inside", json(seen.found().inside()))
        .bindByType("problem", seen.problem().map(Said::text).orElse(null), String.class)
        .bindByType("said", seen.problem().map(Said::json).orElse(null), String.class)
        .bind("id", id)
        .bind("number", number)
        .execute();
  }

  static void came(Handle transaction, long id, int number, Map<String, Long> outcome) {
    transaction
        .createUpdate(
            """
            UPDATE import_file SET outcome = :outcome::json, problem = NULL
             WHERE import = :id AND number = :number
            """)
        .bind("outcome", json(outcome))
        .bind("id", id)
        .bind("number", number)
        .execute();
  }

  static void failed(Handle transaction, long id, int number, Problem problem) {
    transaction.execute(
        "UPDATE import_file SET problem = ?, said = ?::json WHERE import = ? AND number = ?",
        Said.text(problem),
        Said.json(problem),
        id,
        number);
  }
}
