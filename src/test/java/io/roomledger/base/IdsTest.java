package io.roomledger.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void growingNumbersGrowAndNeverComeTwiceAlsoInOneMillisecondAndWithAClockSetBack() {
    Instant now = Instant.now();
    Set<Long> made = new HashSet<>();
    long last = 0;
    for (int i = 0; i < 5_000; i++) {
      long next = Ids.growing(i < 3_000 ? now : now.minus(Duration.ofHours(1)));
      assertThat(next >> 20).isGreaterThanOrEqualTo(last >> 20);
      assertThat(made.add(next)).isTrue();
      last = next;
    }
    assertThat(Long.toString(last)).hasSize(19);
  }
}
