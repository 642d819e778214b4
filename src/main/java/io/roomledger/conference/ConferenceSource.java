package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Base;
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
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Conferences, for export: those that began in the period, in order of their begin. The selection
 * is {@link HeldFilter#selection}; the caller needs {@link Permissions#MANAGE_MEETINGS}.
 *
 * <p>Since an earlier export: one that went on then and has ended is new. Not of those that go on,
 * nor of those in which somebody took part: nobody knows whether they were that then.
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
    HeldFilter filter = filter(order);
    HeldConferences.authorise(caller, filter);
    Optional<String> since = order.selection().one(Filter.SINCE.name());
    boolean known =
        filter.state() == HeldFilter.State.ENDED
            && filter.participant().isEmpty()
            && filter.people().isEmpty();
    if (since.isPresent() && !known) {
      throw new RefusedException(
          new Refusal.Invalid(
              Filter.SINCE.name(),
              since.get(),
              "an order of all conferences that have ended: nobody knows who had been in them"
                  + " then"));
    }
  }

  /** The ids of those that go on: an export of those that have ended has not got them. */
  @Override
  public List<String> scope(Handle snapshot, ExportOrder order) {
    HeldFilter filter = filter(order);
    return filter.state() == HeldFilter.State.ENDED
        ? HeldRows.goingOn(snapshot, filter)
        : List.of();
  }

  @Override
  public Heading heading(Handle snapshot, ExportOrder order) {
    List<Heading.Fact> facts = HeldFilter.FILTERS.facts(order.selection());
    return new Heading("Conferences", "conferences", order.period(), facts);
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    HeldFilter filter = filter(order);
    Optional<Base> base = Base.of(snapshot, order.selection());
    return base.isEmpty()
        ? HeldRows.countConferences(snapshot, filter)
        : HeldRows.countAltered(snapshot, filter, base.get())
            + HeldRows.gone(snapshot, filter, base.get()).size();
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<HeldConference> basin)
      throws IOException {
    Optional<Base> base = Base.of(snapshot, order.selection());
    if (base.isPresent()) {
      changed(snapshot, filter(order), base.get(), basin);
      return;
    }
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

  private static void changed(
      Handle snapshot, HeldFilter filter, Base base, Basin<HeldConference> basin)
      throws IOException {
    Merging<HeldConference> merging = new Merging<>(basin, HeldRows.gone(snapshot, filter, base));
    try (ResultIterator<HeldRows.Altered> rows = HeldRows.altered(snapshot, filter, base)) {
      while (rows.hasNext()) {
        HeldRows.Altered row = rows.next();
        HeldConference held = row.held();
        merging.row(row.word(), held.id(), held.held().from(), held);
      }
    }
    merging.finish();
  }

  private static HeldFilter filter(ExportOrder order) {
    return HeldFilter.of(order.selection(), order.period());
  }
}
