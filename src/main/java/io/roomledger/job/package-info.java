/**
 * Durable jobs on db-scheduler: progress, cancel, retry, lease, turns. It never knows what a job is
 * about.
 */
@NullMarked
package io.roomledger.job;

import org.jspecify.annotations.NullMarked;
