// https://open.feishu.cn/document/uAjLw4CM/ugTN1YjL4UTN24CO1UjN/platform-updates-/frequency-control
package io.roomledger.dialect.feishu;

import java.time.Duration;
import java.util.List;

/** How often an app may call an address. Who waits as long as the answer says is not refused. */
enum Tier {
  /** 20 a minute: what changes rooms and levels. */
  RARE,
  /** 100 a minute, or as configured: exports and the lists beside them. */
  EXPORTS,
  /** 1,000 a minute and 50 a second: most of the rest. */
  OFTEN;

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * So many calls in a window.
   *
   * @param calls how many
   * @param window in how long
   */
  record Limit(int calls, Duration window) {}

  /** All limits that hold, the shortest window first. */
  List<Limit> limits(int exportsPerMinute) {
    return switch (this) {
      case RARE -> List.of(new Limit(20, MINUTE));
      case EXPORTS -> List.of(new Limit(exportsPerMinute, MINUTE));
      case OFTEN -> List.of(new Limit(50, SECOND), new Limit(1_000, MINUTE));
    };
  }
}
