package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Heading;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;

/**
 * Recordings, for export: those that begin in the period, in the order {@code (started_at, id)},
 * the damaged ones included. The selection is {@code conference}, one or several ids, or {@code
 * organisation} for all of one; with {@code files} set to {@code true} the bytes follow the lines.
 */
public final class RecordingSource implements RecordSource<RecordingLine> {
  private static final String CONFERENCE = "conference";
  private static final String ORGANISATION = "organisation";
  private static final String FILES = "files";
  private static final int FETCH = 500;

  private final Database database;
  private final ObjectStore store;
  private final Conferences conferences;
  private final RecordingSettings settings;

  public RecordingSource(
      Database database, ObjectStore store, Conferences conferences, RecordingSettings settings) {
    this.database = database;
    this.store = store;
    this.conferences = conferences;
    this.settings = settings;
  }

  @Override
  public String kind() {
    return "recordings";
  }

  /**
   * Refuses a selection without conference and organisation, an unknown or closed conference, one
   * that the caller may not watch, and a whole organisation that is not the caller's or whose
   * recordings the caller may not all see.
   */
  @Override
  public void authorise(Caller caller, ExportOrder order) {
    List<String> wanted = order.selection().many(CONFERENCE);
    Optional<String> organisation = order.selection().one(ORGANISATION);
    if (wanted.isEmpty() == organisation.isEmpty()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "selection",
              String.join(", ", order.selection().values().keySet()),
              "either conference or organisation"));
    }
    organisation.ifPresent(whole -> authoriseAll(caller, whole));
    database
        .jdbi()
        .useHandle(handle -> {
          for (String id : wanted) {
            conferences.watchable(handle, caller, id, settings);
          }
        });
  }

  private static void authoriseAll(Caller caller, String organisation) {
    if (!organisation.equals(caller.organisation())) {
      throw Refusals.foreign();
    }
    caller.needPermission(Permissions.VIEW_ALL_RECORDINGS);
  }

  @Override
  public Heading heading(Handle snapshot, ExportOrder order) {
    List<String> wanted = order.selection().many(CONFERENCE);
    List<Heading.Fact> facts = new ArrayList<>();
    for (String id : wanted) {
      String title =
          conferences
              .row(snapshot, id)
              .map(ConferenceRow::title)
              .orElseThrow(() -> Refusals.noConference(id));
      facts.add(new Heading.Fact("Conference " + id, title));
    }
    String title = wanted.size() == 1 ? facts.getFirst().value() : "Recordings";
    return new Heading(title, "recordings", order.period(), facts);
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    return query(snapshot, order, "count(*)", "").mapTo(Long.class).one();
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<RecordingLine> basin)
      throws IOException {
    boolean files = order.selection().flag(FILES);
    try (ResultIterator<PackedRecording> rows = rows(snapshot, order)) {
      while (rows.hasNext()) {
        PackedRecording packed = rows.next();
        Recording recording = packed.recording();
        basin.row(
            recording.id().toString(),
            recording.take().startedAt(),
            files ? packed.lineWithFile(store) : packed.line());
      }
    }
    if (files) {
      try (ResultIterator<PackedRecording> rows = rows(snapshot, order)) {
        while (rows.hasNext()) {
          basin.item(rows.next().item(store));
        }
      }
    }
  }

  private static ResultIterator<PackedRecording> rows(Handle snapshot, ExportOrder order) {
    return query(snapshot, order, PackedRecording.COLUMNS, "ORDER BY r.started_at, r.id")
        .setFetchSize(FETCH)
        .map((row, context) -> PackedRecording.of(row))
        .iterator();
  }

  private static Query query(Handle snapshot, ExportOrder order, String columns, String end) {
    Selection selection = order.selection();
    boolean whole = selection.one(ORGANISATION).isPresent();
    Query query =
        snapshot
            .createQuery(
                """
                SELECT %s
                  FROM recording r
                  JOIN conference c ON c.id = r.conference
                  JOIN account a ON a.id = r.owner
                 WHERE r.started_at >= :from AND r.started_at < :to AND %s
                 %s
                """
                    .formatted(
                        columns,
                        whole ? "c.organisation = :organisation" : "c.id = ANY (:conferences)",
                        end))
            .bind("from", order.period().from())
            .bind("to", order.period().to());
    return whole
        ? query.bind(ORGANISATION, selection.need(ORGANISATION))
        : query.bindArray("conferences", String.class, selection.many(CONFERENCE));
  }
}
