package io.roomledger.intake.ics;

import io.roomledger.intake.Problem;

/** An entry of a file that cannot be used. The rest of the file can. */
final class BrokenEntryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** The sentence of a {@link Problem} and what stands in it. */
  BrokenEntryException(String sentence, Object... values) {
    this(Problem.of(sentence, values));
  }

  private BrokenEntryException(Problem problem) {
    super(problem.toString(), null, false, false);
    this.problem = problem;
  }

  /** What is wrong and how to put it right. */
  Problem problem() {
    return problem;
  }
}
