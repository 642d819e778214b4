// docs/ledger-api.md#audit
package io.roomledger.dialect.ledger;

import io.roomledger.audit.Audit;
import io.roomledger.audit.AuditFilter;
import io.roomledger.audit.AuditLog;
import io.roomledger.audit.AuditRow;
import io.roomledger.audit.Verdict;
import io.roomledger.base.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who did what, and whether what is written of it was changed. */
final class AuditPages {
  private static final String TAG = "Audit";
  private static final int USUAL = 100;
  private static final int MOST = 500;

  private final AuditLog log;

  AuditPages(AuditLog log) {
    this.log = log;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/audit", TAG, "The audit log of the organisation, the newest first.")
            .needs(Audit.SCOPE)
            .withPeriod("Done")
            .with(
                Param.query("actor", Shape.text(), "Who, exactly, such as account:ID."),
                Param.query("action", Shape.text(), "What, exactly, such as export.ordered."),
                Param.query("subject", Shape.text(), "To what, exactly, such as export:ID."),
                Param.after(),
                Param.limit(USUAL, MOST))
            .gives(AuditPage.class, this::page),
        Route.get("/audit/verdict", TAG, "Whether the chain of all rows holds; walks all of it.")
            .needs(Audit.SCOPE)
            .gives(VerdictView.class, this::verdict));
  }

  /** A page of rows. */
  record AuditPage(
      @Means("The newest first.") List<AuditRowView> rows,
      @Means("The key of the next page.") Optional<String> next) {}

  /** A row. */
  record AuditRowView(
      @Means("Its number; there are no gaps in the numbers of all organisations together.") long id,
      Instant at,
      @Means("Who.") String actor,
      @Means("Where from.") String address,
      @Means("What.") String action,
      @Means("To what.") String subject,
      @Means("What else is known.") Map<String, String> details) {
    static AuditRowView of(AuditRow row) {
      return new AuditRowView(
          row.id(),
          row.at(),
          row.actor(),
          row.address(),
          row.action(),
          row.subject(),
          row.details());
    }
  }

  /** What checking the chain found. */
  record VerdictView(
      @Means("Whether nothing was changed, removed from between or put in between.") boolean whole,
      @Means("How many rows hold, from the first on.") long rows,
      @Means("The hash of the last row, if all hold; keep it elsewhere.") Optional<String> head,
      @Means("What is wrong with the first row that does not hold.") Optional<String> reason) {}

  private AuditPage page(Ask ask) {
    AuditFilter filter =
        new AuditFilter(ask.text("actor"), ask.text("action"), ask.text("subject"), ask.period());
    Page<AuditRow> page = log.list(ask.caller(), filter, ask.text("after"), ask.limit());
    return new AuditPage(page.items().stream().map(AuditRowView::of).toList(), page.next());
  }

  private VerdictView verdict(Ask ask) {
    return switch (log.verify(ask.caller())) {
      case Verdict.Whole(long rows, String head) ->
          new VerdictView(true, rows, Optional.of(head), Optional.empty());
      case Verdict.Broken(long id, String why) ->
          new VerdictView(false, id - 1, Optional.empty(), Optional.of("row " + id + ": " + why));
    };
  }
}
