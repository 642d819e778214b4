package io.roomledger.conference;

import io.roomledger.base.Period;
import io.roomledger.export.Filter;
import io.roomledger.export.Filters;
import io.roomledger.export.Selection;
import java.util.Optional;

/**
 * Which conferences of an organisation, or the people in which.
 *
 * @param organisation whose
 * @param began when they began
 * @param state whether they are over
 * @param number the 9 digits that people know them by
 * @param participant an account that took part
 */
public record HeldFilter(
    String organisation,
    Period began,
    State state,
    Optional<String> number,
    Optional<String> participant) {

  /** Whether a conference is over. */
  public enum State {
    GOES_ON,
    ENDED
  }

  /** All that an order of them may say. */
  static final Filters FILTERS =
      Filters.of(
          Filter.text("organisation", "", "an organisation"),
          Filter.word("state", "State", "ENDED", "GOES_ON"),
          Filter.text("number", "Number", "9 digits"),
          Filter.text("participant", "Participant", "the id of an account"));

  /** What to order an export of them with. */
  public Selection selection() {
    Selection selection = Selection.of("organisation", organisation).and("state", state.name());
    if (number.isPresent()) {
      selection = selection.and("number", number.get());
    }
    return participant.isPresent() ? selection.and("participant", participant.get()) : selection;
  }

  static HeldFilter of(Selection selection, Period began) {
    return new HeldFilter(
        selection.need("organisation"),
        began,
        selection.one("state").map(State::valueOf).orElse(State.ENDED),
        selection.one("number"),
        selection.one("participant"));
  }
}
