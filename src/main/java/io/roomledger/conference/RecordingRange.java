package io.roomledger.conference;

import io.roomledger.base.Period;
import io.roomledger.db.Sql;
import io.roomledger.export.Base;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Filter;
import io.roomledger.export.Selection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;

/**
 * Which recordings an order means, and how they are read.
 *
 * @param selection what the order says
 * @param period when they begin
 * @param base the earlier export, if only what changed since is wanted
 */
record RecordingRange(Selection selection, Period period, Optional<Base> base) {
  private static final String CONFERENCE = "conference";
  private static final String ORGANISATION = "organisation";

  static RecordingRange of(Handle snapshot, ExportOrder order) {
    return new RecordingRange(
        order.selection(), order.period(), Base.of(snapshot, order.selection()));
  }

  /** A recording, and what became of it since the earlier export. */
  record Row(PackedRecording packed, String word) {}

  long count(Handle snapshot) {
    return query(snapshot, "count(*)", "").mapTo(Long.class).one();
  }

  ResultIterator<Row> rows(Handle snapshot, int fetch) {
    String word = base.map(earlier -> earlier.word("r", "recording")).orElse("''");
    return query(
            snapshot,
            PackedRecording.COLUMNS + ", " + word + " AS word",
            "ORDER BY r.started_at, r.id")
        .setFetchSize(fetch)
        .map((row, context) -> new Row(PackedRecording.of(row), row.getString("word")))
        .iterator();
  }

  /** What was deleted since the earlier export. */
  List<Base.Gone> gone(Handle snapshot) {
    if (base.isEmpty()) {
      return List.of();
    }
    String where =
        selection.one(ORGANISATION).isPresent()
            ? "organisation = " + Sql.coded(selection.need(ORGANISATION))
            : "id IN (" + Sql.listed(selection.many(CONFERENCE)) + ")";
    String whose = people().isEmpty() ? "" : " AND who IN (" + Sql.listed(people()) + ")";
    return base.get()
        .gone(
            snapshot,
            "recording",
            period,
            "scope IN (SELECT id FROM conference WHERE " + where + ")" + whose);
  }

  private List<String> people() {
    return selection.many(Filter.PERSON.name());
  }

  private Query query(Handle snapshot, String columns, String end) {
    Query query =
        snapshot
            .createQuery(
                """
                SELECT %s
                  FROM recording r
                  JOIN conference c ON c.id = r.conference
                  JOIN account a ON a.id = r.owner
                 WHERE r.started_at >= :from AND r.started_at < :to AND %s
                   AND (:anybody OR r.owner = ANY (:people))
                   AND NOT EXISTS (SELECT FROM unnest(:words) AS word
                                    WHERE strpos(lower(r.title), lower(word)) = 0)
                   AND %s
                 %s
                """
                    .formatted(
                        columns,
                        selection.one(ORGANISATION).isPresent()
                            ? "c.organisation = :organisation"
                            : "c.id = ANY (:conferences)",
                        base.map(earlier -> earlier.mark().since("r.changed")).orElse("true"),
                        end))
            .bind("from", period.from())
            .bind("to", period.to())
            .bind("anybody", people().isEmpty())
            .bindArray("people", String.class, people())
            .bindArray("words", String.class, selection.words());
    return selection.one(ORGANISATION).isPresent()
        ? query.bind(ORGANISATION, selection.need(ORGANISATION))
        : query.bindArray("conferences", String.class, selection.many(CONFERENCE));
  }
}
