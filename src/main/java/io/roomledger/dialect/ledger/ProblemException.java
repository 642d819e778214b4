package io.roomledger.dialect.ledger;

/** Ends a call with a problem that the core has no word for. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(int status, String code, String detail) {
    super(code, null, false, false);
    this.problem = new Problem(status, code, detail);
  }

  Problem problem() {
    return problem;
  }
}
