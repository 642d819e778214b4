package io.roomledger.intake;

import java.io.IOException;

/**
 * What somebody else wrote, such as an entry of an archive, is damaged or not what it declares; the
 * rest may be fine.
 */
public final class UnreadableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** The sentence of a {@link Problem} and what stands in it. */
  public UnreadableException(String sentence, Object... values) {
    this(Problem.of(sentence, values));
  }

  private UnreadableException(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }
}
