package io.roomledger.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A JVM of its own that holds a database open until it is killed. */
final class ServerProcess implements AutoCloseable {
  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /** Starts it and returns when its database is open. */
  static ServerProcess start(Path data) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                List.of(java, "-cp", classPath, ServerProcess.class.getName(), data.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ServerProcess server = new ServerProcess(process);
    BufferedReader lines = process.inputReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("open")) {
        return server;
      }
    }
    server.close();
    throw new IOException("the server process ended before its database was open");
  }

  long pid() {
    return process.pid();
  }

  /** As {@code kill -9} does: no chance to tidy up. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  static void main(String[] arguments) throws InterruptedException {
    EmbeddedPostgres.Options options =
        new EmbeddedPostgres.Options(true, 60, Optional.of(TestDatabase.BINARIES));
    try (Database database = Database.embedded(Path.of(arguments[0]), 5, options)) {
      database.jdbi().useHandle(h -> h.execute("CREATE TABLE IF NOT EXISTS kept (id int)"));
      database.jdbi().useHandle(h -> h.execute("INSERT INTO kept VALUES (1)"));
      System.out.println("open");
      new CountDownLatch(1).await();
    }
  }
}
