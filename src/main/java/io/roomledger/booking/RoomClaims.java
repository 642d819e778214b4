package io.roomledger.booking;

import io.roomledger.base.Period;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The SQL of what became of the wishes of events for rooms, occurrence by occurrence. */
final class RoomClaims {
  /** What a room said to an occurrence; {@code l} is the claim, {@code v} its reservation. */
  private static final String ANSWER =
      """
      CASE WHEN v.id IS NULL THEN 'DECLINED'
        WHEN v.status = 'AWAITING_APPROVAL' THEN 'NONE'
        WHEN v.status IN ('BOOKED', 'RELEASED_AFTER_END') THEN 'ACCEPTED'
        WHEN EXISTS (SELECT FROM reservation_step s WHERE s.reservation = v.id
          AND s.step = 'BOOKED') THEN 'REMOVED'
        ELSE 'DECLINED' END
      """;

  private static final String RESERVATION =
      """
       LEFT JOIN reservation_slot s ON s.id = l.reservation
       LEFT JOIN reservation v ON v.id = s.id AND v.starts_at = s.starts_at
      """;

  private RoomClaims() {}

  /** A wish for one occurrence and its outcome; no reservation if the room was taken. */
  record Claim(
      UUID event,
      String attendee,
      Instant occurrence,
      Instant startsAt,
      Instant endsAt,
      Optional<UUID> reservation) {
    Period period() {
      return new Period(startsAt, endsAt);
    }
  }

  private record Said(UUID event, String attendee, Instant occurrence, Answer answer) {}

  static List<Claim> of(Handle handle, UUID event, String attendee) {
    return handle
        .createQuery(
            """
            SELECT event, attendee, occurrence, starts_at, ends_at, reservation
            FROM event_reservation WHERE event = :event AND attendee = :attendee
            ORDER BY occurrence
            """)
        .bind("event", event)
        .bind("attendee", attendee)
        .mapTo(Claim.class)
        .list();
  }

  /** Of those events and that room, the reservations, in the order of their time. */
  static List<Claim> ofRoom(Handle handle, Collection<UUID> events, UUID room) {
    return handle
        .createQuery(
            """
            SELECT l.event, l.attendee, l.occurrence, l.starts_at, l.ends_at, l.reservation
            FROM event_reservation l
            JOIN event_attendee a ON a.event = l.event AND a.id = l.attendee
            WHERE l.event = ANY(:events) AND a.kind = 'ROOM' AND a.subject = :room
              AND l.reservation IS NOT NULL
            ORDER BY l.starts_at
            """)
        .bindArray("events", UUID.class, events)
        .bind("room", room.toString())
        .mapTo(Claim.class)
        .list();
  }

  static void insert(Handle handle, Collection<Claim> claims) {
    if (claims.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO event_reservation
              (event, attendee, occurrence, starts_at, ends_at, reservation)
            VALUES (:event, :attendee, :occurrence, :startsAt, :endsAt, :reservation)
            ON CONFLICT (event, attendee, occurrence) DO UPDATE SET
              starts_at = excluded.starts_at, ends_at = excluded.ends_at,
              reservation = excluded.reservation
            """);
    for (Claim claim : claims) {
      named(batch, claim)
          .bind("startsAt", claim.startsAt())
          .bind("endsAt", claim.endsAt())
          .bind("reservation", claim.reservation().orElse(null))
          .add();
    }
    batch.execute();
  }

  private static PreparedBatch named(PreparedBatch batch, Claim claim) {
    return batch
        .bind("event", claim.event())
        .bind("attendee", claim.attendee())
        .bind("occurrence", claim.occurrence());
  }

  static void delete(Handle handle, Collection<Claim> claims) {
    if (claims.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            DELETE FROM event_reservation
            WHERE event = :event AND attendee = :attendee AND occurrence = :occurrence
            """);
    claims.forEach(claim -> named(batch, claim).add());
    batch.execute();
  }

  /** Says that an occurrence did not get the room after all. */
  static void refuse(Handle handle, UUID reservation) {
    handle
        .createUpdate(
            "UPDATE event_reservation SET reservation = NULL WHERE reservation = :reservation")
        .bind("reservation", reservation)
        .execute();
  }

  /** Lets those rooms be asked again that were refused. */
  static void forgetRefused(Handle handle, UUID event, Collection<String> attendees) {
    handle
        .createUpdate(
            """
            DELETE FROM event_reservation
            WHERE event = :event AND attendee = ANY(:attendees) AND reservation IS NULL
            """)
        .bind("event", event)
        .bindArray("attendees", String.class, attendees)
        .execute();
  }

  /** Lets go of what is not over. */
  static void forgetFuture(
      Handle handle, Collection<UUID> events, Collection<String> attendees, Instant now) {
    handle
        .createUpdate(
            """
            DELETE FROM event_reservation
            WHERE event = ANY(:events) AND attendee = ANY(:attendees) AND ends_at > :now
            """)
        .bindArray("events", UUID.class, events)
        .bindArray("attendees", String.class, attendees)
        .bind("now", now)
        .execute();
  }

  /** The reservations of those events, of all their rooms or of the attendees named. */
  static List<UUID> reservations(
      Handle handle, Collection<UUID> events, Optional<Collection<String>> attendees) {
    return handle
        .createQuery(
            """
            SELECT reservation FROM event_reservation
            WHERE event = ANY(:events) AND reservation IS NOT NULL
              AND (:all OR attendee = ANY(:attendees))
            """)
        .bindArray("events", UUID.class, events)
        .bind("all", attendees.isEmpty())
        .bindArray("attendees", String.class, attendees.orElse(List.of()))
        .mapTo(UUID.class)
        .list();
  }

  /**
   * What each room said to an event as a whole: it waits if one occurrence does, it comes if it
   * comes to one; by the attendee's id.
   */
  static Map<String, Answer> answers(Handle handle, UUID event) {
    return handle
        .createQuery(
            "SELECT attendee, CASE WHEN bool_or(answer = 'NONE') THEN 'NONE'"
                + " WHEN bool_or(answer = 'ACCEPTED') THEN 'ACCEPTED'"
                + " WHEN bool_or(answer = 'REMOVED') THEN 'REMOVED' ELSE 'DECLINED' END AS answer"
                + " FROM (SELECT l.attendee, "
                + ANSWER
                + " AS answer FROM event_reservation l"
                + RESERVATION
                + " WHERE l.event = :event) said"
                + " GROUP BY attendee")
        .bind("event", event)
        .setMapKeyColumn("attendee")
        .setMapValueColumn("answer")
        .collectInto(new org.jdbi.v3.core.generic.GenericType<Map<String, Answer>>() {});
  }

  /**
   * What the rooms of some events said, occurrence by occurrence.
   *
   * @param answers by event, attendee and occurrence
   */
  record Answers(Map<List<Object>, Answer> answers) {
    /** By the attendee's id; a room that said nothing is left out. */
    Map<String, Answer> at(UUID event, Instant occurrence, Collection<String> attendees) {
      Map<String, Answer> said = new HashMap<>();
      for (String attendee : attendees) {
        Answer answer = answers.get(List.of(event, attendee, occurrence));
        if (answer != null) {
          said.put(attendee, answer);
        }
      }
      return said;
    }
  }

  /** What the rooms of those events said to each occurrence in a period. */
  static Answers answers(Handle handle, Collection<UUID> events, Period period) {
    return new Answers(
        handle
            .createQuery(
                "SELECT l.event, l.attendee, l.occurrence, "
                    + ANSWER
                    + " AS answer FROM event_reservation l"
                    + RESERVATION
                    + " WHERE l.event = ANY(:events) AND l.starts_at < :to AND l.ends_at > :from")
            .bindArray("events", UUID.class, events)
            .bind("from", period.from())
            .bind("to", period.to())
            .mapTo(Said.class)
            .collectToMap(
                said -> List.<Object>of(said.event(), said.attendee(), said.occurrence()),
                Said::answer));
  }

  /** Writes how many are asked and have said yes into the reservations that are not over. */
  static void count(Handle handle, UUID event, Guests guests, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE reservation v SET guests_number = :invited, accepted_number = :accepted
            FROM event_reservation l JOIN reservation_slot s ON s.id = l.reservation
            WHERE l.event = :event AND v.id = s.id AND v.starts_at = s.starts_at
              AND v.status IN ('AWAITING_APPROVAL', 'BOOKED') AND upper(v.period) > :now
            """)
        .bind("event", event)
        .bindMethods(guests)
        .bind("now", now)
        .execute();
  }

  /** Writes what an event is about into its reservations that are not over. */
  static void name(Handle handle, UUID event, String topic, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE reservation v SET topic = :topic
            FROM event_reservation l JOIN reservation_slot s ON s.id = l.reservation
            WHERE l.event = :event AND v.id = s.id AND v.starts_at = s.starts_at
              AND v.status IN ('AWAITING_APPROVAL', 'BOOKED') AND upper(v.period) > :now
            """)
        .bind("event", event)
        .bind("topic", topic)
        .bind("now", now)
        .execute();
  }
}
