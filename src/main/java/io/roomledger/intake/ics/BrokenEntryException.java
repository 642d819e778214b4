package io.roomledger.intake.ics;

/** An entry of a file that cannot be used. The rest of the file can. */
final class BrokenEntryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  BrokenEntryException(String problem) {
    super(problem, null, false, false);
    this.problem = problem;
  }

  /** What is wrong and how to put it right. */
  String problem() {
    return problem;
  }
}
