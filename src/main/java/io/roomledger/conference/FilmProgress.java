package io.roomledger.conference;

import io.roomledger.job.Job;
import io.roomledger.job.JobStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * How far the work on a recording's picture and stream is.
 *
 * @param running whether it runs; else it waits
 * @param done how much of the film it has gone through, in milliseconds; twice the film is all
 * @param total how much there is to go through; empty while that is not known
 * @param left how long it will go on, if that can be told
 */
public record FilmProgress(
    boolean running, long done, Optional<Long> total, Optional<Duration> left) {

  static FilmProgress of(Job job) {
    return new FilmProgress(
        job.status() == JobStatus.RUNNING,
        job.done(),
        Optional.of(job.total()).filter(total -> total >= 0),
        job.left());
  }
}
