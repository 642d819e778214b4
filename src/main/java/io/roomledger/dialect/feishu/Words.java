// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/create
// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event-attendee/create
package io.roomledger.dialect.feishu;

import io.roomledger.booking.Answer;
import io.roomledger.booking.EventPlan;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The words that a field may have, and what they mean.
 *
 * @param <T> what they mean
 * @param meanings by word
 */
record Words<T>(Map<String, T> meanings) {
  static final Words<EventPlan.Visibility> VISIBILITY =
      new Words<>(
          Map.of(
              "default", EventPlan.Visibility.DEFAULT,
              "public", EventPlan.Visibility.PUBLIC,
              "private", EventPlan.Visibility.PRIVATE));

  static final Words<EventPlan.Ability> ABILITY =
      new Words<>(
          Map.of(
              "none", EventPlan.Ability.NONE,
              "can_see_others", EventPlan.Ability.SEE_OTHERS,
              "can_invite_others", EventPlan.Ability.INVITE_OTHERS,
              "can_modify_event", EventPlan.Ability.CHANGE));

  /** What people can answer. */
  static final Words<Answer> ANSWER =
      new Words<>(
          Map.of(
              "accept", Answer.ACCEPTED,
              "decline", Answer.DECLINED,
              "tentative", Answer.TENTATIVE));

  /** How an answer is shown. */
  static final Words<Answer> RSVP =
      new Words<>(
          Map.of(
              "needs_action", Answer.NONE,
              "accept", Answer.ACCEPTED,
              "tentative", Answer.TENTATIVE,
              "decline", Answer.DECLINED,
              "removed", Answer.REMOVED));

  static final Words<String> BUSY = plain("busy", "free");
  static final Words<String> VIDEO = plain("vc", "third_party", "no_meeting");
  static final Words<String> VIDEO_ICON = plain("vc", "live", "default");
  static final Words<String> JOINING =
      plain("anyone_can_join", "only_organization_employees", "only_event_attendees");

  private static Words<String> plain(String... words) {
    return new Words<>(
        java.util.Arrays.stream(words)
            .collect(java.util.stream.Collectors.toMap(word -> word, word -> word)));
  }

  /** What a field says that need not be there. */
  Optional<T> find(Fields fields, String name) {
    return fields.findText(name).map(word -> read(name, word));
  }

  /** What a field says that must be there. */
  T need(Fields fields, String name) {
    return read(name, fields.text(name));
  }

  private T read(String name, String word) {
    T meaning = meanings.get(word);
    if (meaning == null) {
      throw Fields.malformed(name, word, "options: " + new TreeSet<>(meanings.keySet()));
    }
    return meaning;
  }

  /** The word for a meaning. */
  String of(T meaning) {
    return meanings.entrySet().stream()
        .filter(entry -> entry.getValue().equals(meaning))
        .findFirst()
        .map(Map.Entry::getKey)
        .orElse("");
  }
}
