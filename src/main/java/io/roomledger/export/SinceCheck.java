package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** Refuses orders since an earlier export that nobody could fill exactly. */
final class SinceCheck {
  private static final String SINCE = Filter.SINCE.name();

  private SinceCheck() {}

  /**
   * Checks what is ordered against the earlier export.
   *
   * @param earlier the earlier export, if whoever orders may see it
   * @param sameKind whether that was of the same kind of record
   */
  static void check(
      Handle handle,
      ExportOrder order,
      Optional<StoredExport> earlier,
      Predicate<ExportOrder> sameKind) {
    Selection wanted = order.selection();
    String number = wanted.need(SINCE);
    StoredExport base =
        earlier.orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.EXPORT, number)));
    if (!wanted.words().isEmpty()) {
      throw invalid(number, "an order without words: nobody knows whether a message had them then");
    }
    if (wanted.renamed()) {
      throw invalid(
          number, "an order with names as they are: two exports replace them differently");
    }
    if (!sameKind.test(base.order()) || !same(order, base.order())) {
      throw invalid(
          number, "an export of the same kind, period and selection as what is ordered now");
    }
    Base found =
        Base.of(handle, wanted)
            .orElseThrow(() -> invalid(number, "an export that is done, by this version or later"));
    if (!found.mark().isOf(handle)) {
      throw invalid(
          number,
          "an export made in this database; this one was filled from a copy later, so order all"
              + " of it once");
    }
  }

  private static boolean same(ExportOrder order, ExportOrder before) {
    return order.period().equals(before.period())
        && scope(order.selection()).equals(scope(before.selection()));
  }

  /** What says which records; how they are shown may differ. */
  private static Map<String, ?> scope(Selection selection) {
    Map<String, Object> values = new TreeMap<>(selection.values());
    values.remove(SINCE);
    values.remove("attachments");
    values.remove("files");
    values.remove(Filter.NAMES.name());
    return values;
  }

  private static RefusedException invalid(String number, String expected) {
    return new RefusedException(new Refusal.Invalid(SINCE, number, expected));
  }
}
