package io.roomledger.film;

import io.roomledger.fuzz.TemporaryFile;
import java.io.IOException;
import java.nio.file.Path;

/** The heads of films: whatever the bytes, there is an answer, and damage is said in words. */
public final class FilmFuzz {
  private FilmFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Path film = TemporaryFile.of("film", bytes);
    Container container = Container.read(film);
    if (container.damage().isPresent() && container.damage().get().isBlank()) {
      throw new AssertionError("damaged, and no word why");
    }
    if (container.duration().isPresent() && container.duration().get().isNegative()) {
      throw new AssertionError("plays for " + container.duration().get());
    }
  }
}
