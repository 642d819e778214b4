package io.roomledger.conference;

import io.roomledger.base.Period;
import io.roomledger.export.Filter;
import io.roomledger.export.Filters;
import io.roomledger.export.Selection;
import java.util.List;
import java.util.Optional;

/**
 * Which conferences of an organisation, or the people in which.
 *
 * @param organisation whose
 * @param began when they began
 * @param state whether they are over
 * @param number the 9 digits that people know them by
 * @param participant an account that took part
 * @param people accounts of whom one took part; empty for whoever did
 * @param words which must all occur in the title, whatever their case
 */
public record HeldFilter(
    String organisation,
    Period began,
    State state,
    Optional<String> number,
    Optional<String> participant,
    List<String> people,
    List<String> words) {
  public HeldFilter {
    people = List.copyOf(people);
    words = List.copyOf(words);
  }

  /** Whoever took part, whatever it was called. */
  public HeldFilter(
      String organisation,
      Period began,
      State state,
      Optional<String> number,
      Optional<String> participant) {
    this(organisation, began, state, number, participant, List.of(), List.of());
  }

  /** Whether a conference is over. */
  public enum State {
    GOES_ON,
    ENDED
  }

  private static final Filter OF = Filter.text("organisation", "", "an organisation");
  private static final Filter STATE = Filter.word("state", "State", "ENDED", "GOES_ON");
  private static final Filter NUMBER = Filter.text("number", "Number", "9 digits");
  private static final Filter PARTICIPANT =
      Filter.text("participant", "Participant", "the id of an account");

  /** All that an order of participants may say. */
  static final Filters OF_PEOPLE =
      Filters.of(OF, STATE, NUMBER, PARTICIPANT, Filter.WORDS, Filter.NAMES);

  /** All that an order of conferences may say. */
  static final Filters FILTERS =
      Filters.of(
          OF, STATE, NUMBER, PARTICIPANT, Filter.PERSON, Filter.WORDS, Filter.NAMES, Filter.SINCE);

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
        selection.one("participant"),
        selection.many(Filter.PERSON.name()),
        selection.words());
  }
}
