package io.roomledger.conference;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.InMemory;
import io.roomledger.db.Database;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Filter;
import io.roomledger.export.Filters;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.RecordSource;
import io.roomledger.identity.Caller;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;

/**
 * A whole conference, for export: the moments of its timeline that fall in the period, in the order
 * {@code (at, id)}; then who was there, the recordings that begin in the period, the damaged ones
 * included, and what is said in them. Recordings that were begun and never came are gaps, and so
 * are all of a closed conference. The selection is {@code conference}, one id. Who may: whoever may
 * watch its recordings.
 */
public final class ConferencePackageSource implements RecordSource<MomentLine> {
  private static final String CONFERENCE = "conference";
  private static final int FETCH = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String MOMENTS =
      """
        FROM (%s) t
        LEFT JOIN account a ON a.id = t.who
       WHERE t.at >= :from AND t.at < :to
      """
          .formatted(MomentRows.OF_CONFERENCE);

  private static final String KEY = "t.rank || '-' || lower(t.what) || '-' || t.key";

  private static final String IN_ORDER =
      "SELECT t.*, a.username, a.name, %s AS id %s ORDER BY t.at, (%s) COLLATE \"C\""
          .formatted(KEY, MOMENTS, KEY);

  private final Database database;
  private final ObjectStore store;
  private final Conferences conferences;
  private final RecordingSettings settings;

  public ConferencePackageSource(
      Database database, ObjectStore store, Conferences conferences, RecordingSettings settings) {
    this.database = database;
    this.store = store;
    this.conferences = conferences;
    this.settings = settings;
  }

  @Override
  public String kind() {
    return "conference";
  }

  @Override
  public Filters filters() {
    return Filters.of(Filter.text(CONFERENCE, "", "the id of a conference"));
  }

  /** Refuses an unknown conference, and one whose recordings the caller may not watch. */
  @Override
  public void authorise(Caller caller, ExportOrder order) {
    String id = order.selection().need(CONFERENCE);
    database.jdbi().useHandle(handle -> conferences.watched(handle, caller, id, settings));
  }

  @Override
  public Heading heading(Handle snapshot, ExportOrder order) {
    Conference conference = conference(snapshot, order);
    return new Heading(
        conference.title(),
        "timeline",
        order.period(),
        List.of(new Heading.Fact("Conference", conference.id())));
  }

  private Conference conference(Handle snapshot, ExportOrder order) {
    String id = order.selection().need(CONFERENCE);
    return conferences.row(snapshot, id).orElseThrow(() -> Refusals.noConference(id)).conference();
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    return query(snapshot, order, "SELECT count(*) " + MOMENTS).mapTo(Long.class).one();
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<MomentLine> basin)
      throws IOException, SQLException {
    Map<String, PackedRecording> all = recordings(snapshot, order);
    moments(snapshot, order, all, basin);
    members(snapshot, order, basin);
    for (PackedRecording packed : all.values()) {
      if (order.period().contains(packed.recording().take().startedAt())) {
        basin.item(packed.item(store));
        transcript(snapshot, packed, basin);
      }
    }
    for (Item.Gap gap : neverCame(snapshot, order)) {
      basin.item(gap);
    }
  }

  private void moments(
      Handle snapshot,
      ExportOrder order,
      Map<String, PackedRecording> recordings,
      Basin<MomentLine> basin)
      throws IOException {
    String title = conference(snapshot, order).title();
    Map<String, RecordingLine> lines = new LinkedHashMap<>();
    for (Map.Entry<String, PackedRecording> one : recordings.entrySet()) {
      PackedRecording packed = one.getValue();
      boolean inside = order.period().contains(packed.recording().take().startedAt());
      lines.put(one.getKey(), inside ? packed.lineWithFile(store) : packed.line());
    }
    try (ResultIterator<MomentLine> rows =
        query(snapshot, order, IN_ORDER)
            .setFetchSize(FETCH)
            .map((row, context) ->
                line(row, title, Optional.ofNullable(lines.get(row.getString("subject")))))
            .iterator()) {
      while (rows.hasNext()) {
        MomentLine line = rows.next();
        basin.row(line.id(), line.moment().at(), line);
      }
    }
  }

  private static MomentLine line(ResultSet row, String title, Optional<RecordingLine> recording)
      throws SQLException {
    Moment moment =
        new Moment(
            row.getTimestamp("at").toInstant(),
            Moment.What.valueOf(row.getString("what")),
            Optional.ofNullable(row.getString("username")),
            row.getString("subject"));
    String name = Optional.ofNullable(row.getString("name")).orElse("");
    return new MomentLine(row.getString("id"), moment, name, title, recording);
  }

  /** By id, oldest first. */
  private static Map<String, PackedRecording> recordings(Handle snapshot, ExportOrder order) {
    Map<String, PackedRecording> found = new LinkedHashMap<>();
    snapshot
        .createQuery(
            """
            SELECT %s
              FROM recording r
              JOIN conference c ON c.id = r.conference
              JOIN account a ON a.id = r.owner
             WHERE c.id = :id
             ORDER BY r.started_at, r.id
            """
                .formatted(PackedRecording.COLUMNS))
        .bind("id", order.selection().need(CONFERENCE))
        .map((row, context) -> PackedRecording.of(row))
        .forEach(packed -> found.put(packed.recording().id().toString(), packed));
    return found;
  }

  /** Everybody who is written down, a line each, also those of whom no time is known. */
  private static void members(Handle snapshot, ExportOrder order, Basin<MomentLine> basin)
      throws IOException {
    String lines =
        String.join(
            "",
            snapshot
                .createQuery(
                    """
                    SELECT a.username, a.name, lower(m.role) AS role, m.joined_at, m.left_at,
                           m.removed_at
                      FROM conference_member m
                      JOIN account a ON a.id = m.account
                     WHERE m.conference = :id
                     ORDER BY m.joined_at NULLS FIRST, a.username, m.account
                    """)
                .bind("id", order.selection().need(CONFERENCE))
                .map((row, context) -> member(row) + "\n")
                .list());
    basin.item(
        new Item.Attachment(
            "members",
            "members.json",
            "application/x-ndjson",
            new InMemory(lines.getBytes(StandardCharsets.UTF_8))));
  }

  private static String member(ResultSet row) throws SQLException {
    ObjectNode member = JSON.createObjectNode();
    for (String key : List.of("username", "name", "role")) {
      member.put(key, row.getString(key));
    }
    member.put("role", row.getString("role").replace('_', '-'));
    Map<String, String> times =
        Map.of("joined_at", "joinedAt", "left_at", "leftAt", "removed_at", "removedAt");
    for (String column : List.of("joined_at", "left_at", "removed_at")) {
      java.sql.Timestamp at = row.getTimestamp(column);
      if (at != null) {
        member.put(times.get(column), at.toInstant().toString());
      }
    }
    return member.toString();
  }

  /** What is said in it, if that is known. */
  private static void transcript(Handle snapshot, PackedRecording packed, Basin<MomentLine> basin)
      throws IOException {
    Recording recording = packed.recording();
    List<Paragraph> said = Transcripts.of(snapshot, recording.id());
    if (said.isEmpty()) {
      return;
    }
    String id = recording.id().toString();
    if (packed.closed()) {
      String what = "transcript of recording " + recording.title();
      basin.item(new Item.Gap(id, what, PackedRecording.CLOSED));
      return;
    }
    byte[] text = WebVtt.print(said).getBytes(StandardCharsets.UTF_8);
    basin.item(
        new Item.Attachment(
            id, "transcripts/" + id + ".vtt", WebVtt.MEDIA_TYPE, new InMemory(text)));
  }

  /** What was recorded, as far as anybody knows, and is not here. */
  private static List<Item.Gap> neverCame(Handle snapshot, ExportOrder order) {
    String sql =
        """
        SELECT id, what, reason
          FROM (
            SELECT id::text, started_at, 'recording of a recorder' AS what,
                   CASE WHEN stopped_at IS NULL THEN 'it is still being recorded'
                        ELSE 'no recorder has sent it' END AS reason
              FROM recorder_run WHERE conference = :id AND NOT answered
            UNION ALL
            SELECT id::text, started_at, 'recording ' || title,
                   coalesce(failure, 'of ' || size || ' bytes ' || received || ' have come')
              FROM upload WHERE conference = :id AND recording IS NULL
               AND (ended_at IS NULL OR failure IS NOT NULL)
          ) t
         WHERE started_at >= :from AND started_at < :to
         ORDER BY started_at, id
        """;
    return query(snapshot, order, sql)
        .map((row, context) ->
            new Item.Gap(row.getString("id"), row.getString("what"), row.getString("reason")))
        .list();
  }

  private static Query query(Handle snapshot, ExportOrder order, String sql) {
    return snapshot
        .createQuery(sql)
        .bind("id", order.selection().need(CONFERENCE))
        .bind("from", order.period().from())
        .bind("to", order.period().to());
  }
}
