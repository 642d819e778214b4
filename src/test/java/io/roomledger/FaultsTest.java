package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bench/faults does for minutes, for some seconds; the files are in a bucket. */
class FaultsTest {
  @TempDir Path folder;

  @Test
  void everyOrderEndsOnceWhateverHappensToServersDatabaseBucketAndMail() throws Exception {
    Faults.Plan plan = new Faults.Plan(2, 16, 400, 6, 300, Duration.ofMillis(300));
    try (Faults faults = new Faults(plan, folder, true, 8)) {
      Faults.Outcome outcome = faults.run();
      assertThat(outcome.faults()).isEmpty();
      assertThat(outcome.failed()).isEmpty();
      assertThat(outcome.done()).isEqualTo(outcome.orders()).isEqualTo(16);
    }
  }
}
