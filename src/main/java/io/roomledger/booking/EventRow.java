package io.roomledger.booking;

import io.roomledger.base.Period;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An event, series or exception as it lies in the table. */
record EventRow(
    UUID id,
    String calendar,
    Optional<UUID> series,
    Optional<Instant> occurrence,
    String organiser,
    String organiserName,
    String department,
    String topic,
    String description,
    Instant startsAt,
    Instant endsAt,
    String zone,
    boolean allDay,
    String rule,
    EventPlan.Visibility visibility,
    EventPlan.Ability ability,
    List<String> extraNames,
    List<String> extraValues,
    boolean cancelled,
    Instant createdAt) {

  EventKey key() {
    return new EventKey(series.orElse(id), occurrence);
  }

  boolean repeats() {
    return !rule.isEmpty();
  }

  EventTime time() {
    return new EventTime(new Period(startsAt, endsAt), ZoneId.of(zone), allDay);
  }

  Reserver by() {
    return new Reserver(organiser, organiserName, department);
  }

  EventPlan plan() {
    Map<String, String> extras = new HashMap<>();
    for (int i = 0; i < extraNames.size(); i++) {
      extras.put(extraNames.get(i), extraValues.get(i));
    }
    return new EventPlan(
        topic,
        description,
        time(),
        repeats() ? Optional.of(new Recurrence(rule)) : Optional.empty(),
        new EventPlan.Sharing(visibility, ability),
        extras);
  }

  /** This, as somebody sees it who gave that answer. */
  CalendarEvent seen(Answer answer) {
    return new CalendarEvent(
        key(),
        calendar,
        by(),
        plan(),
        new CalendarEvent.State(series.isPresent(), cancelled, answer, createdAt));
  }

  /** One occurrence of this series that does not differ from it. */
  CalendarEvent seenAt(Instant start, Answer answer) {
    EventPlan whole = plan();
    EventPlan once =
        new EventPlan(
            topic,
            description,
            time().from(start),
            Optional.empty(),
            whole.sharing(),
            whole.extras());
    return new CalendarEvent(
        EventKey.of(id).at(start),
        calendar,
        by(),
        once,
        new CalendarEvent.State(false, cancelled, answer, createdAt));
  }

  /** The same with another plan. */
  EventRow with(EventPlan plan) {
    List<String> names = new ArrayList<>(plan.extras().keySet());
    return new EventRow(
        id,
        calendar,
        series,
        occurrence,
        organiser,
        organiserName,
        department,
        plan.topic(),
        plan.description(),
        plan.time().period().from(),
        plan.time().period().to(),
        plan.time().zone().getId(),
        plan.time().allDay(),
        plan.recurrence().map(Recurrence::rule).orElse(""),
        plan.sharing().visibility(),
        plan.sharing().ability(),
        names,
        names.stream().map(plan.extras()::get).toList(),
        cancelled,
        createdAt);
  }

  /** A new event in that calendar. */
  static EventRow fresh(UUID id, EventCalendar calendar, Reserver by, EventPlan plan, Instant now) {
    return new EventRow(
            id,
            calendar.id(),
            Optional.empty(),
            Optional.empty(),
            by.key(),
            by.name(),
            by.department(),
            "",
            "",
            now,
            now,
            "UTC",
            false,
            "",
            plan.sharing().visibility(),
            plan.sharing().ability(),
            List.of(),
            List.of(),
            false,
            now)
        .with(plan);
  }
}
