package io.roomledger.conference;

import io.roomledger.export.ExportOrder;
import io.roomledger.export.Filters;
import io.roomledger.export.Heading;
import io.roomledger.export.RecordSource;
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
  @Override
  public String kind() {
    return "conferences";
  }

  @Override
  public Filters filters() {
    return HeldFilter.FILTERS;
  }

  @Override
  public void authorise(Caller caller, ExportOrder order) {
    HeldConferences.authorise(caller, filter(order));
  }

  @Override
  public Heading heading(Handle snapshot, ExportOrder order) {
    return new Heading("Conferences", "conferences", order.period(), List.of());
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    return HeldRows.countConferences(snapshot, filter(order));
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<HeldConference> basin)
      throws IOException {
    try (ResultIterator<HeldConference> rows = HeldRows.conferences(snapshot, filter(order))) {
      while (rows.hasNext()) {
        HeldConference row = rows.next();
        basin.row(row.id(), row.held().from(), row);
      }
    }
  }

  private static HeldFilter filter(ExportOrder order) {
    return HeldFilter.of(order.selection(), order.period());
  }
}
