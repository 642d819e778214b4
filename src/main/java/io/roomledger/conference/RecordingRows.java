package io.roomledger.conference;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes rows of the table {@code recording} into recordings. */
final class RecordingRows {
  /** The columns that {@link #recording} needs, of recording {@code r} and conference {@code c}. */
  static final String COLUMNS =
      """
      r.id, r.title, r.conference, c.recording_session, r.owner, r.started_at, r.ended_at,
      r.duration_ms, r.kind, r.timed_by, r.size, r.media_type, r.region, r.store_key, r.sha256,
      r.damage
      """;

  private RecordingRows() {}

  static Recording recording(ResultSet row) throws SQLException {
    int from = row.findColumn("id");
    return new Recording(
        row.getObject(from, UUID.class),
        row.getString(from + 1),
        new Recording.Origin(
            row.getString(from + 2), row.getString(from + 3), row.getString(from + 4)),
        take(row, from + 5),
        new Recording.VideoFile(
            row.getLong(from + 10),
            row.getString(from + 11),
            row.getString(from + 12),
            row.getString(from + 13),
            row.getString(from + 14)),
        condition(row.getString(from + 15)));
  }

  /**
   * The columns from {@code started_at} to {@code timed_by}, of which the first is {@code from}.
   */
  static Recording.Take take(ResultSet row, int from) throws SQLException {
    long millis = row.getLong(from + 2);
    Optional<Duration> duration =
        row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    return new Recording.Take(
        row.getTimestamp(from).toInstant(),
        row.getTimestamp(from + 1).toInstant(),
        duration,
        RecordingKind.valueOf(row.getString(from + 3)),
        Recording.Clockwork.valueOf(row.getString(from + 4)));
  }

  private static Recording.Condition condition(@Nullable String damage) {
    return damage == null ? new Recording.Ready() : new Recording.Damaged(damage);
  }
}
