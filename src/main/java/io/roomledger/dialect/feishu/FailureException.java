package io.roomledger.dialect.feishu;

import io.roomledger.base.Refusal;
import java.util.Optional;

/** A documented failure that no refusal of the core stands for. */
final class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final transient Optional<Refusal.Invalid> violation;

  private FailureException(Failure failure, Optional<Refusal.Invalid> violation) {
    super(failure.words(), null, false, false);
    this.failure = failure;
    this.violation = violation;
  }

  /** That failure, without further explanation. */
  FailureException(Failure failure) {
    this(failure, Optional.empty());
  }

  /** That failure, for the value of a field. */
  FailureException(Failure failure, String field, String value, String description) {
    this(failure, Optional.of(new Refusal.Invalid(field, value, description)));
  }

  Failure failure() {
    return failure;
  }

  /** The field that is wrong, if it is one. */
  Optional<Refusal.Invalid> violation() {
    return violation;
  }
}
