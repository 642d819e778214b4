package io.roomledger.job;

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
    String reason,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {}
