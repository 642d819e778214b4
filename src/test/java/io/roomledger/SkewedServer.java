package io.roomledger;

import io.roomledger.db.Database;
import io.roomledger.http.HttpServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What {@code serve} does, on a machine whose clock is wrong by so many minutes. */
final class SkewedServer {
  private SkewedServer() {}

  public static void main(String[] args) throws Exception {
    Clock machine = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(Long.parseLong(args[0])));
    Path data = Path.of(args[1]);
    Config config = Config.read(Config.sources(Optional.empty(), System.getenv()));
    Database database = Database.open(config.database(), data);
    try (Wiring wiring = Wiring.assembled(config.settled(), database, machine, data)) {
      wiring.work();
      try (HttpServer _ = wiring.listen()) {
        System.out.println("Roomledger is ready on " + wiring.address());
        new CountDownLatch(1).await();
      }
    }
  }
}
