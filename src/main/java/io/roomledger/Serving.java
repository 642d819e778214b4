package io.roomledger;

import io.roomledger.http.HttpServer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** Runs the server until it is told to stop, and then stops it in order. */
final class Serving {
  private Serving() {}

  /** Something to do when the machine stands, with a place to print. */
  @FunctionalInterface
  interface Step {
    void take(Wiring wiring, PrintStream out) throws Exception;
  }

  /** What to say when the server listens. */
  @FunctionalInterface
  interface Greeting {
    void say(Wiring wiring, HttpServer server, PrintStream out);
  }

  /**
   * Serves.
   *
   * @param before done when the doors are open, before the server listens
   * @param ready done when it listens
   * @return the exit code
   */
  static int serve(Config config, Path data, Step before, Greeting ready) throws Exception {
    Logs.write(config.log());
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("stop").unstarted(() -> end(stop::countDown, stopped)));
    try (Wiring wiring = Wiring.forServer(config, data)) {
      wiring.work();
      before.take(wiring, System.out);
      try (HttpServer server = wiring.listen()) {
        System.out.println();
        System.out.println("Roomledger is ready on " + wiring.address() + " (data: " + data + ")");
        ready.say(wiring, server, System.out);
        System.out.flush();
        stop.await();
        // whoever sends requests here sees that it ends before it does
        wiring.keeping().health().stopping();
        LoggerFactory.getLogger(Serving.class)
            .info("stopping: not ready from now on, for {} s", config.server().drain().toSeconds());
        Thread.sleep(config.server().drain());
      }
    } finally {
      stopped.countDown();
    }
    return Main.FINE;
  }

  /** In the shutdown hook: lets the main thread close everything, and waits for it. */
  static void end(Runnable stop, CountDownLatch stopped) {
    stop.run();
    try {
      stopped.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
