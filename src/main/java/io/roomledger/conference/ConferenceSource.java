package io.roomledger.conference;

import io.roomledger.export.ExportOrder;
import io.roomledger.export.Filters;
import io.roomledger.export.Heading;
import io.roomledger.export.NamedPeople;
import io.roomledger.export.Pseudonyms;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.io.IOException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Conferences, for export: those that began in the period, in order of their begin. The selection
 * is {@link HeldFilter#selection}; the caller needs {@link Permissions#MANAGE_MEETINGS}.
 */
public final class ConferenceSource implements RecordSource<HeldConference> {
  private final NamedPeople people;

  public ConferenceSource(Accounts accounts) {
    this.people = new NamedPeople(accounts);
  }

  @Override
  public String kind() {
    return "conferences";
  }

  @Override
  public Filters filters() {
    return HeldFilter.FILTERS;
  }

  /** People by id; those of the caller's organisation, unless it says another. */
  @Override
  public Selection settled(Caller caller, Selection selection) {
    Selection settled = people.settled(caller, selection);
    return settled.one("organisation").isPresent()
        ? settled
        : settled.and("organisation", caller.organisation());
  }

  @Override
  public void authorise(Caller caller, ExportOrder order) {
    HeldConferences.authorise(caller, filter(order));
  }

  @Override
  public Heading heading(Handle snapshot, ExportOrder order) {
    List<Heading.Fact> facts = HeldFilter.FILTERS.facts(order.selection());
    return new Heading("Conferences", "conferences", order.period(), facts);
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    return HeldRows.countConferences(snapshot, filter(order));
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<HeldConference> basin)
      throws IOException {
    try (ResultIterator<HeldConference> rows = HeldRows.conferences(snapshot, filter(order))) {
      Pseudonyms names = new Pseudonyms();
      boolean renamed = order.selection().renamed();
      while (rows.hasNext()) {
        HeldConference held = rows.next();
        HeldConference row = renamed ? held.renamed(names) : held;
        basin.row(row.id(), row.held().from(), row);
      }
    }
  }

  private static HeldFilter filter(ExportOrder order) {
    return HeldFilter.of(order.selection(), order.period());
  }
}
