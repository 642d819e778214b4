package io.roomledger.intake.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Knows files of one kind by their content. */
@FunctionalInterface
public interface Recogniser {
  /**
   * What is in the file, by words such as {@code rooms}, as far as it can be told without taking it
   * in; nothing if it is of another kind.
   *
   * @throws io.roomledger.base.RefusedException if it is of this kind and cannot be used
   */
  Optional<Map<String, Long>> inside(Path file) throws IOException;
}
