package io.roomledger.booking;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The SQL of attendees. */
final class AttendeeRows {
  private static final String SELECT =
      """
      SELECT a.event, a.id, a.kind, a.subject, a.name, a.optional, a.organiser, a.answer, a.removed,
        a.settled, a.contact, a.reason, a.form, a.booker, a.booker_name, a.booker_department
      FROM event_attendee a
      """;

  private AttendeeRows() {}

  /** An attendee as it lies in the table; the answer of a room follows from its reservations. */
  record Row(
      UUID event,
      String id,
      Attendee.Kind kind,
      String subject,
      String name,
      boolean optional,
      boolean organiser,
      Answer answer,
      boolean removed,
      boolean settled,
      Optional<String> contact,
      Optional<String> reason,
      Optional<String> form,
      String booker,
      String bookerName,
      String bookerDepartment) {

    /** A new one, of whom nothing is known but the wish. */
    static Row fresh(UUID event, Invitation wish, String name, Reserver by) {
      return new Row(
          event,
          Invitation.id(wish.who()),
          wish.who().kind(),
          wish.who().subject(),
          name,
          wish.optional(),
          false,
          Answer.NONE,
          false,
          wish.who().kind() != Attendee.Kind.ROOM,
          wish.room().contact(),
          wish.room().reason(),
          wish.room().form(),
          by.key(),
          by.name(),
          by.department());
    }

    /** The one who organises the event, and comes. */
    static Row organiser(UUID event, Invitation wish, Reserver by) {
      Row row = fresh(event, wish, by.name(), by);
      return new Row(
          row.event,
          row.id,
          row.kind,
          row.subject,
          row.name,
          false,
          true,
          Answer.ACCEPTED,
          false,
          true,
          row.contact,
          row.reason,
          row.form,
          row.booker,
          row.bookerName,
          row.bookerDepartment);
    }

    /** The same of another event. */
    Row of(UUID other) {
      return new Row(
          other,
          id,
          kind,
          subject,
          name,
          optional,
          organiser,
          answer,
          removed,
          settled,
          contact,
          reason,
          form,
          booker,
          bookerName,
          bookerDepartment);
    }

    boolean isRoom() {
      return kind == Attendee.Kind.ROOM;
    }

    UUID room() {
      return UUID.fromString(subject);
    }

    Reserver by() {
      return new Reserver(booker, bookerName, bookerDepartment);
    }

    Attendee answering(Answer given) {
      return new Attendee(
          id,
          new Attendee.Who(kind, subject),
          name,
          new Attendee.Standing(removed ? Answer.REMOVED : given, optional, organiser),
          new Attendee.RoomWish(contact, reason, form));
    }
  }

  /** Adds it, or asks it again if it was removed; one that is there already stays as it is. */
  static void insert(Handle handle, Row row) {
    handle
        .createUpdate(
            """
            INSERT INTO event_attendee (event, id, number, kind, subject, name, optional, organiser,
              answer, removed, settled, contact, reason, form,
              booker, booker_name, booker_department)
            SELECT :event, :id, coalesce(max(number), 0) + 1, :kind, :subject, :name, :optional,
              :organiser, :answer, :removed, :settled, :contact, :reason, :form,
              :booker, :bookerName, :bookerDepartment
            FROM event_attendee WHERE event = :event
            ON CONFLICT (event, id) DO UPDATE SET
              answer = CASE WHEN event_attendee.removed THEN excluded.answer
                ELSE event_attendee.answer END,
              optional = excluded.optional, removed = false, settled = excluded.settled,
              contact = excluded.contact, reason = excluded.reason, form = excluded.form,
              booker = excluded.booker, booker_name = excluded.booker_name,
              booker_department = excluded.booker_department
            """)
        .bind("event", row.event())
        .bind("id", row.id())
        .bind("kind", row.kind())
        .bind("subject", row.subject())
        .bind("name", row.name())
        .bind("optional", row.optional())
        .bind("organiser", row.organiser())
        .bind("answer", row.answer())
        .bind("removed", row.removed())
        .bind("settled", row.settled())
        .bind("contact", row.contact().orElse(null))
        .bind("reason", row.reason().orElse(null))
        .bind("form", row.form().orElse(null))
        .bind("booker", row.booker())
        .bind("bookerName", row.bookerName())
        .bind("bookerDepartment", row.bookerDepartment())
        .execute();
  }

  /** In the order in which they were asked; those removed last. */
  static List<Row> all(Handle handle, UUID event) {
    return handle
        .createQuery(SELECT + "WHERE a.event = :event ORDER BY a.removed, a.number, a.id")
        .bind("event", event)
        .mapTo(Row.class)
        .list();
  }

  /** The rooms of those events that are still asked for, in the order in which they are locked. */
  static List<Row> rooms(Handle handle, Collection<UUID> events) {
    return handle
        .createQuery(
            SELECT
                + """
                WHERE a.event = ANY(:events) AND a.kind = 'ROOM' AND NOT a.removed
                ORDER BY a.subject, a.event
                """)
        .bindArray("events", UUID.class, events)
        .mapTo(Row.class)
        .list();
  }

  /** How many are asked to come. */
  static int count(Handle handle, UUID event) {
    return handle
        .createQuery("SELECT count(*) FROM event_attendee WHERE event = :event AND NOT removed")
        .bind("event", event)
        .mapTo(Integer.class)
        .one();
  }

  static Optional<Row> person(Handle handle, UUID event, String account) {
    return handle
        .createQuery(
            SELECT
                + """
                WHERE a.event = :event AND a.kind = 'PERSON' AND a.subject = :account
                  AND NOT a.removed
                """)
        .bind("event", event)
        .bind("account", account)
        .mapTo(Row.class)
        .findOne();
  }

  static void remove(Handle handle, Collection<UUID> events, Collection<String> ids) {
    handle
        .createUpdate(
            """
            UPDATE event_attendee SET removed = true, settled = true
            WHERE event = ANY(:events) AND id = ANY(:ids)
            """)
        .bindArray("events", UUID.class, events)
        .bindArray("ids", String.class, ids)
        .execute();
  }

  static void answer(Handle handle, Collection<UUID> events, String id, Answer answer) {
    handle
        .createUpdate(
            """
            UPDATE event_attendee SET answer = :answer WHERE event = ANY(:events) AND id = :id
            """)
        .bindArray("events", UUID.class, events)
        .bind("id", id)
        .bind("answer", answer)
        .execute();
  }

  /** Says whether the rooms of those events are judged; true if there are any. */
  static boolean settle(Handle handle, Collection<UUID> events, boolean settled) {
    return handle
            .createUpdate(
                """
                UPDATE event_attendee SET settled = :settled
                WHERE event = ANY(:events) AND kind = 'ROOM' AND NOT removed
                """)
            .bindArray("events", UUID.class, events)
            .bind("settled", settled)
            .execute()
        > 0;
  }

  /** How many people are asked, and how many said yes. */
  static Guests guests(Handle handle, UUID event) {
    return handle
        .createQuery(
            """
            SELECT count(*) AS invited, count(*) FILTER (WHERE answer = 'ACCEPTED') AS accepted
            FROM event_attendee WHERE event = :event AND kind <> 'ROOM' AND NOT removed
            """)
        .bind("event", event)
        .mapTo(Guests.class)
        .one();
  }
}
