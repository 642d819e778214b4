package io.roomledger.conference;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes rows into conferences with what can be counted of them. */
final class ConferenceInfoRows {
  /** Everything up to the condition; the conference is {@code c}. */
  static final String SELECT =
      """
      SELECT c.id, c.organisation, c.title, c.creator, a.name AS creator_name, c.started_at,
             c.ended_at, c.closed_at, c.recording_status, c.room_code, c.schedule,
             c.recording_owner, c.all_muted,
             n.invited, n.attended, n.present
        FROM conference c
        JOIN account a ON a.id = c.creator
        CROSS JOIN LATERAL (
          SELECT count(m.invited_at) AS invited, count(m.joined_at) AS attended,
                 count(*) FILTER (WHERE m.joined_at IS NOT NULL AND m.left_at IS NULL
                                    AND c.ended_at IS NULL) AS present
            FROM conference_member m
           WHERE m.conference = c.id) AS n
      """;

  private ConferenceInfoRows() {}

  static ConferenceInfo info(ResultSet row) throws SQLException {
    Conference conference =
        new Conference(
            row.getString("id"),
            row.getString("organisation"),
            row.getString("title"),
            row.getString("creator"),
            new Conference.Lifetime(
                row.getTimestamp("started_at").toInstant(),
                moment(row.getTimestamp("ended_at")),
                moment(row.getTimestamp("closed_at"))),
            RecordingStatus.valueOf(row.getString("recording_status")));
    return new ConferenceInfo(
        conference,
        row.getString("creator_name"),
        new ConferenceInfo.Way(
            Optional.ofNullable(row.getString("room_code")),
            Optional.ofNullable(row.getObject("schedule", UUID.class))),
        new ConferenceInfo.Attendance(
            row.getInt("invited"), row.getInt("attended"), row.getInt("present")),
        Optional.ofNullable(row.getString("recording_owner")),
        row.getBoolean("all_muted"));
  }

  static Attendee attendee(ResultSet row) throws SQLException {
    return new Attendee(
        row.getString("account"),
        row.getString("name"),
        ConferenceMember.Role.valueOf(row.getString("role")),
        presence(row),
        moment(row.getTimestamp("joined_at")),
        moment(row.getTimestamp("left_at")),
        row.getBoolean("muted"));
  }

  /** Who never left a conference that has ended is not there any more. */
  private static Attendee.Presence presence(ResultSet row) throws SQLException {
    boolean over = row.getTimestamp("ended_at") != null;
    if (row.getTimestamp("removed_at") != null) {
      return Attendee.Presence.REMOVED;
    }
    if (row.getTimestamp("joined_at") != null) {
      return over || row.getTimestamp("left_at") != null
          ? Attendee.Presence.LEFT
          : Attendee.Presence.PRESENT;
    }
    return row.getTimestamp("invited_at") != null
        ? Attendee.Presence.CALLED
        : Attendee.Presence.UNKNOWN;
  }

  private static Optional<Instant> moment(@Nullable Timestamp at) {
    return Optional.ofNullable(at).map(Timestamp::toInstant);
  }
}
