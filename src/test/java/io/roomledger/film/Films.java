package io.roomledger.film;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The small films of the project's own that tests use. */
public final class Films {
  private Films() {}

  /** One of src/test/resources/recordings. */
  public static byte[] fixture(String name) throws IOException {
    try (InputStream in = Films.class.getResourceAsStream("/recordings/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
