package io.roomledger.job;

import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * How jobs are done.
 *
 * @param threads how many long ones, such as exports, run at once in this process
 * @param shortThreads how many short ones, such as letters, run at once beside them
 * @param perOwner how many long ones of one owner are due at once, in all processes
 * @param heartbeat how often a worker renews its lease; a job whose worker has missed four is taken
 *     over
 * @param attempts how many attempts in a row may get no further before a job fails
 * @param pause how long to wait before the second attempt; doubled for each further one, at most
 *     {@link Retry#LONGEST_PAUSE}
 */
public record JobSettings(
    @Setting(value = "2", doc = "How many long jobs, such as exports, run at once in this process.")
        int threads,
    @Setting(
            value = "2",
            doc = "How many short jobs, such as letters, run at once beside the long ones.")
        int shortThreads,
    @Setting(
            value = "1",
            doc =
                "How many long jobs of one owner run at once, in all processes together; others of"
                    + " theirs wait, so that nobody waits for all that somebody else ordered.")
        int perOwner,
    @Setting(
            value = "2s",
            doc =
                "How often a worker renews its lease; a job whose worker missed four is taken"
                    + " over.")
        Duration heartbeat,
    @Setting(
            value = "5",
            doc =
                "How often a job is tried before it fails; an attempt that got further than those"
                    + " before it does not count.")
        int attempts,
    @Setting(
            value = "5s",
            doc = "How long to wait before the second attempt; doubled for each further one.")
        Duration pause) {
  public JobSettings {
    require(threads >= 1 && threads <= 256, "jobs.threads", threads, "1 to 256");
    require(
        shortThreads >= 1 && shortThreads <= 256, "jobs.short-threads", shortThreads, "1 to 256");
    require(perOwner >= 1 && perOwner <= 256, "jobs.per-owner", perOwner, "1 to 256");
    require(heartbeat.toMillis() >= 100, "jobs.heartbeat", heartbeat, "100 ms or more");
    require(attempts >= 1 && attempts <= 100, "jobs.attempts", attempts, "1 to 100");
    require(!pause.isNegative(), "jobs.pause", pause, "0 or more");
  }

  /** Two long and two short at once, one of an owner, a heartbeat every 2 s, five attempts. */
  public static JobSettings defaults() {
    return new JobSettings(2, 2, 1, Duration.ofSeconds(2), 5, Duration.ofSeconds(5));
  }

  /** The patience of workers that do not ask for another. */
  Retry retry() {
    return new Retry(attempts, pause);
  }

  private static void require(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
