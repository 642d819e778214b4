package io.roomledger.conference;

import io.roomledger.export.ExportOrder;
import io.roomledger.export.Filters;
import io.roomledger.export.Heading;
import io.roomledger.export.Pseudonyms;
import io.roomledger.export.RecordSource;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.io.IOException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Who was in conferences, for export: of those that began in the period, in the order in which
 * people came. The selection is {@link HeldFilter#selection}; the caller needs {@link
 * Permissions#MANAGE_MEETINGS}.
 */
public final class ParticipantSource implements RecordSource<Participation> {
  private final HeldConferences conferences;

  public ParticipantSource(HeldConferences conferences) {
    this.conferences = conferences;
  }

  @Override
  public String kind() {
    return "participants";
  }

  @Override
  public Filters filters() {
    return HeldFilter.OF_PEOPLE;
  }

  /** Refuses as well when no such conference was held. */
  @Override
  public void authorise(Caller caller, ExportOrder order) {
    conferences.requireSome(caller, filter(order));
  }

  @Override
  public Heading heading(Handle snapshot, ExportOrder order) {
    return new Heading("Participants", "participants", order.period(), List.of());
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    return HeldRows.countPeople(snapshot, filter(order));
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<Participation> basin)
      throws IOException {
    try (ResultIterator<Participation> rows = HeldRows.people(snapshot, filter(order))) {
      Pseudonyms names = new Pseudonyms();
      boolean renamed = order.selection().renamed();
      while (rows.hasNext()) {
        Participation came = rows.next();
        Participation row = renamed ? came.renamed(names) : came;
        basin.row(row.id(), row.at(), row);
      }
    }
  }

  private static HeldFilter filter(ExportOrder order) {
    return HeldFilter.of(order.selection(), order.period());
  }
}
