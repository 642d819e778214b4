package io.roomledger.dialect.dingtalk;

/** Ends a call with a failure that the core has no word for. */
final class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  FailureException(Failure failure) {
    super(failure.code(), null, false, false);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
