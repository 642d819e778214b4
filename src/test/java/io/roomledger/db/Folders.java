package io.roomledger.db;

import io.roomledger.base.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A folder for each test in {@code target}, which, unlike the system's folder for temporary files,
 * the user PostgreSQL runs as can enter. What still runs in it is stopped after the test.
 */
final class Folders implements AfterEachCallback {
  private Path path = next();

  /** Not there yet. */
  Path data() {
    return path.resolve("data");
  }

  Path parent() throws IOException {
    return Files.createDirectories(path);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    Path cluster = data().resolve("postgres/cluster");
    if (Files.exists(cluster)) {
      Survivors.end(cluster.toRealPath());
    }
    Trees.delete(path);
    path = next();
  }

  private static Path next() {
    return Path.of("target", "folder-" + Ids.random(8)).toAbsolutePath();
  }
}
