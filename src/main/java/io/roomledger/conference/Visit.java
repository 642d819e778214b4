package io.roomledger.conference;

import io.roomledger.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody finds who comes to see the recordings of a conference: one query, and no more
 * around it than JDBC has, because programs ask this by the thousand (bench/videos).
 *
 * @param conference which
 * @param organisation whose conference it is
 * @param creator the account that created it
 * @param closed whether its recordings are handed out no more
 * @param sights all its recordings, oldest first
 */
record Visit(
    String conference, String organisation, String creator, boolean closed, List<Sight> sights) {

  /**
   * A recording, with no more than the list of them shows.
   *
   * @param ready whether it can be watched
   */
  record Sight(
      UUID id,
      String session,
      String owner,
      Recording.Take take,
      long size,
      String region,
      boolean ready) {}

  /** What is needed of the conference stands on each of its recordings (V23). */
  private static final String SQL =
      """
      SELECT organisation, creator, closed, session, id, owner, started_at, ended_at, duration_ms,
             kind, timed_by, size, region, damage IS NULL
        FROM recording
       WHERE conference = ?
       ORDER BY started_at, id
      """;

  private static final String WITHOUT_RECORDINGS =
      "SELECT organisation, creator, closed_at IS NOT NULL FROM conference WHERE id = ?";

  /** The conference of that id, if there is one. */
  static Optional<Visit> find(Database database, String conference) {
    try (Connection connection = database.dataSource().getConnection()) {
      Optional<Visit> found = find(connection, SQL, conference);
      return found.isPresent() ? found : find(connection, WITHOUT_RECORDINGS, conference);
    } catch (SQLException e) {
      throw new IllegalStateException("the recordings of " + conference + " cannot be read", e);
    }
  }

  private static Optional<Visit> find(Connection connection, String sql, String conference)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, conference);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Visit(
                    conference,
                    row.getString(1),
                    row.getString(2),
                    row.getBoolean(3),
                    sql.equals(SQL) ? sights(row) : List.of()))
            : Optional.empty();
      }
    }
  }

  /**
   * What somebody is to it. Whether they took part is looked up only where they did not make the
   * conference or a recording of it.
   */
  Relation relation(Database database, String account) {
    boolean creates = creator.equals(account);
    boolean records = sights.stream().anyMatch(sight -> sight.owner().equals(account));
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

  private static List<Sight> sights(ResultSet row) throws SQLException {
    List<Sight> sights = new ArrayList<>();
    do {
      sights.add(sight(row));
    } while (row.next());
    return sights;
  }

  private static Sight sight(ResultSet row) throws SQLException {
    return new Sight(
        row.getObject(5, UUID.class),
        row.getString(4),
        row.getString(6),
        RecordingRows.take(row, 7),
        row.getLong(12),
        row.getString(13),
        row.getBoolean(14));
  }
}
