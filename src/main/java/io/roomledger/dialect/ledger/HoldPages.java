// docs/ledger-api.md#retention-and-legal-hold
package io.roomledger.dialect.ledger;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.Retention;
import io.roomledger.hold.HeldKind;
import io.roomledger.hold.Hold;
import io.roomledger.hold.HoldFilter;
import io.roomledger.hold.Holds;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What must be kept, and what is let go. */
final class HoldPages {
  private static final String TAG = "Holds";
  private static final int USUAL = 100;
  private static final int MOST = 500;

  private final Holds holds;
  private final Retention retention;

  HoldPages(Holds holds, Retention retention) {
    this.holds = holds;
    this.retention = retention;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/holds", TAG, "The holds of the organisation that one may see, newest first.")
            .needs(Gate.MANAGE)
            .with(
                Param.query("kind", Shape.oneOf(HeldKind.class), "On what."),
                Param.query("subject", Shape.text(), "On which of them: its id. Needs a kind."),
                Param.query("lifted", new Shape.Truth(), "Whether those that were lifted too.")
                    .otherwise("false"),
                Param.query("after", Shape.whole(1, Long.MAX_VALUE), "The key of the next page."),
                Param.limit(USUAL, MOST))
            .gives(HoldPage.class, this::all),
        Route.post(
                "/holds",
                TAG,
                "Holds something. All but conferences and recordings also needs the scope"
                    + " holds:manage.")
            .needs(Gate.MANAGE)
            .takes(Wish.class)
            .refuses(409)
            .gives(201, "It is held.", HoldView.class, this::place),
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
            .with(Param.query("reason", Shape.text(), "Why it may go now.").needed())
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
  record Wish(
      @Means("What sort of thing.") HeldKind kind,
      @Means("Its id, or a name that is its alone.") String subject,
      @Means("Why it must be kept.") String reason) {}

  /** What to hold of a conference. */
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
      @Means("What sort of thing is held.") HeldKind kind,
      @Means("The id of what is held.") String subject,
      @Means("What it was called when it was held.") String name,
      @Means("The conference, of one and of a recording.") Optional<String> conference,
      @Means("The recording, if it is one.") Optional<String> recording,
      @Means("Why.") String reason,
      @Means("Who set it.") String placedBy,
      @Means("When.") Instant placedAt,
      @Means("Who lifted it.") Optional<String> liftedBy,
      @Means("When.") Optional<Instant> liftedAt,
      @Means("Why it was lifted, as far as that was asked.") Optional<String> liftedReason) {
    static HoldView of(Hold hold) {
      Hold.Subject subject = hold.subject();
      return new HoldView(
          Long.toString(hold.id()),
          subject.kind(),
          subject.id(),
          subject.name(),
          hold.conference(),
          Optional.of(subject.id()).filter(id -> subject.kind() == HeldKind.RECORDING),
          hold.reason(),
          hold.placed().by(),
          hold.placed().at(),
          hold.lifted().map(lift -> lift.act().by()),
          hold.lifted().map(lift -> lift.act().at()),
          hold.lifted().flatMap(Hold.Lift::reason));
    }
  }

  private HoldPage all(Ask ask) {
    HoldFilter filter =
        new HoldFilter(
            ask.choice("kind", HeldKind.class), ask.text("subject"), "", ask.flag("lifted"));
    Page<Hold> page =
        holds.list(
            ask.caller(), filter, ask.numberIfSaid("after").map(String::valueOf), ask.limit());
    return new HoldPage(page.items().stream().map(HoldView::of).toList(), page.next());
  }

  private HoldView place(Ask ask) {
    Wish wish = ask.body(Wish.class);
    return HoldView.of(holds.place(ask.caller(), wish.kind(), wish.subject(), wish.reason()));
  }

  private HoldList list(Ask ask) {
    return new HoldList(
        holds.ofConference(ask.caller(), ask.need("conference")).stream()
            .map(HoldView::of)
            .toList());
  }

  private HoldView hold(Ask ask) {
    HoldWish wish = ask.body(HoldWish.class);
    String conference = ask.need("conference");
    Optional<UUID> recording = wish.recording().map(text -> Gate.id(text, Refusal.Thing.RECORDING));
    recording
        .map(id -> holds.subject(ask.caller(), HeldKind.RECORDING, id.toString()))
        .filter(found -> !found.conference().equals(Optional.of(conference)))
        .ifPresent(foreign -> {
          throw new RefusedException(new Refusal.NotFound(Refusal.Thing.RECORDING, foreign.id()));
        });
    HeldKind kind = recording.isPresent() ? HeldKind.RECORDING : HeldKind.CONFERENCE;
    String subject = recording.map(UUID::toString).orElse(conference);
    return HoldView.of(holds.place(ask.caller(), kind, subject, wish.reason()));
  }

  private HoldView lift(Ask ask) {
    String text = ask.need("hold");
    if (!text.matches("[0-9]{1,18}")) {
      throw Holds.missing("of that id");
    }
    return HoldView.of(holds.lift(ask.caller(), Long.parseLong(text), ask.need("reason")));
  }

  private void delete(Ask ask) throws IOException {
    retention.delete(
        ask.caller(), ask.id("recording", Refusal.Thing.RECORDING), ask.need("reason"));
  }
}
