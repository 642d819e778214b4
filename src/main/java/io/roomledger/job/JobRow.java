package io.roomledger.job;

/** A row of the table job, locked, as far as decisions need it. */
record JobRow(
    long id,
    String kind,
    JobStatus status,
    int attempt,
    int failures,
    long lease,
    boolean cancelling,
    String reason,
    String owner) {

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
