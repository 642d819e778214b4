package io.roomledger.booking;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is to change of an event; what is empty stays.
 *
 * @param topic the new topic
 * @param description the new description
 * @param time the new time
 * @param rule the new rule of recurrence; empty text ends the series at its first occurrence
 * @param sharing the new sharing
 * @param extras what a dialect keeps with it anew, by name
 */
public record EventPatch(
    Optional<String> topic,
    Optional<String> description,
    Optional<EventTime> time,
    Optional<String> rule,
    Optional<SharingPatch> sharing,
    Map<String, String> extras) {

  /**
   * What is to change of the sharing.
   *
   * @param visibility the new visibility
   * @param ability the new ability
   */
  public record SharingPatch(
      Optional<EventPlan.Visibility> visibility, Optional<EventPlan.Ability> ability) {}

  /** The plan after the change. */
  EventPlan applied(EventPlan plan) {
    Map<String, String> merged = new HashMap<>(plan.extras());
    merged.putAll(extras);
    return new EventPlan(
        topic.orElse(plan.topic()),
        description.orElse(plan.description()),
        time.orElse(plan.time()),
        rule.map(EventPatch::recurrence).orElse(plan.recurrence()),
        sharing.map(change -> shared(change, plan.sharing())).orElse(plan.sharing()),
        merged);
  }

  private static Optional<Recurrence> recurrence(String rule) {
    return rule.isBlank() ? Optional.empty() : Optional.of(new Recurrence(rule));
  }

  private static EventPlan.Sharing shared(SharingPatch change, EventPlan.Sharing before) {
    return new EventPlan.Sharing(
        change.visibility().orElse(before.visibility()), change.ability().orElse(before.ability()));
  }
}
