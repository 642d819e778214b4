package io.roomledger.conference;

import io.roomledger.base.Period;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The queries of {@link RecordingList}. */
final class RecordingListRows {
  /** A recorder that stopped so long ago without a file will not send one. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private RecordingListRows() {}

  /**
   * What was found on a walk along the index.
   *
   * @param items those that fit, one more than asked for at most
   * @param end where the walk was broken off, if it was before the end of all
   */
  record Found(List<ListedRecording> items, Optional<RecordingKey> end) {}

  /** The walk: it looks at so many recordings and no more, whatever fits. */
  private static final String RECORDINGS =
      """
      WITH walk AS MATERIALIZED (<walk>)
      SELECT r.id, r.title, r.conference, c.title AS conference_title, a.username, a.name,
             r.started_at, r.ended_at, r.damage, r.has_thumbnail,
             recording_held(r.conference, r.id) AS held,
             (<fits>) AS fits
        FROM walk k
        JOIN recording r ON r.id = k.id
        JOIN conference c ON c.id = r.conference
        JOIN account a ON a.id = r.owner
       ORDER BY k.started_at DESC, k.id DESC
      """;

  private static final String ALL =
      """
      SELECT started_at, id FROM recording
       WHERE organisation = :organisation AND (started_at, id) < (:at, :id)
         AND started_at >= :from AND started_at < :to
       ORDER BY started_at DESC, id DESC LIMIT :scanned
      """;

  private static final String OF_SOMEBODY =
      """
      SELECT started_at, recording AS id FROM recording_person
       WHERE account = :somebody AND (started_at, recording) < (:at, :id)
         AND started_at >= :from AND started_at < :to <runs>
       ORDER BY started_at DESC, recording DESC LIMIT :scanned
      """;

  private static final String SEEN =
      """
      EXISTS (SELECT FROM recording_person v
               WHERE v.recording = r.id AND v.account = :viewer AND (v.runs OR :attendees))
      """;

  static Found recordings(Handle handle, RecordingList.Looking looking) {
    Optional<RecordingState> state = looking.query().filter().state();
    if (state.filter(s -> s != RecordingState.READY && s != RecordingState.DAMAGED).isPresent()) {
      return new Found(List.of(), Optional.empty());
    }
    int scanned = looking.scanned();
    Query query = handle.createQuery(sql(looking)).bind("scanned", scanned);
    bind(query, looking);
    return query.scanResultSet((rows, context) -> {
      try (context) {
        return read(rows.get(), looking.query().limit(), scanned);
      }
    });
  }

  private static String sql(RecordingList.Looking looking) {
    boolean own = looking.viewer().isPresent() && looking.person().isEmpty();
    String walk =
        looking.person().isEmpty() && !own
            ? ALL
            : OF_SOMEBODY.replace("<runs>", own && !looking.attendeesWatch() ? "AND runs" : "");
    List<String> fits = new ArrayList<>(List.of("r.organisation = :organisation"));
    RecordingQuery.Filter filter = looking.query().filter();
    filter.title().ifPresent(title -> fits.add("position(:title IN lower(r.title)) > 0"));
    filter
        .state()
        .ifPresent(state ->
            fits.add(state == RecordingState.READY ? "r.damage IS NULL" : "r.damage IS NOT NULL"));
    if (looking.viewer().isPresent() && looking.person().isPresent()) {
      fits.add(SEEN);
    }
    return RECORDINGS.replace("<walk>", walk).replace("<fits>", String.join(" AND ", fits));
  }

  private static void bind(Query query, RecordingList.Looking looking) {
    Period period = looking.query().period();
    query
        .bind("organisation", looking.caller().organisation())
        .bind("at", looking.after().startedAt())
        .bind("id", looking.after().id())
        .bind("from", period.from())
        .bind("to", period.to());
    Optional<String> somebody = looking.person().or(looking::viewer);
    somebody.ifPresent(account -> query.bind("somebody", account));
    looking.viewer().ifPresent(account -> query.bind("viewer", account));
    query.bind("attendees", looking.attendeesWatch());
    looking
        .query()
        .filter()
        .title()
        .ifPresent(title -> query.bind("title", title.toLowerCase(Locale.ROOT)));
  }

  private static Found read(ResultSet row, int limit, int scanned) throws SQLException {
    List<ListedRecording> items = new ArrayList<>();
    int looked = 0;
    RecordingKey last = RecordingKey.FIRST;
    while (row.next()) {
      looked++;
      last = new RecordingKey(moment(row, "started_at"), row.getObject("id", UUID.class));
      if (row.getBoolean("fits")) {
        items.add(recording(row));
        if (items.size() > limit) {
          return new Found(items, Optional.of(last));
        }
      }
    }
    return new Found(items, looked < scanned ? Optional.empty() : Optional.of(last));
  }

  private static ListedRecording recording(ResultSet row) throws SQLException {
    String damage = row.getString("damage");
    return new ListedRecording(
        row.getObject("id", UUID.class),
        row.getString("title"),
        new ListedRecording.Where(
            Optional.of(row.getString("conference")), row.getString("conference_title")),
        new ListedRecording.Owner(row.getString("username"), row.getString("name")),
        moment(row, "started_at"),
        new ListedRecording.Progress(
            damage == null ? RecordingState.READY : RecordingState.DAMAGED,
            Optional.ofNullable(damage),
            Optional.of(moment(row, "ended_at")),
            row.getBoolean("held"),
            row.getBoolean("has_thumbnail")));
  }

  private static final String COMING =
      """
      SELECT * FROM (
        SELECT ('00000000-0000-0000-0000-' || lpad(to_hex(run.id), 12, '0'))::uuid AS id,
               c.title, c.id AS conference, c.title AS conference_title, run.started_by AS owner,
               run.started_at, run.stopped_at AS ended_at,
               run.stopped_at IS NOT NULL AND run.stopped_at < :late AS failed,
               CASE WHEN run.stopped_at IS NULL THEN 'it is being recorded'
                    WHEN run.stopped_at < :late THEN 'the recorder stopped, and no file came'
                    ELSE 'the recorder stopped, and its file is waited for' END AS reason
          FROM recorder_run run
          JOIN conference c ON c.id = run.conference
         WHERE NOT run.answered AND c.organisation = :organisation
        UNION ALL
        SELECT u.id, u.title, u.conference, u.conference_title, u.owner, u.started_at, NULL,
               u.failure IS NOT NULL OR u.expires_at <= :now,
               coalesce(u.failure,
                 CASE WHEN u.expires_at <= :now THEN 'it was not finished in time'
                      ELSE 'of ' || u.size || ' bytes ' || u.received || ' have come' END)
          FROM upload u
         WHERE (u.ended_at IS NULL OR u.failure IS NOT NULL) AND u.organisation = :organisation
        ) t
        JOIN account a ON a.id = t.owner
       WHERE (t.started_at, t.id) < (:at, :id) AND t.started_at >= :from AND t.started_at < :to
         AND (:viewer::text IS NULL OR t.owner = :viewer
              OR EXISTS (SELECT FROM conference c WHERE c.id = t.conference AND c.creator = :viewer)
              OR EXISTS (SELECT FROM conference_member m
                          WHERE m.conference = t.conference AND m.account = :viewer
                            AND (m.role <> 'ATTENDEE' OR :attendees)))
         AND (:person::text IS NULL OR t.owner = :person
              OR EXISTS (SELECT FROM conference_member m
                          WHERE m.conference = t.conference AND m.account = :person))
         AND (:title::text IS NULL OR position(:title IN lower(t.title)) > 0)
         AND (:failed::boolean IS NULL OR t.failed = :failed)
       ORDER BY t.started_at DESC, t.id DESC LIMIT :limit
      """;

  /** What is on its way, and what came to nothing. */
  static List<ListedRecording> coming(Handle handle, RecordingList.Looking looking, Instant now) {
    RecordingQuery.Filter filter = looking.query().filter();
    Optional<RecordingState> state = filter.state();
    if (state.filter(s -> s == RecordingState.READY || s == RecordingState.DAMAGED).isPresent()) {
      return List.of();
    }
    Period period = looking.query().period();
    return handle
        .createQuery(COMING)
        .bind("organisation", looking.caller().organisation())
        .bind("now", now)
        .bind("late", now.minus(PATIENCE))
        .bind("at", looking.after().startedAt())
        .bind("id", looking.after().id())
        .bind("from", period.from())
        .bind("to", period.to())
        .bind("viewer", looking.viewer())
        .bind("person", looking.person())
        .bind("attendees", looking.attendeesWatch())
        .bind("title", filter.title().map(title -> title.toLowerCase(Locale.ROOT)))
        .bind("failed", state.map(s -> s == RecordingState.FAILED))
        .bind("limit", looking.query().limit() + 1)
        .map((row, context) -> coming(row))
        .list();
  }

  private static ListedRecording coming(ResultSet row) throws SQLException {
    Timestamp ended = row.getTimestamp("ended_at");
    return new ListedRecording(
        row.getObject("id", UUID.class),
        row.getString("title"),
        new ListedRecording.Where(
            Optional.ofNullable(row.getString("conference")), row.getString("conference_title")),
        new ListedRecording.Owner(row.getString("username"), row.getString("name")),
        moment(row, "started_at"),
        new ListedRecording.Progress(
            row.getBoolean("failed") ? RecordingState.FAILED : RecordingState.IN_PROGRESS,
            Optional.of(row.getString("reason")),
            Optional.ofNullable(ended).map(Timestamp::toInstant),
            false,
            false));
  }

  private static Instant moment(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }
}
