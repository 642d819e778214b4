package io.roomledger.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.base.Period;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.HandlingJson;
import io.roomledger.export.Selection;
import io.roomledger.identity.Owner;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of the tables export_schedule and export_of_schedule. */
final class ScheduleRows {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, List<String>>> SELECTION =
      new TypeReference<>() {};

  private static final String ALL =
      """
      SELECT s.*, (SELECT max(export) FROM export_of_schedule WHERE schedule = s.id) AS last
        FROM export_schedule s
      """;

  private ScheduleRows() {}

  /** A schedule and with which rights it runs. */
  record Stored(Schedule schedule, Owner owner) {}

  static void insert(Handle handle, Schedule schedule, Owner owner) {
    Schedule.Draft draft = schedule.draft();
    handle
        .createUpdate(
            """
            INSERT INTO export_schedule (id, name, every, on_day, at_time, zone, span, recipe,
                   selection, file_name, handling, keep_last, owner, organisation, scopes, address,
                   created_at, status, next_at)
            VALUES (:id, :name, :every, :day, :at, :zone, :span, :recipe,
                   :selection::jsonb, :fileName, :handling::jsonb, :keepLast, :owner,
                   :organisation, :scopes, :address, :createdAt, 'ACTIVE', :nextAt)
            """)
        .bind("id", schedule.id())
        .bind("name", draft.name())
        .bind("every", draft.rhythm().every().name())
        .bind("day", draft.rhythm().day())
        .bind("at", draft.rhythm().at())
        .bind("zone", draft.rhythm().zone().getId())
        .bind("span", draft.span().name())
        .bind("recipe", draft.order().recipe())
        .bind("selection", json(draft.order().selection().values()))
        .bind("fileName", draft.order().fileName())
        .bind("handling", HandlingJson.written(draft.order().handling()))
        .bind("keepLast", draft.keepLast().orElse(null))
        .bind("owner", owner.key())
        .bind("organisation", owner.organisation())
        .bind("scopes", String.join(" ", owner.scopes()))
        .bind("address", owner.address())
        .bind("createdAt", utc(schedule.createdAt()))
        .bind("nextAt", schedule.state().nextAt().map(ScheduleRows::utc).orElse(null))
        .execute();
  }

  /** What is to be ordered when; a passphrase is gone with the order that it was for. */
  static void change(Handle handle, long id, Schedule.Draft draft) {
    handle
        .createUpdate(
            """
            UPDATE export_schedule
               SET name = :name, every = :every, on_day = :day, at_time = :at, zone = :zone,
                   span = :span, recipe = :recipe, selection = :selection::jsonb,
                   file_name = :fileName, handling = :handling::jsonb, keep_last = :keepLast,
                   passphrase = NULL
             WHERE id = :id AND status <> 'DELETED'
            """)
        .bind("id", id)
        .bind("name", draft.name())
        .bind("every", draft.rhythm().every().name())
        .bind("day", draft.rhythm().day())
        .bind("at", draft.rhythm().at())
        .bind("zone", draft.rhythm().zone().getId())
        .bind("span", draft.span().name())
        .bind("recipe", draft.order().recipe())
        .bind("selection", json(draft.order().selection().values()))
        .bind("fileName", draft.order().fileName())
        .bind("handling", HandlingJson.written(draft.order().handling()))
        .bind("keepLast", draft.keepLast().orElse(null))
        .execute();
  }

  /** The newest exports that came of it. */
  static List<Long> runs(Handle handle, long id, int limit) {
    return handle
        .createQuery(
            """
            SELECT export FROM export_of_schedule WHERE schedule = :id
             ORDER BY export DESC LIMIT :limit
            """)
        .bind("id", id)
        .bind("limit", limit)
        .mapTo(Long.class)
        .list();
  }

  static void keepPassphrase(Handle handle, long id, byte[] sealed) {
    handle.execute("UPDATE export_schedule SET passphrase = ? WHERE id = ?", sealed, id);
  }

  static byte[] passphrase(Handle handle, long id) {
    return handle
        .createQuery("SELECT passphrase FROM export_schedule WHERE id = :id")
        .bind("id", id)
        .mapTo(byte[].class)
        .one();
  }

  static Optional<Stored> find(Handle handle, String organisation, long id) {
    return handle
        .createQuery(
            ALL + "WHERE id = :id AND organisation = :organisation AND status <> 'DELETED'")
        .bind("id", id)
        .bind("organisation", organisation)
        .map((row, context) -> read(row))
        .findOne();
  }

  static List<Stored> list(Handle handle, String organisation, Optional<String> owner) {
    return handle
        .createQuery(
            ALL
                + """
                WHERE organisation = :organisation AND status <> 'DELETED'
                  AND (:owner::text IS NULL OR owner = :owner)
                ORDER BY id
                """)
        .bind("organisation", organisation)
        .bind("owner", owner.orElse(null))
        .map((row, context) -> read(row))
        .list();
  }

  /** One that is due; no other process gets it until the transaction ends. */
  static Optional<Stored> due(Handle handle, Instant now) {
    return handle
        .createQuery(
            ALL
                + """
                WHERE status = 'ACTIVE' AND next_at <= :now
                ORDER BY next_at LIMIT 1 FOR UPDATE OF s SKIP LOCKED
                """)
        .bind("now", utc(now))
        .map((row, context) -> read(row))
        .findOne();
  }

  static void state(Handle handle, long id, Schedule.State state) {
    handle
        .createUpdate(
            """
            UPDATE export_schedule SET status = :status, reason = :reason, next_at = :nextAt
             WHERE id = :id AND status <> 'DELETED'
            """)
        .bind("id", id)
        .bind("status", state.status().name())
        .bind("reason", state.reason())
        .bind("nextAt", state.nextAt().map(ScheduleRows::utc).orElse(null))
        .execute();
  }

  static void delete(Handle handle, long id) {
    handle.execute(
        """
        UPDATE export_schedule SET status = 'DELETED', next_at = NULL, passphrase = NULL
         WHERE id = ?\
        """,
        id);
  }

  static void ordered(Handle handle, long id, long export, Instant due) {
    handle.execute(
        "INSERT INTO export_of_schedule (schedule, export, due_at) VALUES (?, ?, ?)",
        id,
        export,
        utc(due));
  }

  /** An export that was done, and where its period ended. */
  record Done(long export, Instant to) {}

  static Optional<Done> lastDone(Handle handle, long id) {
    return handle
        .createQuery(
            """
            SELECT e.id, e.period_to FROM export_of_schedule s JOIN export e ON e.id = s.export
             WHERE s.schedule = :id AND e.done_at IS NOT NULL ORDER BY e.id DESC LIMIT 1
            """)
        .bind("id", id)
        .map((row, context) ->
            new Done(row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant()))
        .findOne();
  }

  /** The exports of all schedules that are done, have their file, and are too many. */
  static List<Long> surplus(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT export FROM (
              SELECT e.id AS export, s.keep_last,
                     row_number() OVER (PARTITION BY s.id ORDER BY e.id DESC) AS place
                FROM export_schedule s
                JOIN export_of_schedule o ON o.schedule = s.id
                JOIN export e ON e.id = o.export AND e.done_at IS NOT NULL
                             AND e.expired_at IS NULL
               WHERE s.keep_last IS NOT NULL) done
             WHERE place > keep_last ORDER BY export
            """)
        .mapTo(Long.class)
        .list();
  }

  private static Stored read(ResultSet row) throws SQLException {
    String scopes = row.getString("scopes");
    Owner owner =
        new Owner(
            row.getString("owner"),
            row.getString("organisation"),
            scopes.isEmpty() ? Set.of() : Set.of(scopes.split(" ", -1)),
            row.getString("address"));
    @Nullable OffsetDateTime next = row.getObject("next_at", OffsetDateTime.class);
    long last = row.getLong("last");
    return new Stored(
        new Schedule(
            row.getLong("id"),
            draft(row),
            owner.key(),
            row.getObject("created_at", OffsetDateTime.class).toInstant(),
            new Schedule.State(
                Schedule.Status.valueOf(row.getString("status")),
                row.getString("reason"),
                Optional.ofNullable(next).map(OffsetDateTime::toInstant)),
            last == 0 ? Optional.empty() : Optional.of(last)),
        owner);
  }

  private static Schedule.Draft draft(ResultSet row) throws SQLException {
    int keepLast = row.getInt("keep_last");
    return new Schedule.Draft(
        row.getString("name"),
        new Rhythm(
            Rhythm.Every.valueOf(row.getString("every")),
            row.getInt("on_day"),
            row.getObject("at_time", LocalTime.class),
            ZoneId.of(row.getString("zone"))),
        Span.valueOf(row.getString("span")),
        new ExportOrder(
            row.getString("recipe"),
            Period.ALWAYS,
            new Selection(selection(row.getString("selection"))),
            row.getString("file_name"),
            Optional.empty(),
            HandlingJson.read(row.getString("handling"))),
        keepLast == 0 ? Optional.empty() : Optional.of(keepLast));
  }

  private static String json(Map<String, List<String>> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<String>> selection(String text) {
    try {
      return JSON.readValue(text, SELECTION);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
