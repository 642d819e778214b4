package io.roomledger.intake.desk;

import io.roomledger.job.Worker;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs importers on a thread of their own, while the worker's own thread writes down how far they
 * are: an importer's thread has a transaction open for as long as a room takes, and nobody sees
 * what is written in it.
 */
final class Aside {
  private static final Duration LOOK = Duration.ofMillis(200);

  private Aside() {}

  /** What is run. */
  @FunctionalInterface
  interface Work {
    void done() throws Exception;
  }

  /** Runs it to its end, or until the run is broken off. */
  static void run(Worker.Run run, Telling telling, Work work) throws Exception {
    FutureTask<Void> task =
        new FutureTask<>(() -> {
          work.done();
          return null;
        });
    Thread thread = Thread.ofPlatform().daemon().name("import-" + run.id()).start(task);
    String said = "";
    try {
      while (!ended(task)) {
        run.progress(telling.done(), telling.total());
        String now = telling.what();
        if (!now.equals(said)) {
          run.say(now);
          said = now;
        }
      }
    } catch (Worker.CancelledException | InterruptedException stopped) {
      telling.stop();
      thread.interrupt();
      waitFor(thread);
      throw stopped;
    }
  }

  private static boolean ended(FutureTask<Void> task) throws Exception {
    try {
      task.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException goesOn) {
      return false;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failed;
    }
  }

  /** Nothing may be taken in once the job is somebody else's. */
  private static void waitFor(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does something on another thread and waits for it. */
  static void alone(Runnable act) {
    FutureTask<Void> task = new FutureTask<>(act, null);
    Thread thread = Thread.ofVirtual().start(task);
    waitFor(thread);
    try {
      task.get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException("what was refused could not be written down", failed);
    }
  }
}
