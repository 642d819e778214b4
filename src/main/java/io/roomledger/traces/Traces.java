package io.roomledger.traces;

import io.roomledger.http.Watch;
import io.roomledger.job.JobWatch;

/**
 * The door of traces: a span for each request and for each attempt at a job. Where none are wanted
 * nothing is followed, and OpenTelemetry's classes are not even loaded.
 */
public interface Traces extends AutoCloseable {
  /** No traces. */
  Traces NONE =
      new Traces() {
        @Override
        public Watch requests() {
          return Watch.NOBODY;
        }

        @Override
        public JobWatch jobs() {
          return JobWatch.NOBODY;
        }

        @Override
        public void close() {}
      };

  /** Those that the settings want, if they want any. */
  static Traces of(TraceSettings settings, String version) {
    return settings.endpoint().isPresent() ? Spans.to(settings, version) : NONE;
  }

  /** Who follows requests. */
  Watch requests();

  /** Who follows jobs. */
  JobWatch jobs();

  /** Sends what is still here, for ten seconds at most. */
  @Override
  void close();
}
