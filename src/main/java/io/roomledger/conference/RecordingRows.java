package io.roomledger.conference;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
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
    return new Recording(
        row.getObject("id", UUID.class),
        row.getString("title"),
        new Recording.Origin(
            row.getString("conference"),
            row.getString("recording_session"),
            row.getString("owner")),
        take(row),
        new Recording.VideoFile(
            row.getLong("size"),
            row.getString("media_type"),
            row.getString("region"),
            row.getString("store_key"),
            row.getString("sha256")),
        condition(row.getString("damage")));
  }

  private static Recording.Take take(ResultSet row) throws SQLException {
    long millis = row.getLong("duration_ms");
    Optional<Duration> duration =
        row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    return new Recording.Take(
        moment(row, "started_at"),
        moment(row, "ended_at"),
        duration,
        RecordingKind.valueOf(row.getString("kind")),
        Recording.Clockwork.valueOf(row.getString("timed_by")));
  }

  private static Instant moment(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at.toInstant();
  }

  private static Recording.Condition condition(@Nullable String damage) {
    return damage == null ? new Recording.Ready() : new Recording.Damaged(damage);
  }
}
