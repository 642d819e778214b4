package io.roomledger.export;

import io.roomledger.db.Database;
import io.roomledger.db.Mark;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An earlier export of a source, of which only its mark is kept; and what is poured since. */
public final class EarlierExport {
  private static final String NUMBER = "17";

  private EarlierExport() {}

  /** Keeps the mark of an export of that order that would be made now; answers an order since. */
  public static ExportOrder of(Database database, RecordSource<?> source, ExportOrder order) {
    database
        .jdbi()
        .useTransaction(handle -> {
          // there is no such export: sources look at its mark only
          handle.execute(
              "ALTER TABLE export_mark DROP CONSTRAINT IF EXISTS export_mark_export_fkey");
          handle.execute("DELETE FROM export_mark");
          new ExportRows()
              .marked(
                  handle,
                  Long.parseLong(NUMBER),
                  new Snapshot.Moment(
                      Mark.of(handle), source.scope(handle, order), java.util.Optional.empty()));
        });
    return order.selecting(order.selection().and(Filter.SINCE.name(), NUMBER));
  }

  /** What the source pours, as {@code <change> <id>}, gaps as {@code gap <id>}. */
  public static <T> List<String> since(
      Database database, RecordSource<T> source, ExportOrder order) {
    Since<T> since = new Since<>(new ArrayList<>());
    database
        .jdbi()
        .useTransaction(handle -> {
          try {
            source.pour(handle, order, since);
          } catch (IOException | SQLException e) {
            throw new AssertionError("the source could not be poured", e);
          }
          long rows = since.told().stream().filter(one -> !one.startsWith("gap ")).count();
          if (source.count(handle, order) != rows) {
            throw new AssertionError("the count is not " + rows);
          }
        });
    return since.told();
  }

  private record Since<T>(List<String> told) implements RecordSource.Basin<T> {
    @Override
    public void row(String id, Instant at, T row) {
      throw new AssertionError("ordered since an earlier export: " + id);
    }

    @Override
    public void changed(Changed<T> changed) {
      told.add(changed.change().word() + " " + changed.id());
    }

    @Override
    public void part(RecordSource.Part part) {
      throw new AssertionError("not ordered in parts: " + part);
    }

    @Override
    public void gapOfTheWhole(Item.Gap gap) {
      told.add("gap " + gap.id());
    }

    @Override
    public void item(Item item) {
      throw new AssertionError("nothing else: " + item);
    }
  }
}
