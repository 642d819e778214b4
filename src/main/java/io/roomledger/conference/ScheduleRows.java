package io.roomledger.conference;

import io.roomledger.base.Period;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Makes rows of the table {@code scheduled_conference} into planned conferences. */
final class ScheduleRows {
  private ScheduleRows() {}

  /** A plan and whose it is. */
  record Row(String organisation, ScheduledConference schedule) {}

  static Optional<Row> find(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT * FROM scheduled_conference WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> new Row(row.getString("organisation"), schedule(row)))
        .findOne();
  }

  private static ScheduledConference schedule(ResultSet row) throws SQLException {
    return new ScheduledConference(
        row.getObject("id", UUID.class),
        row.getString("creator"),
        row.getString("title"),
        new Period(
            row.getTimestamp("starts_at").toInstant(), row.getTimestamp("ends_at").toInstant()),
        row.getString("room_code"),
        settings(row),
        Optional.ofNullable(row.getTimestamp("cancelled_at")).map(Timestamp::toInstant));
  }

  private static ScheduledConference.Settings settings(ResultSet row) throws SQLException {
    Array coHosts = row.getArray("co_hosts");
    return new ScheduledConference.Settings(
        Optional.ofNullable(row.getString("host")),
        List.of((String[]) coHosts.getArray()),
        Optional.ofNullable(row.getString("recording_owner")),
        row.getBoolean("records_itself"));
  }
}
