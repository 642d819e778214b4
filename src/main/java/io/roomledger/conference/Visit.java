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

  /** Without an order: PostgreSQL would sort three rows for longer than it reads them. */
  private static final String SQL =
      """
      SELECT c.organisation, c.creator, c.closed_at IS NOT NULL, c.recording_session,
             r.id, r.owner, r.started_at, r.ended_at, r.duration_ms, r.kind, r.timed_by,
             r.size, r.region, r.damage IS NULL
        FROM conference c
        LEFT JOIN recording r ON r.conference = c.id
       WHERE c.id = ?
      """;

  private static final Comparator<Sight> OLDEST_FIRST =
      Comparator.comparing((Sight sight) -> sight.take().startedAt()).thenComparing(Sight::id);

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

  private static Visit read(ResultSet row, String conference) throws SQLException {
    return new Visit(
        conference, row.getString(1), row.getString(2), row.getBoolean(3), sights(row));
  }

  /** There is always a row; without a recording it tells only of the conference. */
  private static List<Sight> sights(ResultSet row) throws SQLException {
    List<Sight> sights = new ArrayList<>();
    do {
      String owner = row.getString(6);
      if (owner != null) {
        sights.add(sight(row, owner));
      }
    } while (row.next());
    sights.sort(OLDEST_FIRST);
    return sights;
  }

  private static Sight sight(ResultSet row, String owner) throws SQLException {
    return new Sight(
        row.getObject(5, UUID.class),
        row.getString(4),
        owner,
        RecordingRows.take(row, 7),
        row.getLong(12),
        row.getString(13),
        row.getBoolean(14));
  }
}
