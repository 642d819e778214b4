// docs/ledger-api.md#retention-of-messages-and-reservations
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.retention.Keep;
import io.roomledger.retention.KeptKind;
import io.roomledger.retention.Preview;
import io.roomledger.retention.RetentionRules;
import io.roomledger.retention.RetentionRun;
import io.roomledger.retention.Rule;
import io.roomledger.retention.RuleWish;
import io.roomledger.retention.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How long messages and reservations are kept, and what was removed. */
final class RetentionPages {
  private static final String TAG = "Retention";
  private static final String RULES = "/retention/rules";
  private static final int USUAL = 20;
  private static final int MOST = 100;

  private final RetentionRules rules;

  RetentionPages(RetentionRules rules) {
    this.rules = rules;
  }

  List<Route> routes() {
    return List.of(
        Route.get(RULES, TAG, "The rules that count, and those that will.")
            .needs(RetentionRules.SCOPE)
            .gives(RetentionRuleList.class, this::list),
        Route.post("/retention/preview", TAG, "What a rule would remove. Changes nothing.")
            .needs(RetentionRules.SCOPE)
            .takes(RetentionDraft.class)
            .refuses(404, 409)
            .gives(RetentionPreview.class, this::preview),
        Route.post(
                RULES,
                TAG,
                "Sets a rule. One that keeps something for a shorter time needs the confirmation of"
                    + " its preview, and counts a day later.")
            .needs(RetentionRules.SCOPE)
            .takes(RetentionRuleWish.class)
            .refuses(404, 409)
            .gives(201, "It is set.", RetentionRuleView.class, this::set),
        Route.delete(RULES + "/{rule}", TAG, "Withdraws a rule that does not count yet.")
            .needs(RetentionRules.SCOPE)
            .refuses(409)
            .gives(RetentionRuleView.class, this::withdraw),
        Route.get("/retention/runs", TAG, "When rules were enforced and what was removed.")
            .needs(RetentionRules.SCOPE)
            .with(Param.limit(USUAL, MOST))
            .gives(RetentionRunList.class, this::runs));
  }

  /** How long something is kept, in a word. */
  enum RetentionKeep {
    DAYS,
    FOR_EVER,
    AS_ABOVE
  }

  /** A rule that somebody thinks of. */
  record RetentionDraft(
      @Means("Of what.") KeptKind kind,
      @Means("For what it stands.") Scope scope,
      @Means("For which: an id, or a name that is its alone; not of the organisation.")
          Optional<String> subject,
      @Means("How long; as-above ends a rule of its own.") RetentionKeep keep,
      @Means("How many days of 24 hours, 1 to 36500; with keep days.") Optional<Long> days) {
    RuleWish wish() {
      return new RuleWish(kind, scope, subject.orElse(""), RetentionPages.keep(keep, days));
    }
  }

  /** A rule that somebody wants. */
  record RetentionRuleWish(
      @Means("Of what.") KeptKind kind,
      @Means("For what it stands.") Scope scope,
      @Means("For which: an id, or a name that is its alone; not of the organisation.")
          Optional<String> subject,
      @Means("How long; as-above ends a rule of its own.") RetentionKeep keep,
      @Means("How many days of 24 hours, 1 to 36500; with keep days.") Optional<Long> days,
      @Means("That of its preview; needed if something would go.") Optional<String> confirmation) {
    RetentionDraft draft() {
      return new RetentionDraft(kind, scope, subject, keep, days);
    }
  }

  private static Keep keep(RetentionKeep kept, Optional<Long> days) {
    if (days.isPresent() != (kept == RetentionKeep.DAYS)) {
      throw new RefusedException(
          new Refusal.Invalid(
              "days",
              days.map(String::valueOf).orElse("missing"),
              kept == RetentionKeep.DAYS ? "a number" : "none, as keep does not say days"));
    }
    return switch (kept) {
      case DAYS -> new Keep.Days(Math.clamp(days.orElseThrow(), 0, Integer.MAX_VALUE));
      case FOR_EVER -> new Keep.ForEver();
      case AS_ABOVE -> new Keep.AsAbove();
    };
  }

  /** Rules. */
  record RetentionRuleList(
      @Means("First those that count now, then those that will.") List<RetentionRuleView> rules,
      @Means("When they are enforced next; nothing before the first time.")
          Optional<Instant> next) {}

  /** A rule. */
  record RetentionRuleView(
      @Means("Its id.") String id,
      KeptKind kind,
      Scope scope,
      @Means("The id of that for which it stands.") Optional<String> subject,
      @Means("What that was called when the rule was set.") Optional<String> name,
      RetentionKeep keep,
      Optional<Integer> days,
      @Means("Who set it.") String placedBy,
      @Means("When.") Instant placedAt,
      @Means("From when on it counts.") Instant effectiveAt,
      @Means("Whether that is yet to come.") boolean pending) {
    static RetentionRuleView of(Rule rule) {
      Optional<Integer> days =
          rule.keep() instanceof Keep.Days(int some) ? Optional.of(some) : Optional.empty();
      return new RetentionRuleView(
          Long.toString(rule.id()),
          rule.kind(),
          rule.target().scope(),
          Optional.of(rule.target().id()).filter(id -> !id.isEmpty()),
          Optional.of(rule.target().name()).filter(name -> !name.isEmpty()),
          kept(rule.keep()),
          days,
          rule.placed().by(),
          rule.placed().at(),
          rule.effectiveAt(),
          rule.pending());
    }

    private static RetentionKeep kept(Keep keep) {
      return switch (keep) {
        case Keep.Days _ -> RetentionKeep.DAYS;
        case Keep.ForEver _ -> RetentionKeep.FOR_EVER;
        case Keep.AsAbove _ -> RetentionKeep.AS_ABOVE;
      };
    }
  }

  /** What a rule would do. */
  record RetentionPreview(
      @Means("When it would begin to count.") Instant effectiveAt,
      @Means("Whether something is kept for a shorter time by it.") boolean loses,
      @Means("What would go in all rooms.") RetentionLoss all,
      @Means("The rooms with most of it, twenty at most.") List<RetentionOfRoom> rooms,
      @Means("How many rooms more.") int moreRooms,
      @Means("For setting the rule within an hour.") String confirmation) {
    static RetentionPreview of(Preview preview) {
      return new RetentionPreview(
          preview.effectiveAt(),
          preview.loses(),
          RetentionLoss.of(preview.all()),
          preview.rooms().stream()
              .map(room ->
                  new RetentionOfRoom(room.room(), room.name(), RetentionLoss.of(room.loss())))
              .toList(),
          preview.moreRooms(),
          preview.confirmation());
    }
  }

  /** What would go of a room. */
  record RetentionOfRoom(@Means("Its id.") String id, String name, RetentionLoss loses) {}

  /** What would go. */
  record RetentionLoss(
      @Means("How many messages or reservations.") long things,
      @Means("How many files with them.") long files,
      @Means("How many bytes these have.") long bytes,
      @Means("When the oldest was sent or begins.") Optional<Instant> oldest,
      @Means("When the newest was sent or begins.") Optional<Instant> newest,
      @Means("How many are as old and stay, because they are held.") long held) {
    static RetentionLoss of(Preview.Loss loss) {
      return new RetentionLoss(
          loss.things(), loss.files(), loss.bytes(), loss.oldest(), loss.newest(), loss.held());
    }
  }

  /** Times that rules were enforced. */
  record RetentionRunList(@Means("The newest first.") List<RetentionRunView> runs) {}

  /** A time that rules were enforced. */
  record RetentionRunView(
      @Means("Its id.") String id,
      Instant beganAt,
      @Means("Nothing while it runs.") Optional<Instant> endedAt,
      long messages,
      long files,
      long bytes,
      long reservations,
      @Means("How many were past their time and stayed, because they were held.") long held) {
    static RetentionRunView of(RetentionRun run) {
      RetentionRun.Removed removed = run.removed();
      return new RetentionRunView(
          Long.toString(run.id()),
          run.beganAt(),
          run.endedAt(),
          removed.messages(),
          removed.files(),
          removed.bytes(),
          removed.reservations(),
          run.held());
    }
  }

  private RetentionRuleList list(Ask ask) {
    return new RetentionRuleList(
        rules.list(ask.caller()).stream().map(RetentionRuleView::of).toList(),
        rules.next(ask.caller()));
  }

  private RetentionPreview preview(Ask ask) {
    return RetentionPreview.of(rules.preview(ask.caller(), ask.body(RetentionDraft.class).wish()));
  }

  private RetentionRuleView set(Ask ask) {
    RetentionRuleWish wish = ask.body(RetentionRuleWish.class);
    return RetentionRuleView.of(rules.set(ask.caller(), wish.draft().wish(), wish.confirmation()));
  }

  private RetentionRuleView withdraw(Ask ask) {
    String text = ask.need("rule");
    if (!text.matches("[0-9]{1,18}")) {
      throw RetentionRules.missing("of that id");
    }
    return RetentionRuleView.of(rules.withdraw(ask.caller(), Long.parseLong(text)));
  }

  private RetentionRunList runs(Ask ask) {
    return new RetentionRunList(
        rules.runs(ask.caller(), ask.limit()).stream().map(RetentionRunView::of).toList());
  }
}
