// docs/ledger-api.md#exports
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.export.Deliveries;
import io.roomledger.export.DeliveryState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How the file of an export fares on its way to where it is brought. */
final class DeliveryPages {
  private static final String ALL = ExportPages.ONE + "/deliveries";

  private final Deliveries deliveries;

  DeliveryPages(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, ExportPages.TAG, "How the deliveries of an export fare.")
            .needs(Gate.EXPORTS_READ)
            .gives(DeliveryList.class, this::list),
        Route.post(
                ALL + "/{delivery}/retry",
                ExportPages.TAG,
                "Tries a delivery again: at once if it waits, anew if it was given up.")
            .needs(Gate.EXPORTS_WRITE)
            .refuses(404, 409)
            .gives(DeliveryStateView.class, this::retry));
  }

  /** Deliveries. */
  record DeliveryList(
      @Means("In their order; none before the export is done.")
          List<DeliveryStateView> deliveries) {}

  /** How a delivery fares. */
  record DeliveryStateView(
      @Means("Its number.") String id,
      @Means("Where to.") ExportView.DeliveryView target,
      DeliveryState.Status status,
      @Means("How often it was tried.") int attempts,
      @Means("Why the last try failed.") Optional<String> error,
      @Means("When it is tried again; null unless it waits for that.") Optional<Instant> nextAt,
      @Means("Where it lies or who got it.") Optional<String> place,
      Optional<Instant> deliveredAt) {
    static DeliveryStateView of(DeliveryState state) {
      return new DeliveryStateView(
          Long.toString(state.id()),
          ExportView.DeliveryView.of(state.target()),
          state.status(),
          state.attempts(),
          Optional.of(state.reason()).filter(reason -> !reason.isEmpty()),
          state.nextAt(),
          Optional.of(state.place()).filter(place -> !place.isEmpty()),
          state.deliveredAt());
    }
  }

  private DeliveryList list(Ask ask) {
    return new DeliveryList(
        deliveries.list(ask.caller(), ExportPages.id(ask)).stream()
            .map(DeliveryStateView::of)
            .toList());
  }

  private DeliveryStateView retry(Ask ask) {
    long delivery = ExportPages.number(ask.need("delivery"), Refusal.Thing.EXPORT);
    return DeliveryStateView.of(deliveries.retry(ask.caller(), ExportPages.id(ask), delivery));
  }
}
