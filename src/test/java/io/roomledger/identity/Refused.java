package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts how something is refused. */
final class Refused {
  private Refused() {}

  static void with(Refusal refusal, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOf(RefusedException.class)
        .extracting(e -> ((RefusedException) e).refusal())
        .isEqualTo(refusal);
  }

  static void as(Class<? extends Refusal> kind, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOf(RefusedException.class)
        .extracting(e -> ((RefusedException) e).refusal())
        .isInstanceOf(kind);
  }
}
