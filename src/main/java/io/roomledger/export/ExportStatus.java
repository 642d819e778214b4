package io.roomledger.export;

import io.roomledger.job.JobStatus;

/** Where an export stands, in the words of those who see it. */
public enum ExportStatus {
  /** Ordered, or between two attempts. */
  WAITING,
  /** It is being made. */
  RUNNING,
  /** Its file is there, and whole. */
  DONE,
  /** Its file is there and says what is missing. */
  DONE_WITH_GAPS,
  /** Given up; the reason says why. */
  FAILED,
  /** Stopped by somebody. */
  CANCELLED,
  /** Its file was kept long enough and is deleted. */
  EXPIRED;

  /** Whether its file is there. */
  public boolean done() {
    return this == DONE || this == DONE_WITH_GAPS;
  }

  static ExportStatus of(JobStatus status, boolean expired) {
    return expired ? EXPIRED : valueOf(status.name());
  }
}
