package io.roomledger.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends ObjectStoreContract {
  @TempDir private Path root;

  @Override
  ObjectStore store() throws IOException {
    return new FileStore(root.resolve("made/when/needed"), Clock.systemUTC());
  }
}
