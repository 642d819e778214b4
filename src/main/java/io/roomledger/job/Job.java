package io.roomledger.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as it stands.
 *
 * @param id its number, see {@link io.roomledger.base.Ids#growing}
 * @param kind which worker runs it
 * @param status where it stands
 * @param attempt how often a worker has taken it, from 0
 * @param done units of work done, such as rows
 * @param total units of work to do, or -1 while that is not known
 * @param rate units of work done a second, smoothed over the last seconds; 0 while not known
 * @param reason why it failed, waits again or was cancelled; empty if there is nothing to say
 * @param createdAt when it was ordered
 * @param startedAt when a worker first took it
 * @param finishedAt when it ended
 */
public record Job(
    long id,
    String kind,
    JobStatus status,
    int attempt,
    long done,
    long total,
    double rate,
    String reason,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {

  /**
   * How long it will go on at its rate; empty unless it runs and that can be told. When all units
   * are done and it still runs, it is at work on what is not counted, such as attached files.
   */
  public Optional<Duration> left() {
    boolean known = status == JobStatus.RUNNING && rate > 0 && total > done;
    return known
        ? Optional.of(Duration.ofMillis((long) Math.ceil((total - done) / rate * 1000)))
        : Optional.empty();
  }
}
