package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bench/faults does for minutes, for some seconds. */
class FaultsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyOrderEndsOnceWhateverHappensToServersDatabaseAndFiles(boolean bucket) throws Exception {
    Faults.Plan plan = new Faults.Plan(2, 16, 400, bucket ? 6 : 4, 300, Duration.ofMillis(300));
    try (Faults faults = new Faults(plan, folder, bucket, 8)) {
      Faults.Outcome outcome = faults.run();
      assertThat(outcome.faults()).isEmpty();
      assertThat(outcome.failed()).isEmpty();
      assertThat(outcome.done()).isEqualTo(outcome.orders()).isEqualTo(16);
    }
  }
}
