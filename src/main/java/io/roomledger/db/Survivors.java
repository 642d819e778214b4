package io.roomledger.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of PostgreSQL that work in a cluster. A process is known by its working directory,
 * which PostgreSQL sets to the cluster: a number in a file may long belong to somebody else.
 */
final class Survivors {
  private static final Logger log = LoggerFactory.getLogger(Survivors.class);
  private static final Duration FAST = Duration.ofSeconds(60);
  private static final Duration IMMEDIATE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private Survivors() {}

  /**
   * Ends what an earlier server left running in {@code cluster}: a postmaster by a fast shutdown,
   * its lone children by waiting and then by force. Afterwards nothing works there.
   */
  static void end(Path cluster) throws IOException {
    Optional<ProcessHandle> postmaster = postmaster(cluster);
    if (postmaster.isPresent()) {
      log.warn(
          "PostgreSQL of an earlier server still runs as process {}: it is stopped, then started"
              + " anew",
          postmaster.get().pid());
      stop(postmaster.get(), cluster);
    }
    for (ProcessHandle child : of(cluster)) {
      if (!ended(child, cluster, IMMEDIATE)) {
        log.warn("process {} of an earlier PostgreSQL does not end: it is killed", child.pid());
        child.destroyForcibly();
        ended(child, cluster, IMMEDIATE);
      }
    }
    Files.deleteIfExists(cluster.resolve("postmaster.pid"));
  }

  /** Fast shutdown: clients are cut off, what they committed is on disk; force if it takes long. */
  static void stop(ProcessHandle postmaster, Path cluster) {
    signal(postmaster, "INT");
    if (!ended(postmaster, cluster, FAST)) {
      log.warn("PostgreSQL has not stopped in {} s: it is stopped at once", FAST.toSeconds());
      signal(postmaster, "QUIT");
      if (!ended(postmaster, cluster, IMMEDIATE)) {
        postmaster.destroyForcibly();
        ended(postmaster, cluster, IMMEDIATE);
      }
    }
  }

  static List<ProcessHandle> of(Path cluster) {
    return ProcessHandle.allProcesses().filter(process -> worksIn(process, cluster)).toList();
  }

  private static Optional<ProcessHandle> postmaster(Path cluster) throws IOException {
    Path file = cluster.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String first = Files.readString(file).lines().findFirst().orElse("");
    return first.matches("\\d{1,10}")
        ? ProcessHandle.of(Long.parseLong(first)).filter(process -> worksIn(process, cluster))
        : Optional.empty();
  }

  private static boolean worksIn(ProcessHandle process, Path cluster) {
    try {
      Path proc = Path.of("/proc", String.valueOf(process.pid()));
      String program = Files.readSymbolicLink(proc.resolve("exe")).getFileName().toString();
      return program.startsWith("postgres")
          && Files.readSymbolicLink(proc.resolve("cwd")).equals(cluster);
    } catch (IOException _) {
      return false; // gone meanwhile, or another user's: not ours either way
    }
  }

  /** The shell's own {@code kill}: Java can send no other signals than TERM and KILL. */
  private static void signal(ProcessHandle process, String name) {
    List<String> words =
        List.of("sh", "-c", "kill -" + name + " \"$0\"", String.valueOf(process.pid()));
    Command.run(words, Path.of("/"), IMMEDIATE);
  }

  /** Asks the system itself: a dead process that nobody has collected yet has ended, too. */
  private static boolean ended(ProcessHandle process, Path cluster, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (worksIn(process, cluster)) {
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return true;
  }
}
