package io.roomledger.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Bytes that can be read from any position, as often as wished, without holding them in memory. */
public interface Content {
  /** How many bytes there are. */
  long size();

  /** The bytes from {@code position} to the end; the caller closes the stream. */
  InputStream open(long position) throws IOException;

  /** Where they lie as a file of this machine, only to be read, if they do. */
  default Optional<Path> path() {
    return Optional.empty();
  }
}
