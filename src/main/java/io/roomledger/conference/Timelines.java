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
        FROM (%s) t
        LEFT JOIN account a ON a.id = t.who
       WHERE t.at IS NOT NULL
       ORDER BY t.at, t.rank, t.what, a.username
       LIMIT :most
      """
          .formatted(MomentRows.OF_CONFERENCE);

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
