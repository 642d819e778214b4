package io.roomledger.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.base.Period;
import io.roomledger.identity.Owner;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table export. */
final class ExportRows {
  private static final TypeReference<Map<String, List<String>>> SELECTION =
      new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();

  void insert(Handle handle, StoredExport export) {
    ExportOrder order = export.order();
    handle
        .createUpdate(
            """
            INSERT INTO export (id, recipe, period_from, period_to, selection, file_name, notice,
                                handling, keep_seconds,
                                owner, organisation, scopes, address, ordered_at)
            VALUES (:id, :recipe, :from, :to, :selection::jsonb, :fileName, :notice::jsonb,
                    :handling::jsonb, :keepSeconds,
                    :owner, :organisation, :scopes, :address, :orderedAt)
            """)
        .bind("id", export.id())
        .bind("recipe", order.recipe())
        .bind("from", time(order.period().from()))
        .bind("to", time(order.period().to()))
        .bind("selection", written(order.selection().values()))
        .bind("fileName", order.fileName())
        .bind("notice", order.notice().map(this::written).orElse(null))
        .bind("handling", HandlingJson.written(order.handling()))
        .bind("keepSeconds", order.handling().keep().map(Duration::toSeconds).orElse(null))
        .bind("owner", export.owner().key())
        .bind("organisation", export.owner().organisation())
        .bind("scopes", String.join(" ", export.owner().scopes()))
        .bind("address", export.owner().address())
        .bind("orderedAt", time(export.orderedAt()))
        .execute();
  }

  Optional<StoredExport> find(Handle handle, long id) {
    return Optional.ofNullable(find(handle, List.of(id)).get(id));
  }

  /** Those of these numbers that there are. */
  Map<Long, StoredExport> find(Handle handle, Collection<Long> ids) {
    Map<Long, StoredExport> found = new HashMap<>();
    handle
        .createQuery("SELECT * FROM export WHERE id = ANY (:ids)")
        .bindArray("ids", Long.class, ids)
        .map((row, context) -> read(row))
        .forEach(export -> found.put(export.id(), export));
    return found;
  }

  /** Writes down the result. */
  void done(Handle handle, long id, ExportJob.Result result, Instant at) {
    int changed =
        handle
            .createUpdate(
                """
                UPDATE export
                   SET object_key = :key, size = :size, media_type = :mediaType, sha256 = :sha256,
                       row_count = :rows, gap_count = :gaps, done_at = :at
                 WHERE id = :id AND object_key IS NULL
                """)
            .bind("id", id)
            .bind("key", result.key())
            .bind("size", result.size())
            .bind("mediaType", result.mediaType())
            .bind("sha256", result.sha256())
            .bind("rows", result.rows())
            .bind("gaps", result.gaps())
            .bind("at", time(at))
            .execute();
    if (changed != 1) {
      throw new IllegalStateException("export " + id + " has a result already");
    }
  }

  /** Writes down which moment it shows. */
  void marked(Handle handle, long id, Snapshot.Moment moment) {
    handle
        .createUpdate(
            """
            INSERT INTO export_mark (export, system, snapshot, scope)
            VALUES (:id, :system, :snapshot::pg_snapshot, :scope)
            """)
        .bind("id", id)
        .bindMethods(moment.mark())
        .bindArray("scope", String.class, moment.scope())
        .execute();
  }

  /**
   * Those whose files are there and were kept long enough.
   *
   * @param usual how long they are kept if their order says nothing; zero for ever
   */
  List<StoredExport> kept(Handle handle, Instant now, Duration usual, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM export
             WHERE expired_at IS NULL
               AND done_at < :now - coalesce(keep_seconds, :usual) * interval '1 second'
               AND hold_on('EXPORT', id::text) IS NULL
             ORDER BY done_at LIMIT :limit
            """)
        .bind("now", time(now))
        .bind("usual", usual.isZero() ? null : usual.toSeconds())
        .bind("limit", limit)
        .map((row, context) -> read(row))
        .list();
  }

  /** Keeps a passphrase, sealed, until {@link #erasePassphrase}. */
  void keepPassphrase(Handle handle, long id, byte[] sealed) {
    handle.execute("UPDATE export SET passphrase = ? WHERE id = ?", sealed, id);
  }

  /** The sealed passphrase, while it is kept. */
  Optional<byte[]> passphrase(Handle handle, long id) {
    return handle
        .createQuery("SELECT passphrase FROM export WHERE id = :id AND passphrase IS NOT NULL")
        .bind("id", id)
        .mapTo(byte[].class)
        .findOne();
  }

  void erasePassphrase(Handle handle, long id) {
    handle.execute(
        "UPDATE export SET passphrase = NULL WHERE id = ? AND passphrase IS NOT NULL", id);
  }

  /** Says that the file goes; answers whether it was there until now. */
  boolean expired(Handle handle, long id, Instant at) {
    return handle
            .createUpdate(
                "UPDATE export SET expired_at = :at WHERE id = :id AND expired_at IS NULL")
            .bind("id", id)
            .bind("at", time(at))
            .execute()
        == 1;
  }

  /** Which of {@code keys} are results whose files are kept. */
  Set<String> published(Handle handle, Collection<String> keys) {
    return keys.isEmpty()
        ? Set.of()
        : handle
            .createQuery(
                """
                SELECT object_key FROM export
                 WHERE object_key IN (<keys>) AND expired_at IS NULL
                """)
            .bindList("keys", List.copyOf(keys))
            .mapTo(String.class)
            .set();
  }

  /**
   * Those of the keys that an export names, or may name yet: its job has not ended, and whatever
   * the clocks say, another server may be about to publish it.
   */
  Set<String> needed(Handle handle, Collection<String> keys) {
    return handle
        .createQuery(
            """
            SELECT key FROM unnest(:keys) AS key
             WHERE EXISTS (SELECT FROM export WHERE object_key = key AND expired_at IS NULL)
                OR EXISTS (SELECT FROM job
                            WHERE id::text = split_part(key, '/', 2)
                              AND status IN ('WAITING', 'RUNNING'))
            """)
        .bindArray("keys", String.class, keys)
        .mapTo(String.class)
        .set();
  }

  private StoredExport read(ResultSet row) throws SQLException {
    String notice = row.getString("notice");
    ExportOrder order =
        new ExportOrder(
            row.getString("recipe"),
            new Period(time(row, "period_from"), time(row, "period_to")),
            new Selection(read(row.getString("selection"))),
            row.getString("file_name"),
            notice == null ? Optional.empty() : Optional.of(readNotice(notice)),
            HandlingJson.read(row.getString("handling")));
    String scopes = row.getString("scopes");
    Owner owner =
        new Owner(
            row.getString("owner"),
            row.getString("organisation"),
            scopes.isEmpty() ? Set.of() : Set.of(scopes.split(" ", -1)),
            row.getString("address"));
    return new StoredExport(
        row.getLong("id"),
        order,
        owner,
        time(row, "ordered_at"),
        result(row),
        timeIfAny(row, "done_at"),
        timeIfAny(row, "expired_at"));
  }

  private static Optional<ExportJob.Result> result(ResultSet row) throws SQLException {
    @Nullable String key = row.getString("object_key");
    return key == null
        ? Optional.empty()
        : Optional.of(
            new ExportJob.Result(
                key,
                row.getLong("size"),
                row.getString("media_type"),
                row.getString("sha256"),
                row.getLong("row_count"),
                row.getLong("gap_count")));
  }

  private static Optional<Instant> timeIfAny(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private String written(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, List<String>> read(String text) {
    try {
      return json.readValue(text, SELECTION);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ExportOrder.Notice readNotice(String text) {
    try {
      return json.readValue(text, ExportOrder.Notice.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
