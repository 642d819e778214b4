package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Filter;
import io.roomledger.export.Filters;
import io.roomledger.export.Heading;
import io.roomledger.export.Merging;
import io.roomledger.export.NamedPeople;
import io.roomledger.export.Pseudonyms;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

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

  private static final Filters FILTERS =
      Filters.of(
          Filter.texts(CONFERENCE, "", "the id of a conference"),
          Filter.text(ORGANISATION, "", "an organisation"),
          Filter.flag(FILES, "Files"),
          Filter.PERSON,
          Filter.WORDS,
          Filter.NAMES,
          Filter.SINCE);

  private final Database database;
  private final ObjectStore store;
  private final Conferences conferences;
  private final RecordingSettings settings;
  private final NamedPeople people;

  public RecordingSource(
      Database database,
      ObjectStore store,
      Conferences conferences,
      RecordingSettings settings,
      Accounts accounts) {
    this.database = database;
    this.store = store;
    this.conferences = conferences;
    this.settings = settings;
    this.people = new NamedPeople(accounts);
  }

  @Override
  public String kind() {
    return "recordings";
  }

  @Override
  public Filters filters() {
    return FILTERS;
  }

  /** People by id. */
  @Override
  public Selection settled(Caller caller, Selection selection) {
    return people.settled(caller, selection);
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
    facts.addAll(FILTERS.facts(order.selection()));
    return new Heading(title, "recordings", order.period(), facts);
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    RecordingRange range = RecordingRange.of(snapshot, order);
    return range.count(snapshot) + range.gone(snapshot).size();
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<RecordingLine> basin)
      throws IOException {
    boolean files = order.selection().flag(FILES);
    RecordingRange range = RecordingRange.of(snapshot, order);
    Pseudonyms names = new Pseudonyms();
    Merging<RecordingLine> merging = new Merging<>(basin, range.gone(snapshot));
    try (ResultIterator<RecordingRange.Row> rows = range.rows(snapshot, FETCH)) {
      while (rows.hasNext()) {
        RecordingRange.Row row = rows.next();
        Recording recording = row.packed().recording();
        RecordingLine line = files ? row.packed().lineWithFile(store) : row.packed().line();
        RecordingLine shown = order.selection().renamed() ? line.renamed(names) : line;
        String id = recording.id().toString();
        if (range.base().isPresent()) {
          merging.row(row.word(), id, recording.take().startedAt(), shown);
        } else {
          basin.row(id, recording.take().startedAt(), shown);
        }
      }
    }
    merging.finish();
    if (files) {
      try (ResultIterator<RecordingRange.Row> rows = range.rows(snapshot, FETCH)) {
        while (rows.hasNext()) {
          basin.item(rows.next().packed().item(store));
        }
      }
    }
  }
}
