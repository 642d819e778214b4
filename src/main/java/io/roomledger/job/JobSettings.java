package io.roomledger.job;

import java.time.Duration;

/**
 * How jobs are done.
 *
 * @param threads how many run at once in this process
 * @param heartbeat how often a worker renews its lease; a job whose worker has missed four is taken
 *     over
 * @param attempts how often a job is tried before it fails
 * @param pause how long to wait before the second attempt; doubled for each further one
 */
public record JobSettings(int threads, Duration heartbeat, int attempts, Duration pause) {}
