package io.roomledger.export;

import io.roomledger.job.Job;
import io.roomledger.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * An export: the order, its job, and the result when there is one.
 *
 * @param job where it stands
 * @param order what was wanted
 * @param owner who ordered it, see {@link io.roomledger.identity.Caller#key}
 * @param organisation whose data it holds
 * @param result the file, once done
 * @param expiredAt when the file was deleted because it had been kept long enough
 */
public record ExportJob(
    Job job,
    ExportOrder order,
    String owner,
    String organisation,
    Optional<Result> result,
    Optional<Instant> expiredAt) {

  /** Its number. */
  public long id() {
    return job.id();
  }

  /** When it was ordered. */
  public Instant orderedAt() {
    return job.createdAt();
  }

  /** Where it stands. */
  public ExportStatus status() {
    return ExportStatus.of(job.status(), expiredAt.isPresent());
  }

  /** How far it is. */
  public Progress progress() {
    return new Progress(
        job.done(),
        job.total() < 0 ? Optional.empty() : Optional.of(job.total()),
        job.rate(),
        job.left(),
        job.attempt());
  }

  /**
   * How far an export is.
   *
   * @param done how many rows are done
   * @param total how many there are, once that is known
   * @param rate rows a second over the last seconds; 0 while not known
   * @param left how long it will go on at that rate, if that can be told
   * @param attempt how often it was begun
   */
  public record Progress(
      long done, Optional<Long> total, double rate, Optional<Duration> left, int attempt) {}

  /** Whether it is under way. */
  public boolean running() {
    return job.status() == JobStatus.RUNNING;
  }

  /** Whether nothing more will happen. */
  public boolean ended() {
    return job.status().ended();
  }

  /** Where it stands, in one word: {@code waiting}, {@code running}, {@code done} and so on. */
  public String state() {
    return expiredAt.isPresent()
        ? "expired"
        : job.status().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How many rows it has exported. */
  public long done() {
    return job.done();
  }

  /** How many rows it has to export, or -1 while that is not known. */
  public long total() {
    return job.total();
  }

  /** Why it failed, waits again or was cancelled; empty if there is nothing to say. */
  public String reason() {
    return job.reason();
  }

  /** How many rows a second it has exported over the last seconds; 0 while that is not known. */
  public double rate() {
    return job.rate();
  }

  /** How long it will go on at that rate, if that can be told. */
  public Optional<Duration> left() {
    return job.left();
  }

  /** When it ended. */
  public Optional<Instant> finishedAt() {
    return job.finishedAt();
  }

  /**
   * The file.
   *
   * @param key where it lies in the store
   * @param size in bytes
   * @param mediaType what it is
   * @param sha256 of the whole file, in hexadecimal digits
   * @param rows how many rows it holds
   * @param gaps how many things are missing
   */
  public record Result(
      String key, long size, String mediaType, String sha256, long rows, long gaps) {}
}
