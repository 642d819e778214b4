package io.roomledger.conference;

import io.roomledger.identity.ExternalIdKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What is found when somebody comes to see the recordings of a conference: one query, because
 * programs ask this often.
 *
 * @param viewer the account that a vendor's id names
 * @param venue the conference, if there is one of that id
 * @param relation what the viewer is to it
 * @param recordings all its recordings, oldest first
 */
record Visit(
    Optional<Viewer> viewer, Optional<Venue> venue, Relation relation, List<Found> recordings) {

  /** Somebody who wants to watch. */
  record Viewer(String account, String organisation) {}

  /** A conference: whose it is, whether it was closed, and how many were in it. */
  record Venue(String organisation, boolean closed, int participants) {}

  /** A recording, and the vendor's id of its owner where one was made already. */
  record Found(Recording recording, @Nullable String recorder) {}

  private static final String SQL =
      """
      WITH viewer AS (
        SELECT a.id, a.organisation
          FROM external_id x
          JOIN account a ON a.id = x.account_id
         WHERE x.kind = :kind AND x.external_id = :viewer AND a.active)
      SELECT v.id AS viewer, v.organisation AS viewer_organisation,
             c.organisation, c.closed_at IS NOT NULL AS closed, c.creator = v.id AS creates, m.role,
             (SELECT count(*) FROM conference_member p WHERE p.conference = c.id) AS participants,
             x.external_id AS recorder,
             %s
        FROM (VALUES (1)) AS always
        LEFT JOIN viewer v ON true
        LEFT JOIN conference c ON c.id = :conference
        LEFT JOIN conference_member m ON m.conference = c.id AND m.account = v.id
        LEFT JOIN recording r ON r.conference = c.id
        LEFT JOIN external_id x ON x.account_id = r.owner AND x.kind = :kind
       ORDER BY r.started_at, r.id
      """
          .formatted(RecordingRows.COLUMNS);

  static Visit find(Handle handle, String conference, ExternalIdKind kind, String viewer) {
    return handle
        .createQuery(SQL)
        .bind("conference", conference)
        .bind("kind", kind.name())
        .bind("viewer", viewer)
        .scanResultSet((rows, context) -> {
          try (context) {
            return read(rows.get());
          }
        });
  }

  private static Visit read(ResultSet row) throws SQLException {
    row.next();
    Optional<Viewer> viewer = viewer(row);
    Optional<Venue> venue = venue(row);
    boolean creates = row.getBoolean("creates");
    ConferenceMember.Role role = Relation.role(row.getString("role"));
    List<Found> recordings = recordings(row);
    boolean owns =
        viewer.isPresent()
            && recordings.stream()
                .anyMatch(r -> r.recording().origin().owner().equals(viewer.get().account()));
    return new Visit(viewer, venue, new Relation(creates, role, owns), recordings);
  }

  private static Optional<Viewer> viewer(ResultSet row) throws SQLException {
    String account = row.getString("viewer");
    return account == null
        ? Optional.empty()
        : Optional.of(new Viewer(account, row.getString("viewer_organisation")));
  }

  private static Optional<Venue> venue(ResultSet row) throws SQLException {
    String organisation = row.getString("organisation");
    return organisation == null
        ? Optional.empty()
        : Optional.of(
            new Venue(organisation, row.getBoolean("closed"), row.getInt("participants")));
  }

  /** There is always a row; without a recording it says only who came and where. */
  private static List<Found> recordings(ResultSet row) throws SQLException {
    List<Found> recordings = new ArrayList<>();
    do {
      if (row.getString("store_key") != null) {
        recordings.add(new Found(RecordingRows.recording(row), row.getString("recorder")));
      }
    } while (row.next());
    return List.copyOf(recordings);
  }
}
