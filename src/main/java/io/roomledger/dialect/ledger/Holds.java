// docs/ledger-api.md#retention-and-legal-hold
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.Hold;
import io.roomledger.conference.Retention;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What must be kept, and what is let go. */
final class Holds {
  private static final String TAG = "Holds";
  private static final int USUAL = 100;
  private static final int MOST = 500;

  private final Retention retention;

  Holds(Retention retention) {
    this.retention = retention;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/holds", TAG, "All holds of the organisation, the newest first.")
            .needs(Gate.MANAGE)
            .with(
                Param.query("lifted", new Shape.Truth(), "Whether those that were lifted too.")
                    .otherwise("false"),
                Param.query("after", Shape.whole(1, Long.MAX_VALUE), "The key of the next page."),
                Param.limit(USUAL, MOST))
            .gives(HoldPage.class, this::all),
        Route.get("/conferences/{conference}/holds", TAG, "The holds on a conference.")
            .needs(Gate.MANAGE)
            .gives(HoldList.class, this::list),
        Route.post(
                "/conferences/{conference}/holds",
                TAG,
                "Holds a recording, or all of a conference and those that come later.")
            .needs(Gate.MANAGE)
            .takes(HoldWish.class)
            .refuses(409)
            .gives(201, "It is held.", HoldView.class, this::hold),
        Route.delete("/holds/{hold}", TAG, "Lifts a hold.")
            .needs(Gate.MANAGE)
            .refuses(409)
            .gives(HoldView.class, this::lift),
        Route.delete(
                "/recordings/{recording}", "Recordings", "Deletes a recording, unless it is held.")
            .needs(Gate.MANAGE)
            .with(Param.query("reason", Shape.text(), "Why, for the audit log.").needed())
            .refuses(409)
            .givesNothing("It is deleted.", this::delete));
  }

  /** What to hold. */
  record HoldWish(
      @Means("Why it must be kept.") String reason,
      @Means("The id of a recording; without it, all of the conference.")
          Optional<String> recording) {}

  /** A page of holds. */
  record HoldPage(
      @Means("The newest first.") List<HoldView> holds,
      @Means("The key of the next page.") Optional<String> next) {}

  /** Holds. */
  record HoldList(@Means("The holds, also those that were lifted.") List<HoldView> holds) {}

  /** A hold. */
  record HoldView(
      @Means("Its id.") String id,
      @Means("The conference.") String conference,
      @Means("The recording; null for all of the conference.") Optional<String> recording,
      @Means("Why.") String reason,
      @Means("Who set it.") String placedBy,
      @Means("When.") Instant placedAt,
      @Means("Who lifted it.") Optional<String> liftedBy,
      @Means("When.") Optional<Instant> liftedAt) {
    static HoldView of(Hold hold) {
      return new HoldView(
          Long.toString(hold.id()),
          hold.conference(),
          hold.recording().map(UUID::toString),
          hold.reason(),
          hold.placed().by(),
          hold.placed().at(),
          hold.lifted().map(Hold.Act::by),
          hold.lifted().map(Hold.Act::at));
    }
  }

  private HoldPage all(Ask ask) {
    long below = ask.numberIfSaid("after").orElse(Long.MAX_VALUE);
    List<Hold> found = retention.allHolds(ask.caller(), ask.flag("lifted"), below, ask.limit() + 1);
    List<HoldView> page = found.stream().limit(ask.limit()).map(HoldView::of).toList();
    return new HoldPage(
        page, found.size() > page.size() ? Optional.of(page.getLast().id()) : Optional.empty());
  }

  private HoldList list(Ask ask) {
    return new HoldList(
        retention.holds(ask.caller(), ask.need("conference")).stream().map(HoldView::of).toList());
  }

  private HoldView hold(Ask ask) {
    HoldWish wish = ask.body(HoldWish.class);
    Optional<UUID> recording = wish.recording().map(text -> Gate.id(text, Refusal.Thing.RECORDING));
    return HoldView.of(
        retention.hold(ask.caller(), ask.need("conference"), recording, wish.reason()));
  }

  private HoldView lift(Ask ask) {
    String text = ask.need("hold");
    if (!text.matches("[0-9]{1,18}")) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.HOLD, "of that id"));
    }
    return HoldView.of(retention.lift(ask.caller(), Long.parseLong(text)));
  }

  private void delete(Ask ask) throws IOException {
    retention.delete(
        ask.caller(), ask.id("recording", Refusal.Thing.RECORDING), ask.need("reason"));
  }
}
