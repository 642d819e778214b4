package io.roomledger.conference;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What the tables of conferences say of what was decided in them. */
final class ControlRows {
  private ControlRows() {}

  static ConferenceRules rules(Handle handle, String conference) {
    return handle
        .createQuery(
            """
            SELECT locked, all_muted, own_unmuting, host_passes_on, sharing, insiders_only
              FROM conference WHERE id = :id
            """)
        .bind("id", conference)
        .mapTo(ConferenceRules.class)
        .one();
  }

  static void write(Handle transaction, String conference, ConferenceRules rules) {
    transaction
        .createUpdate(
            """
            UPDATE conference
               SET locked = :locked, all_muted = :allMuted, own_unmuting = :ownUnmuting,
                   host_passes_on = :hostPassesOn, sharing = :sharing,
                   insiders_only = :insidersOnly
             WHERE id = :id
            """)
        .bindMethods(rules)
        .bind("id", conference)
        .execute();
  }

  /** Whoever runs the conference is not muted with the others. */
  static void muteAll(Handle transaction, String conference, boolean muted) {
    transaction
        .createUpdate(
            """
            UPDATE conference_member SET muted = :muted AND role = 'ATTENDEE'
             WHERE conference = :id
            """)
        .bind("id", conference)
        .bind("muted", muted)
        .execute();
  }

  /** As what people are in it. */
  static Map<String, ConferenceMember.Role> roles(Handle handle, String conference) {
    Map<String, ConferenceMember.Role> roles = new LinkedHashMap<>();
    handle
        .createQuery("SELECT account, role FROM conference_member WHERE conference = :id")
        .bind("id", conference)
        .map((row, context) ->
            Map.entry(
                row.getString("account"), ConferenceMember.Role.valueOf(row.getString("role"))))
        .forEach(entry -> roles.put(entry.getKey(), entry.getValue()));
    return roles;
  }

  /** A number that was called already is called again. */
  static void dial(
      Handle transaction, String conference, String person, PhoneCall call, Instant now) {
    transaction
        .createUpdate(
            """
            INSERT INTO conference_call (conference, country, number, name, called_by, called_at)
            VALUES (:id, :country, :number, :name, :person, :now)
            ON CONFLICT (conference, country, number) DO UPDATE
              SET name = excluded.name, called_by = excluded.called_by,
                  called_at = excluded.called_at
            """)
        .bindMethods(call)
        .bind("id", conference)
        .bind("person", person)
        .bind("now", now)
        .execute();
  }
}
