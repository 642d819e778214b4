package io.roomledger.conference;

import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import java.util.List;
import java.util.Optional;

/** The door of timelines: what happened in a conference, in order. */
public final class Timelines {
  private static final int MOST = 10_000;

  private static final String SQL =
      """
      SELECT t.at, t.what, a.username, t.subject
        FROM (
          SELECT started_at AS at, 'STARTED' AS what, creator AS who, '' AS subject
            FROM conference WHERE id = :id
          UNION ALL
          SELECT ended_at, 'ENDED', NULL, '' FROM conference WHERE id = :id
          UNION ALL
          SELECT closed_at, 'CLOSED', NULL, '' FROM conference WHERE id = :id
          UNION ALL
          SELECT joined_at, 'JOINED', account, '' FROM conference_member WHERE conference = :id
          UNION ALL
          SELECT left_at, 'LEFT', account, '' FROM conference_member WHERE conference = :id
          UNION ALL
          SELECT removed_at, 'REMOVED', account, '' FROM conference_member WHERE conference = :id
          UNION ALL
          SELECT started_at, 'RECORDING_STARTED', started_by, ''
            FROM recorder_run WHERE conference = :id
          UNION ALL
          SELECT stopped_at, 'RECORDING_STOPPED', stopped_by, ''
            FROM recorder_run WHERE conference = :id
          UNION ALL
          SELECT r.started_at, 'RECORDING_STARTED', r.owner, r.id::text
            FROM recording r WHERE r.conference = :id
             AND NOT EXISTS (SELECT FROM recorder_run run
                              WHERE run.conference = r.conference AND run.answered
                                AND r.ended_at >= run.started_at
                                AND r.started_at <= coalesce(run.stopped_at, 'infinity'))
          UNION ALL
          SELECT r.ended_at, 'RECORDING_STOPPED', r.owner, r.id::text
            FROM recording r WHERE r.conference = :id AND r.duration_ms IS NOT NULL
             AND NOT EXISTS (SELECT FROM recorder_run run
                              WHERE run.conference = r.conference AND run.answered
                                AND r.ended_at >= run.started_at
                                AND r.started_at <= coalesce(run.stopped_at, 'infinity'))
          UNION ALL
          SELECT added_at, 'RECORDING_TAKEN_IN', owner, id::text
            FROM recording WHERE conference = :id
        ) t
        LEFT JOIN account a ON a.id = t.who
       WHERE t.at IS NOT NULL
       ORDER BY t.at, CASE t.what WHEN 'STARTED' THEN 0 WHEN 'ENDED' THEN 2 WHEN 'CLOSED' THEN 3
                      ELSE 1 END, t.what, a.username
       LIMIT :most
      """;

  private final Database database;
  private final Conferences conferences;

  public Timelines(Database database, Conferences conferences) {
    this.database = database;
    this.conferences = conferences;
  }

  /**
   * What happened in a conference, oldest first, ten thousand moments at most. Who may: as {@link
   * Conferences#find}.
   *
   * @throws io.roomledger.base.RefusedException as {@link Conferences#find}
   */
  public List<Moment> of(Caller caller, String conference) {
    conferences.find(caller, conference);
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(SQL)
                .bind("id", conference)
                .bind("most", MOST)
                .map((row, context) ->
                    new Moment(
                        row.getTimestamp("at").toInstant(),
                        Moment.What.valueOf(row.getString("what")),
                        Optional.ofNullable(row.getString("username")),
                        row.getString("subject")))
                .list());
  }
}
