package io.roomledger.booking;

/**
 * A line of the report: the figures of something.
 *
 * @param of what sort of thing it is
 * @param id tells it from others of its sort
 * @param name what people call it
 * @param within what it is a part of: a room's level, an hour's day; empty for the rest
 * @param figures its figures
 */
public record UtilisationLine(Of of, String id, String name, String within, Figures figures) {
  /** The sorts, in the order of the report. */
  public enum Of {
    /** All rooms for all the period. */
    TOTAL,
    /** A level with everything below it. */
    LEVEL,
    /** A room. */
    ROOM,
    /** A day of the week. */
    WEEKDAY,
    /** An hour of the day. */
    HOUR,
    /** An hour of the week. */
    WEEKDAY_HOUR,
    /** A day. */
    DAY,
    /** A week, by its Monday. */
    WEEK
  }
}
