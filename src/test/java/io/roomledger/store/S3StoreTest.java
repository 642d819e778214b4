package io.roomledger.store;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class S3StoreTest extends ObjectStoreContract {
  private Path folder = Path.of("");
  private S3Server server;

  @BeforeAll
  void start(@TempDir Path shared) throws Exception {
    folder = shared;
    server = new S3Server(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Override
  ObjectStore store() {
    return new S3Store(server.bucket(UUID.randomUUID().toString()));
  }
}
