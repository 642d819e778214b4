package io.roomledger.job;

/** Where a job stands. It ends in one of the last four, never silently. */
public enum JobStatus {
  /** Ordered, or between two attempts. */
  WAITING,
  /** A worker holds its lease. */
  RUNNING,
  /** Everything was delivered. */
  DONE,
  /** Delivered, but some of it could not be had; the result says what. */
  DONE_WITH_GAPS,
  /** Given up; the reason says why. */
  FAILED,
  /** Stopped by somebody. */
  CANCELLED;

  /** Whether nothing more will happen. */
  public boolean ended() {
    return this != WAITING && this != RUNNING;
  }
}
