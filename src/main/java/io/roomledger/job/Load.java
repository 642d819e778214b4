package io.roomledger.job;

import java.time.Instant;
import java.util.Optional;

/**
 * How many jobs of a kind there are to do, in all processes.
 *
 * @param kind the kind
 * @param running how many are under way
 * @param waiting how many wait, also for their next attempt
 * @param oldest when the one that waits longest was ordered
 */
public record Load(String kind, long running, long waiting, Optional<Instant> oldest) {}
