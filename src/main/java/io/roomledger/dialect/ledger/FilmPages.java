// docs/ledger-api.md#recordings
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.conference.FilmProgress;
import io.roomledger.conference.FilmWork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How far the work on a recording's picture and stream is, and its end before its time. */
final class FilmPages {
  private static final String FILM = "/recordings/{recording}/film";
  private static final String TAG = "Recordings";

  private final FilmWork work;

  FilmPages(FilmWork work) {
    this.work = work;
  }

  List<Route> routes() {
    return List.of(
        Route.get(FILM, TAG, "How far the work on a recording's picture and stream is.")
            .needs(Gate.READ)
            .refuses(409)
            .gives(FilmView.class, this::look),
        Route.delete(FILM, TAG, "Ends that work; the recording stays as it is.")
            .needs(Gate.MANAGE)
            .givesNothing("It ends.", this::cancel));
  }

  /** How far it is. */
  record FilmView(
      @Means("Whether it runs, waits, or there is none to do.") State state,
      @Means("How much of the film it has gone through, in milliseconds.") long done,
      @Means("How much there is to go through; null if that is not known.") Optional<Long> total,
      @Means("How long it will go on, in milliseconds; null if that cannot be told.")
          Optional<Duration> left) {
    static FilmView of(FilmProgress progress) {
      return new FilmView(
          progress.running() ? State.RUNNING : State.WAITING,
          progress.done(),
          progress.total(),
          progress.left());
    }
  }

  /** Whether there is work to do. */
  enum State {
    WAITING,
    RUNNING,
    NONE
  }

  private FilmView look(Ask ask) {
    return work.progress(ask.caller(), id(ask))
        .map(FilmView::of)
        .orElseGet(() -> new FilmView(State.NONE, 0, Optional.empty(), Optional.empty()));
  }

  private void cancel(Ask ask) {
    work.cancel(ask.caller(), id(ask));
  }

  private static UUID id(Ask ask) {
    return ask.id("recording", Refusal.Thing.RECORDING);
  }
}
