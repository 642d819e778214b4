package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
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
    try (ResultIterator<Taken> rows = rows(snapshot, order)) {
      while (rows.hasNext()) {
        Taken taken = rows.next();
        Recording recording = taken.line().recording();
        basin.row(
            recording.id().toString(),
            recording.take().startedAt(),
            files && missing(taken).isEmpty() ? taken.withPath() : taken.line());
      }
    }
    if (files) {
      try (ResultIterator<Taken> rows = rows(snapshot, order)) {
        while (rows.hasNext()) {
          basin.item(item(rows.next()));
        }
      }
    }
  }

  /**
   * A row.
   *
   * @param line what is printed of it
   * @param closed whether its conference was closed
   */
  private record Taken(RecordingLine line, boolean closed) {
    String path() {
      String ending =
          switch (line.recording().file().mediaType()) {
            case "video/quicktime" -> ".mov";
            case "video/webm" -> ".webm";
            default -> ".mp4";
          };
      return "recordings/" + line.recording().id() + ending;
    }

    RecordingLine withPath() {
      return new RecordingLine(
          line.recording(), line.conferenceTitle(), line.username(), line.name(), path());
    }
  }

  /** Why the bytes cannot be given, if they cannot. */
  private Optional<String> missing(Taken taken) throws IOException {
    if (taken.closed()) {
      return Optional.of("its conference was closed");
    }
    return store.find(taken.line().recording().file().key()).isPresent()
        ? Optional.empty()
        : Optional.of("its bytes are no longer in the object store");
  }

  private Item item(Taken taken) throws IOException {
    Recording recording = taken.line().recording();
    Optional<ObjectStore.StoredObject> object =
        taken.closed() ? Optional.empty() : store.find(recording.file().key());
    if (object.isPresent()) {
      return new Item.Attachment(
          recording.id().toString(),
          taken.path(),
          recording.file().mediaType(),
          object.get().content());
    }
    return new Item.Gap(
        recording.id().toString(),
        "recording " + recording.title(),
        missing(taken).orElse("its bytes went away while it was exported"));
  }

  private static ResultIterator<Taken> rows(Handle snapshot, ExportOrder order) {
    String columns =
        "a.username, a.name, c.title AS conference_title, c.closed_at IS NOT NULL AS closed, "
            + RecordingRows.COLUMNS;
    return query(snapshot, order, columns, "ORDER BY r.started_at, r.id")
        .setFetchSize(FETCH)
        .map((row, context) -> taken(row))
        .iterator();
  }

  private static Taken taken(ResultSet row) throws SQLException {
    return new Taken(
        new RecordingLine(
            RecordingRows.recording(row),
            row.getString("conference_title"),
            row.getString("username"),
            row.getString("name"),
            ""),
        row.getBoolean("closed"));
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
