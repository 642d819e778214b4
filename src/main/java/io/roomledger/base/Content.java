package io.roomledger.base;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Bytes that can be read from any position, as often as wished, without holding them in memory. */
public interface Content {
  /** How many bytes there are. */
  long size();

  /** The bytes from {@code position} to the end; the caller closes the stream. */
  InputStream open(long position) throws IOException;

  /** The first bytes, as many as there are and at most so many. */
  default byte[] first(int most) throws IOException {
    try (InputStream in = open(0)) {
      return in.readNBytes(most);
    }
  }

  /** Where they lie as a file of this machine, only to be read, if they do. */
  default Optional<Path> path() {
    return Optional.empty();
  }

  /**
   * An address under which somebody may fetch these bytes for a short while without this server, if
   * they lie where that can be and it is wished. Who has the address has the bytes.
   *
   * @param disposition what is said there as {@code Content-Disposition}
   * @param mediaType what is said there as {@code Content-Type}
   */
  default Optional<URI> link(String disposition, String mediaType) {
    return Optional.empty();
  }
}
