package io.roomledger.job;

/**
 * A row of the table job, locked, as far as decisions need it.
 *
 * @param failures how many attempts in a row failed and got no further than those before them
 * @param gotOn whether the last attempt made more safe than all before it
 */
record JobRow(
    long id,
    String kind,
    JobStatus status,
    int attempt,
    int failures,
    long lease,
    boolean cancelling,
    boolean gotOn,
    String reason,
    String owner) {

  /** How many attempts in a row will have got no further, if this one fails. */
  int failuresWithThis() {
    return gotOn ? 0 : failures + 1;
  }

  /** The timetable that it is on: long jobs have one of their own. */
  String timetable() {
    return timetable(owner);
  }

  /** The timetable of jobs of that owner. */
  static String timetable(String owner) {
    return owner.isEmpty() ? Jobs.SHORT : Jobs.LONG;
  }

  /** Whether {@code attempt} still holds it. */
  boolean heldBy(int attempt) {
    return status == JobStatus.RUNNING && this.attempt == attempt;
  }
}
