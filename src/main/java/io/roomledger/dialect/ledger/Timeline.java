// docs/ledger-api.md#a-conferences-timeline
package io.roomledger.dialect.ledger;

import io.roomledger.conference.Moment;
import io.roomledger.conference.Timelines;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened in a conference. */
final class Timeline {
  private final Timelines timelines;

  Timeline(Timelines timelines) {
    this.timelines = timelines;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
                "/conferences/{conference}/timeline",
                "Conferences",
                "What happened in a conference, in the order of time.")
            .needs(Gate.READ)
            .gives(Story.class, this::answer));
  }

  /** What happened. */
  record Story(@Means("The oldest first.") List<Happening> moments) {}

  /** Something that happened. */
  record Happening(
      @Means("When.") Instant at,
      @Means("What.") Moment.What what,
      @Means("Who did it or to whom it happened.") Optional<String> who,
      @Means("The recording that it is about.") Optional<String> subject) {
    static Happening of(Moment moment) {
      return new Happening(
          moment.at(),
          moment.what(),
          moment.who(),
          Optional.of(moment.subject()).filter(text -> !text.isEmpty()));
    }
  }

  private Story answer(Ask ask) {
    return new Story(
        timelines.of(ask.caller(), ask.need("conference")).stream().map(Happening::of).toList());
  }
}
