package io.roomledger.conference;

/** Where the moments of a timeline are stored. */
final class MomentRows {
  /**
   * Everything that happened in the conference {@code :id}: when ({@code at}, null for what has not
   * happened), what, who did it, the recording that it is about, and a {@code key} which tells it
   * from others of its kind. Of moments at one time those of lower {@code rank} come first.
   */
  static final String OF_CONFERENCE =
      """
      SELECT m.*, CASE m.what WHEN 'STARTED' THEN 0 WHEN 'ENDED' THEN 2 WHEN 'CLOSED' THEN 3
                  ELSE 1 END AS rank
        FROM (
          SELECT started_at AS at, 'STARTED' AS what, creator AS who, '' AS subject, id AS key
            FROM conference WHERE id = :id
          UNION ALL
          SELECT ended_at, 'ENDED', NULL, '', id FROM conference WHERE id = :id
          UNION ALL
          SELECT closed_at, 'CLOSED', NULL, '', id FROM conference WHERE id = :id
          UNION ALL
          SELECT joined_at, 'JOINED', account, '', account
            FROM conference_member WHERE conference = :id
          UNION ALL
          SELECT left_at, 'LEFT', account, '', account
            FROM conference_member WHERE conference = :id
          UNION ALL
          SELECT removed_at, 'REMOVED', account, '', account
            FROM conference_member WHERE conference = :id
          UNION ALL
          SELECT started_at, 'RECORDING_STARTED', started_by, '', id::text
            FROM recorder_run WHERE conference = :id
          UNION ALL
          SELECT stopped_at, 'RECORDING_STOPPED', stopped_by, '', id::text
            FROM recorder_run WHERE conference = :id
          UNION ALL
          SELECT r.started_at, 'RECORDING_STARTED', r.owner, r.id::text, r.id::text
            FROM recording r WHERE r.conference = :id
             AND NOT EXISTS (SELECT FROM recorder_run run
                              WHERE run.conference = r.conference AND run.answered
                                AND r.ended_at >= run.started_at
                                AND r.started_at <= coalesce(run.stopped_at, 'infinity'))
          UNION ALL
          SELECT r.ended_at, 'RECORDING_STOPPED', r.owner, r.id::text, r.id::text
            FROM recording r WHERE r.conference = :id AND r.duration_ms IS NOT NULL
             AND NOT EXISTS (SELECT FROM recorder_run run
                              WHERE run.conference = r.conference AND run.answered
                                AND r.ended_at >= run.started_at
                                AND r.started_at <= coalesce(run.stopped_at, 'infinity'))
          UNION ALL
          SELECT added_at, 'RECORDING_TAKEN_IN', owner, id::text, id::text
            FROM recording WHERE conference = :id
        ) m
      """;

  private MomentRows() {}
}
