package io.roomledger.intake.desk;

import io.roomledger.base.RefusedException;
import io.roomledger.intake.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Tells what a file is, and what is inside, by its content. */
final class Looker {
  private final Map<BroughtKind, Recogniser> recognisers;

  Looker(Map<BroughtKind, Recogniser> recognisers) {
    this.recognisers = Map.copyOf(recognisers);
  }

  /**
   * What was seen.
   *
   * @param found what it is
   * @param problem why it is of no use; empty if it is of use
   */
  record Seen(BroughtFile.Found found, Optional<Problem> problem) {
    static Seen of(BroughtKind kind, Map<String, Long> inside) {
      return new Seen(new BroughtFile.Found(kind, inside), Optional.empty());
    }

    static Seen useless(Problem problem) {
      return new Seen(new BroughtFile.Found(BroughtKind.UNKNOWN, Map.of()), Optional.of(problem));
    }
  }

  /** Looks at a file, which has the ending that {@link Magic} gives it. */
  Seen look(Path file, Magic magic) throws IOException {
    for (BroughtKind kind : magic.kinds()) {
      try {
        Optional<Map<String, Long>> inside = inside(kind, file);
        if (inside.isPresent()) {
          return Seen.of(kind, inside.get());
        }
      } catch (RefusedException refused) {
        return Seen.useless(Problem.text(refused.refusal().message()));
      }
    }
    return Seen.useless(Problem.of("none of the files that can be taken in"));
  }

  private Optional<Map<String, Long>> inside(BroughtKind kind, Path file) throws IOException {
    Recogniser recogniser = recognisers.get(kind);
    return recogniser == null ? Optional.of(Map.of()) : recogniser.inside(file);
  }
}
