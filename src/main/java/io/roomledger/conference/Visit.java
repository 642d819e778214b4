package io.roomledger.conference;

import io.roomledger.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What somebody finds who comes to see the recordings of a conference: one query, and no more
 * around it than JDBC has, because programs ask this by the thousand (bench/videos).
 *
 * @param conference which
 * @param organisation whose conference it is
 * @param creator the account that created it
 * @param closed whether its recordings are handed out no more
 * @param recordings all its recordings, oldest first
 */
record Visit(
    String conference,
    String organisation,
    String creator,
    boolean closed,
    List<Recording> recordings) {

  /** Without an order: PostgreSQL would sort three rows for longer than it reads them. */
  private static final String SQL =
      """
      SELECT c.organisation, c.creator, c.closed_at IS NOT NULL AS closed,
             %s
        FROM conference c
        LEFT JOIN recording r ON r.conference = c.id
       WHERE c.id = ?
      """
          .formatted(RecordingRows.COLUMNS);

  /** Where the columns of the recording begin. */
  private static final int FIRST = 4;

  private static final Comparator<Recording> OLDEST_FIRST =
      Comparator.comparing((Recording recording) -> recording.take().startedAt())
          .thenComparing(Recording::id);

  /** The conference of that id, if there is one. */
  static Optional<Visit> find(Database database, String conference) {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement query = connection.prepareStatement(SQL)) {
      query.setString(1, conference);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? Optional.of(read(rows, conference)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the recordings of " + conference + " cannot be read", e);
    }
  }

  /**
   * What somebody is to it. Whether they took part is looked up only where they did not make the
   * conference or a recording of it.
   */
  Relation relation(Database database, String account) {
    boolean creates = creator.equals(account);
    boolean records =
        recordings.stream().anyMatch(recording -> recording.origin().owner().equals(account));
    if (creates || records) {
      return new Relation(creates, null, records);
    }
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT role FROM conference_member
                     WHERE conference = :conference AND account = :account
                    """)
                .bind("conference", conference)
                .bind("account", account)
                .mapTo(ConferenceMember.Role.class)
                .findOne()
                .map(role -> new Relation(false, role, false))
                .orElse(new Relation(false, null, false)));
  }

  private static Visit read(ResultSet row, String conference) throws SQLException {
    return new Visit(
        conference, row.getString(1), row.getString(2), row.getBoolean(3), recordings(row));
  }

  /** There is always a row; without a recording it tells only of the conference. */
  private static List<Recording> recordings(ResultSet row) throws SQLException {
    List<Recording> recordings = new ArrayList<>();
    do {
      if (row.getString(FIRST) != null) {
        recordings.add(RecordingRows.recording(row, FIRST));
      }
    } while (row.next());
    recordings.sort(OLDEST_FIRST);
    return recordings;
  }
}
