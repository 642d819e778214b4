package io.roomledger.export;

import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Owner;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Looks at orders before they are taken, and once more before they are run. */
final class OrderDesk {
  private final Exports.House house;
  private final RecipeBook recipes;
  private final ExportQuota quota;
  private final ExportRows rows = new ExportRows();

  OrderDesk(Exports.House house, RecipeBook recipes, ExportQuota quota) {
    this.house = house;
    this.recipes = recipes;
    this.quota = quota;
  }

  /**
   * The order as it is kept.
   *
   * @throws RefusedException invalid, if it could not be stored, sent or handed out, or says what
   *     its source does not know
   */
  ExportOrder settled(Caller caller, ExportOrder wanted) {
    RecordSource<?> source = recipes.need(wanted.recipe()).source();
    OrderCheck.check(wanted);
    source.filters().check(wanted.selection());
    return wanted.selecting(source.settled(caller, wanted.selection()));
  }

  /** Refuses what the source refuses, and an earlier export that the order cannot be since. */
  void authorise(Caller caller, ExportOrder order) {
    Recipe<?> recipe = recipes.need(order.recipe());
    recipe.source().authorise(caller, order);
    Optional<String> since = order.selection().one(Filter.SINCE.name());
    if (since.isPresent()) {
      house
          .database()
          .jdbi()
          .useHandle(handle -> {
            Optional<StoredExport> earlier =
                rows.find(handle, Long.parseLong(since.get()))
                    .filter(export -> ExportRights.sees(caller, export));
            SinceCheck.check(handle, order, earlier, before -> sameKind(recipe, before));
          });
    }
  }

  /** The owner of one more export, who has room for it. */
  Owner admitted(Handle transaction, Caller caller) {
    Owner owner = Owner.of(caller);
    quota.admit(transaction, owner);
    return owner;
  }

  /** Where the records of a recipe come from. */
  RecordSource<?> source(String recipe) {
    return recipes.need(recipe).source();
  }

  private boolean sameKind(Recipe<?> recipe, ExportOrder before) {
    return recipes
        .find(before.recipe())
        .filter(other -> other.source().kind().equals(recipe.source().kind()))
        .isPresent();
  }
}
