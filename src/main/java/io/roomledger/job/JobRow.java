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
    String reason) {

  /** Whether {@code attempt} still holds it. */
  boolean heldBy(int attempt) {
    return status == JobStatus.RUNNING && this.attempt == attempt;
  }
}
