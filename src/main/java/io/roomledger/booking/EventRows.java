package io.roomledger.booking;

import io.roomledger.base.Period;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** The SQL of calendars and events. */
final class EventRows {
  private static final String COLUMNS =
      """
      e.id, e.calendar, e.series, e.occurrence, e.organiser, e.organiser_name, e.department,
      e.topic, e.description, e.starts_at, e.ends_at, e.zone, e.all_day, e.rule, e.visibility,
      e.ability, e.extra_names, e.extra_values, e.cancelled, e.created_at
      """;

  private static final String SELECT = "SELECT " + COLUMNS + " FROM calendar_event e ";

  /** Events of a calendar: those it organises, and those its owner is asked to come to. */
  private static final String OF_CALENDAR =
      """
      WHERE (e.calendar = :calendar OR EXISTS (
        SELECT FROM event_attendee a
        WHERE a.event = e.id AND a.kind = 'PERSON' AND a.subject = :account AND NOT a.removed))
      """;

  private EventRows() {}

  static Optional<EventCalendar> calendar(Handle handle, String organisation, String id) {
    return handle
        .createQuery(
            """
            SELECT id, owner, '' AS name FROM calendar
            WHERE organisation = :organisation AND id = :id
            """)
        .bind("organisation", organisation)
        .bind("id", id)
        .mapTo(EventCalendar.class)
        .findOne();
  }

  static Optional<EventCalendar> calendarOf(Handle handle, String organisation, String owner) {
    return handle
        .createQuery(
            """
            SELECT id, owner, '' AS name FROM calendar
            WHERE organisation = :organisation AND owner = :owner
            """)
        .bind("organisation", organisation)
        .bind("owner", owner)
        .mapTo(EventCalendar.class)
        .findOne();
  }

  static boolean insertIfAbsent(
      Handle handle, String organisation, EventCalendar calendar, Instant now) {
    return handle
            .createUpdate(
                """
                INSERT INTO calendar (id, organisation, owner, created_at)
                VALUES (:id, :organisation, :owner, :now)
                ON CONFLICT DO NOTHING
                """)
            .bind("organisation", organisation)
            .bind("now", now)
            .bindMethods(calendar)
            .execute()
        == 1;
  }

  /** False if the calendar has an event of that idempotency key. */
  static boolean insertIfAbsent(Handle handle, EventRow row, Optional<String> idempotencyKey) {
    Update insert =
        handle.createUpdate(
            """
            INSERT INTO calendar_event (id, calendar, series, occurrence, idempotency_key,
              organiser, organiser_name, department, topic, description, starts_at, ends_at,
              zone, all_day, rule, visibility, ability, extra_names, extra_values, cancelled,
              created_at, changed_at)
            VALUES (:id, :calendar, :series, :occurrence, :idempotencyKey,
              :organiser, :organiserName, :department, :topic, :description, :startsAt, :endsAt,
              :zone, :allDay, :rule, :visibility, :ability, :names, :values, :cancelled,
              :createdAt, :createdAt)
            ON CONFLICT DO NOTHING
            """);
    return bind(insert, row)
            .bind("calendar", row.calendar())
            .bind("series", row.series().orElse(null))
            .bind("occurrence", row.occurrence().orElse(null))
            .bind("idempotencyKey", idempotencyKey.orElse(null))
            .bind("organiser", row.organiser())
            .bind("organiserName", row.organiserName())
            .bind("department", row.department())
            .bind("cancelled", row.cancelled())
            .bind("createdAt", row.createdAt())
            .execute()
        == 1;
  }

  static void update(Handle handle, EventRow row, Instant now) {
    Update update =
        handle.createUpdate(
            """
            UPDATE calendar_event SET topic = :topic, description = :description,
              starts_at = :startsAt, ends_at = :endsAt, zone = :zone, all_day = :allDay,
              rule = :rule, visibility = :visibility, ability = :ability,
              extra_names = :names, extra_values = :values, changed_at = :now
            WHERE id = :id
            """);
    bind(update, row).bind("now", now).execute();
  }

  private static Update bind(Update update, EventRow row) {
    return update
        .bind("id", row.id())
        .bind("topic", row.topic())
        .bind("description", row.description())
        .bind("startsAt", row.startsAt())
        .bind("endsAt", row.endsAt())
        .bind("zone", row.zone())
        .bind("allDay", row.allDay())
        .bind("rule", row.rule())
        .bind("visibility", row.visibility())
        .bind("ability", row.ability())
        .bindArray("names", String.class, row.extraNames())
        .bindArray("values", String.class, row.extraValues());
  }

  /** Says that something of it changed that does not lie in its row. */
  static void touch(Handle handle, UUID event, Instant now) {
    handle
        .createUpdate("UPDATE calendar_event SET changed_at = :now WHERE id = :id")
        .bind("id", event)
        .bind("now", now)
        .execute();
  }

  /** Cancels an event or exception, and all exceptions of it. */
  static void cancel(Handle handle, UUID event, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE calendar_event SET cancelled = true, changed_at = :now
            WHERE (id = :id OR series = :id) AND NOT cancelled
            """)
        .bind("id", event)
        .bind("now", now)
        .execute();
  }

  static Optional<EventRow> byKey(Handle handle, String calendar, String idempotencyKey) {
    return handle
        .createQuery(SELECT + "WHERE e.calendar = :calendar AND e.idempotency_key = :key")
        .bind("calendar", calendar)
        .bind("key", idempotencyKey)
        .mapTo(EventRow.class)
        .findOne();
  }

  /**
   * The event or series of that id in that organisation.
   *
   * @param lock whether nobody else may change it, its exceptions and attendees meanwhile
   */
  static Optional<EventRow> root(Handle handle, String organisation, UUID id, boolean lock) {
    return handle
        .createQuery(
            SELECT
                + """
                WHERE e.id = :id AND e.series IS NULL
                  AND e.calendar IN (SELECT id FROM calendar WHERE organisation = :organisation)
                """
                + (lock ? " FOR NO KEY UPDATE OF e" : ""))
        .bind("id", id)
        .bind("organisation", organisation)
        .mapTo(EventRow.class)
        .findOne();
  }

  static Optional<EventRow> exception(Handle handle, UUID series, Instant occurrence) {
    return handle
        .createQuery(SELECT + "WHERE e.series = :series AND e.occurrence = :occurrence")
        .bind("series", series)
        .bind("occurrence", occurrence)
        .mapTo(EventRow.class)
        .findOne();
  }

  static List<EventRow> exceptions(Handle handle, UUID series) {
    return handle
        .createQuery(SELECT + "WHERE e.series = :series ORDER BY e.occurrence")
        .bind("series", series)
        .mapTo(EventRow.class)
        .list();
  }

  /** Makes an exception that does not differ yet, with its own copies of the attendees. */
  static void copyAttendees(Handle handle, UUID series, EventRow exception) {
    handle
        .createUpdate(
            """
            INSERT INTO event_attendee
            SELECT :exception, id, number, kind, subject, name, optional, organiser, answer,
              removed, settled, contact, reason, form, booker, booker_name, booker_department
            FROM event_attendee WHERE event = :series
            """)
        .bind("series", series)
        .bind("exception", exception.id())
        .execute();
    handle
        .createUpdate(
            """
            UPDATE event_reservation SET event = :exception
            WHERE event = :series AND occurrence = :occurrence
            """)
        .bind("series", series)
        .bind("exception", exception.id())
        .bind("occurrence", exception.occurrence().orElseThrow())
        .execute();
  }

  /** The calendar's events in the order of their ids, after that one. */
  static List<EventRow> page(
      Handle handle, EventCalendar calendar, EventFilter filter, Optional<UUID> after, int size) {
    return of(
            handle,
            calendar,
            """
            AND (CAST(:since AS timestamptz) IS NULL
              OR e.ends_at >= CAST(:since AS timestamptz) OR e.rule <> '')
            AND (CAST(:changed AS timestamptz) IS NULL
              OR e.changed_at >= CAST(:changed AS timestamptz))
            AND (CAST(:changed AS timestamptz) IS NOT NULL OR NOT e.cancelled
              OR EXISTS (
                SELECT FROM calendar_event s WHERE s.id = e.series AND NOT s.cancelled))
            AND (CAST(:after AS uuid) IS NULL OR e.id > CAST(:after AS uuid))
            ORDER BY e.id LIMIT :size
            """)
        .bind("since", filter.endingSince().orElse(null))
        .bind("changed", filter.changedSince().orElse(null))
        .bind("after", after.orElse(null))
        .bind("size", size)
        .mapTo(EventRow.class)
        .list();
  }

  /** What might take place in the period: single events and exceptions in it, and all series. */
  static List<EventRow> around(Handle handle, EventCalendar calendar, Period period) {
    return of(
            handle,
            calendar,
            """
            AND (e.rule <> '' AND e.starts_at < :to
              OR e.rule = '' AND e.starts_at < :to AND e.ends_at > :from)
            AND NOT e.cancelled
            ORDER BY e.starts_at, e.id
            """)
        .bind("from", period.from())
        .bind("to", period.to())
        .mapTo(EventRow.class)
        .list();
  }

  private static Query of(Handle handle, EventCalendar calendar, String and) {
    return handle
        .createQuery(SELECT + OF_CALENDAR + and)
        .bind("calendar", calendar.id())
        .bind("account", account(calendar));
  }

  /** The account whose calendar it is; none has an empty id. */
  static String account(EventCalendar calendar) {
    String people = "account:";
    return calendar.owner().startsWith(people) ? calendar.owner().substring(people.length()) : "";
  }

  /** The organisation's live series that are repeated and ask for a room. */
  static List<EventRow> repeatingWithRooms(Handle handle) {
    return handle
        .createQuery(
            SELECT
                + """
                WHERE e.rule <> '' AND NOT e.cancelled AND EXISTS (
                  SELECT FROM event_attendee a
                  WHERE a.event = e.id AND a.kind = 'ROOM' AND NOT a.removed)
                """)
        .mapTo(EventRow.class)
        .list();
  }

  static String organisation(Handle handle, UUID event) {
    return handle
        .createQuery(
            """
            SELECT c.organisation FROM calendar c JOIN calendar_event e ON e.calendar = c.id
            WHERE e.id = :event
            """)
        .bind("event", event)
        .mapTo(String.class)
        .one();
  }
}
