package io.roomledger.booking;

import java.time.Instant;

/**
 * An event as it stands: one of its own, a series, or one occurrence of a series.
 *
 * @param key what names it
 * @param calendar the id of its organiser's calendar
 * @param organiser who organises it, as they were called then
 * @param plan what is planned; an occurrence has its own time and no recurrence
 * @param state where it stands
 */
public record CalendarEvent(
    EventKey key, String calendar, Reserver organiser, EventPlan plan, State state) {

  /**
   * Where an event stands.
   *
   * @param exception whether it is an occurrence that differs from its series
   * @param cancelled whether it does not take place
   * @param answer what the reader said to it; organisers have accepted
   * @param createdAt when it was made
   */
  public record State(boolean exception, boolean cancelled, Answer answer, Instant createdAt) {}

  /** When it begins. */
  public Instant start() {
    return plan.time().period().from();
  }

  /** When it ends. */
  public Instant end() {
    return plan.time().period().to();
  }
}
