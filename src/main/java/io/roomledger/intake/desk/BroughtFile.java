package io.roomledger.intake.desk;

import io.roomledger.intake.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A file that somebody brought.
 *
 * @param number which of its import, from 1
 * @param name what it was called there
 * @param size how many bytes it has
 * @param received how many of them are here, from the first on
 * @param modifiedAt when it was last changed there, if the browser said so
 * @param found what it is; empty until all of it is here
 * @param outcome what came of it, such as {@code messages} 3; empty until it was taken in
 * @param problem why it is of no use; empty if it is
 */
public record BroughtFile(
    int number,
    String name,
    long size,
    long received,
    Optional<Instant> modifiedAt,
    Optional<Found> found,
    Optional<Map<String, Long>> outcome,
    Optional<Problem> problem) {

  /**
   * What a file is.
   *
   * @param kind by its content
   * @param inside what can be told of it without taking it in, such as {@code rooms} 3
   */
  public record Found(BroughtKind kind, Map<String, Long> inside) {}

  /** Whether all of it is here. */
  public boolean whole() {
    return received == size;
  }

  /** Whether it can be taken in. */
  public boolean usable() {
    return problem.isEmpty() && found.filter(it -> it.kind() != BroughtKind.UNKNOWN).isPresent();
  }
}
