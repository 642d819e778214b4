package io.roomledger.dialect.rocketchat;

/** Carries an answer that only this vendor gives; an answer, not a fault. */
final class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  FailureException(Failure failure) {
    super(failure.error(), null, false, false);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
