package io.roomledger.job;

import io.roomledger.db.Database;
import io.roomledger.db.DatabaseSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of its own process, to be killed: its first attempt at a job goes on for a minute, the
 * second one is done at once.
 */
final class EndlessServer {
  private EndlessServer() {}

  public static void main(String[] where) {
    DatabaseSettings settings = new DatabaseSettings(where[0], where[1], where[2], 4);
    Scripted worker =
        new Scripted() {
          @Override
          public String kind() {
            return "endless";
          }
        };
    worker.does(run -> {
      System.out.println("attempt " + run.attempt());
      for (int row = 0; run.attempt() == 1 && row < 1200; row++) {
        run.progress(row, 1200);
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
      run.finish(false, handle -> {});
    });
    Jobs jobs =
        new Jobs(
            Database.open(settings, Path.of("unused")),
            Clock.systemUTC(),
            new JobSettings(2, 2, 1, Duration.ofMillis(500), 3, Duration.ofSeconds(60)));
    jobs.start(List.of(worker), List.of());
    LockSupport.parkNanos(Duration.ofSeconds(70).toNanos());
  }
}
