package io.roomledger.job;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Somebody who looks on as jobs are done in this process: who counts them. */
@FunctionalInterface
public interface JobWatch {
  /** Nobody. */
  JobWatch NOBODY = (kind, id, attempt) -> (outcome, took, told) -> {};

  /** A worker has taken a job. */
  Seen begins(String kind, long id, int attempt);

  /** One attempt that is looked at. */
  @FunctionalInterface
  interface Seen {
    /**
     * The attempt is over.
     *
     * @param told what it brought about, see {@link Worker.Run#tell}
     */
    void ended(Outcome outcome, Duration took, Map<String, Long> told);
  }

  /** What became of an attempt. */
  enum Outcome {
    /** The job is done. */
    DONE,
    /** It failed or was interrupted, and the job waits for the next one. */
    AGAIN,
    /** It failed, and no other follows. */
    FAILED,
    /** Somebody wanted it stopped. */
    CANCELLED,
    /** Another worker has the job by now. */
    LOST;

    /** As figures name it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
