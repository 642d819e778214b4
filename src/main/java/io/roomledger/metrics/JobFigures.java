package io.roomledger.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.roomledger.job.JobWatch;

/** Counts attempts at jobs of this process, and what they brought about. */
final class JobFigures implements JobWatch {
  private final MeterRegistry registry;

  JobFigures(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Seen begins(String kind, long id, int attempt) {
    return (outcome, took, told) -> {
      Timer.builder("roomledger.job.attempts")
          .description("Attempts at jobs that are over, by what became of them")
          .tags("kind", kind, "outcome", outcome.word())
          .register(registry)
          .record(took);
      told.forEach((unit, amount) -> made(kind, unit).increment((double) amount));
    };
  }

  private Counter made(String kind, String unit) {
    return Counter.builder("roomledger.job.made")
        .description("What jobs brought about: rows and bytes of exports, deliveries by target")
        .tags("kind", kind, "unit", unit)
        .register(registry);
  }
}
