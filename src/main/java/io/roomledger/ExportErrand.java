package io.roomledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.identity.Caller;
import io.roomledger.job.Job;
import io.roomledger.job.JobStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One export for the command line: order it as a job, watch it, copy its file out under a temporary
 * name, rename.
 */
final class ExportErrand {
  private static final long GLANCE = 100;

  private final CommonOptions options;
  private final Path out;
  private final Path folder;
  private final boolean force;

  ExportErrand(CommonOptions options, Path out, boolean force) {
    this.options = options;
    this.out = out.toAbsolutePath().normalize();
    Path parent = this.out.getParent();
    this.folder = parent == null ? this.out : parent;
    this.force = force;
  }

  /** Orders, waits and delivers; answers the exit code. */
  int run(Function<Wiring, ExportOrder> wanted) throws IOException, InterruptedException {
    checkPlace();
    try (Wiring house = Wiring.forCommand(options)) {
      return finish(house, house.exports().order(house.operator(), wanted.apply(house)).id());
    }
  }

  /** Waits for an export that was ordered before and delivers it; answers the exit code. */
  int fetch(long id) throws IOException, InterruptedException {
    checkPlace();
    try (Wiring house = Wiring.forCommand(options)) {
      return finish(house, id);
    }
  }

  private int finish(Wiring house, long id) throws IOException, InterruptedException {
    house.workIfNobodyElseDoes();
    Caller caller = house.operator();
    ExportJob job = watch(house.exports(), caller, id);
    return switch (job.job().status()) {
      case DONE, DONE_WITH_GAPS -> deliver(house.exports(), caller, job);
      default -> {
        System.err.println(
            "export " + id + " " + words(job.job().status()) + ": " + job.job().reason());
        yield Main.FAILED;
      }
    };
  }

  private void checkPlace() {
    if (Files.exists(out) && !force) {
      throw new RefusedException(
          new Refusal.Invalid("--out", out.toString(), "a new file, or --force to replace it"));
    }
    if (!Files.isDirectory(folder)) {
      throw new RefusedException(
          new Refusal.Invalid("--out", out.toString(), "a file in a directory that exists"));
    }
  }

  private static ExportJob watch(Exports exports, Caller caller, long id)
      throws InterruptedException {
    ProgressBar bar = ProgressBar.onStandardError();
    while (true) {
      ExportJob export = exports.get(caller, id);
      Job job = export.job();
      String what = job.reason().isEmpty() ? words(job.status()) : job.reason();
      if (job.status().ended()) {
        bar.end(job.done(), job.total(), words(job.status()));
        return export;
      }
      bar.show(job.done(), job.total(), what);
      TimeUnit.MILLISECONDS.sleep(GLANCE);
    }
  }

  private int deliver(Exports exports, Caller caller, ExportJob job) throws IOException {
    ExportJob.Result result = job.result().orElseThrow();
    Path part = Files.createTempFile(folder, ".roomledger-", ".part");
    try {
      try (InputStream bytes = exports.open(caller, job.id()).content().open(0)) {
        Files.copy(bytes, part, StandardCopyOption.REPLACE_EXISTING);
      }
      place(part);
    } finally {
      Files.deleteIfExists(part);
    }
    double seconds = Math.max(1, took(job.job()).toMillis()) / 1000.0;
    System.out.printf(
        Locale.ROOT,
        "%s: %,d rows, %,d missing, %,d bytes, in %.2f s (%,.0f rows/s), SHA-256 %s%n",
        out,
        result.rows(),
        result.gaps(),
        result.size(),
        seconds,
        result.rows() / seconds,
        result.sha256());
    return result.gaps() > 0 ? Main.NOT_WHOLE : Main.FINE;
  }

  private static Duration took(Job job) {
    return Duration.between(
        job.startedAt().orElse(job.createdAt()), job.finishedAt().orElse(job.createdAt()));
  }

  private void place(Path part) throws IOException {
    if (force) {
      Files.move(part, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } else if (Files.exists(out)) {
      throw new FileAlreadyExistsException(
          out + ": appeared while the export ran (expected: a new file)");
    } else {
      Files.move(part, out, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** A state in words. */
  static String words(JobStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
