package io.roomledger.retention;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules about one kind that count at one moment, and what follows from them for each room. */
final class Plan {
  private final Map<String, Keep> keeps = new HashMap<>();

  /** By those rules; of two for the same the later counts. */
  Plan(List<Rule> rules) {
    rules.forEach(rule -> put(rule.target(), rule.keep()));
  }

  private static String key(Scope scope, String id) {
    return scope + ":" + id;
  }

  private void put(Target target, Keep keep) {
    keeps.put(key(target.scope(), target.id()), keep);
  }

  /** The same, and one rule more. */
  Plan with(Target target, Keep keep) {
    Plan more = new Plan(List.of());
    more.keeps.putAll(keeps);
    more.put(target, keep);
    return more;
  }

  /** Whether everything is kept for ever. */
  boolean keepsAll() {
    return keeps.values().stream().noneMatch(Keep.Days.class::isInstance);
  }

  /** For how many days the things of a chat room are kept; empty for ever. */
  Optional<Integer> ofChatRoom(String room) {
    return days(said(Scope.CHAT_ROOM, room).or(() -> said(Scope.ORGANISATION, "")));
  }

  /** The same of a meeting room in a level. */
  Optional<Integer> ofMeetingRoom(String room, String level, Map<String, String> parents) {
    Optional<Keep> own = said(Scope.MEETING_ROOM, room);
    return own.isPresent() ? days(own) : ofLevel(level, parents);
  }

  /** The same of the rooms right in a level. */
  Optional<Integer> ofLevel(String level, Map<String, String> parents) {
    for (@Nullable String at = level; at != null; at = parents.get(at)) {
      Optional<Keep> keep = said(Scope.ROOM_LEVEL, at);
      if (keep.isPresent()) {
        return days(keep);
      }
    }
    return days(said(Scope.ORGANISATION, ""));
  }

  private Optional<Keep> said(Scope scope, String id) {
    return Optional.ofNullable(keeps.get(key(scope, id)))
        .filter(keep -> !(keep instanceof Keep.AsAbove));
  }

  private static Optional<Integer> days(Optional<Keep> keep) {
    return keep.filter(Keep.Days.class::isInstance).map(it -> ((Keep.Days) it).days());
  }
}
