package io.roomledger.dialect.rocketchat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** Carries an answer that only this vendor gives; an answer, not a fault. */
final class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  FailureException(Failure failure) {
    super(failure.error(), null, false, false);
    this.failure = failure;
  }

  /** What a door does, and answers. */
  interface Act<T> {
    T run() throws IOException;
  }

  /** Does it, and spells some refusals otherwise than usual. */
  static <T> T spelling(Function<Refusal, Optional<Failure>> otherwise, Act<T> act)
      throws IOException {
    try {
      return act.run();
    } catch (RefusedException e) {
      Optional<Failure> failure = otherwise.apply(e.refusal());
      throw failure.isPresent() ? new FailureException(failure.get()) : e;
    }
  }

  Failure failure() {
    return failure;
  }
}
