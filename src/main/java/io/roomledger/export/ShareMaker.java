package io.roomledger.export;

import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Makes shares of exports that another server joins, and puts them into the store. */
final class ShareMaker {
  private final Exports.House house;
  private final RecipeBook recipes;
  private final ExportRows rows = new ExportRows();

  ShareMaker(Exports.House house, RecipeBook recipes) {
    this.house = house;
    this.recipes = recipes;
  }

  /**
   * Makes one.
   *
   * @param snapshot reads the moment that the share is of
   * @return nothing, if the export is not known here, or its recipe
   */
  Optional<MadeShare> make(ShareRows.Taken taken, Handle snapshot, Pouring.Progress progress)
      throws IOException, SQLException {
    Optional<StoredExport> export =
        house.database().jdbi().withHandle(handle -> rows.find(handle, taken.of().export()));
    Optional<Recipe<?>> recipe = export.flatMap(each -> recipes.find(each.order().recipe()));
    return recipe.isEmpty()
        ? Optional.empty()
        : Optional.of(make(taken, snapshot, progress, export.get().order(), recipe.get()));
  }

  private <T> MadeShare make(
      ShareRows.Taken taken,
      Handle snapshot,
      Pouring.Progress progress,
      ExportOrder order,
      Recipe<T> recipe)
      throws IOException, SQLException {
    Tally tally = new Tally();
    ShareRows.Common common = taken.common();
    ExportPackage.Main main = new ExportPackage.Main(common.main(), recipe.format().mediaType());
    Optional<RecordSource.Stretch> stretch = taken.share().stretch();
    // parts have headings of their own; that of the whole is written by who joins them
    Heading heading =
        taken.share().parts().getFirst().folder().isEmpty()
            ? recipe.source().heading(snapshot, order)
            : new Heading("", common.main(), order.period(), List.of());
    try (ObjectStore.Upload upload = house.store().beginBrief(taken.key())) {
      HashedStream out = new HashedStream(upload.stream());
      try (ExportPackage pack =
          stretch.isPresent()
              ? ExportPackage.ofStretch(out, common.stamp(), main, tally::gap)
              : new ExportPackage(out, common.stamp(), main, tally::gap)) {
        Pouring.Into into =
            new Pouring.Into(heading, pack, pack, false, common.stamp(), stretch.orElse(null));
        Pouring<T> pouring = new Pouring<>(progress, recipe, into, tally, taken.share().rows());
        recipe.source().pour(snapshot, order, taken.share(), pouring);
        String told = pouring.endShare();
        List<KeptEntry> entries = pack.leave();
        upload.commit();
        return new MadeShare(
            taken.key(),
            out.size(),
            out.sha256(),
            entries,
            stretch.isPresent() ? List.of() : pouring.parts(),
            tally.counted(),
            told);
      }
    }
  }
}
