package io.roomledger.job;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that leave the processors to whoever answers requests: an export takes what nobody else
 * wants, so that a page does not wait for it. Java's own priorities mean nothing on Linux; there
 * the kernel is told, which counts for that thread and those that it starts. Elsewhere nothing is
 * said.
 */
final class Background {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  /** How much nicer than others: a third of their share, while there are others. */
  static final int NICER = 5;

  /** The C library's, by which Linux means the thread that calls it. */
  private static final Optional<MethodHandle> NICE =
      System.getProperty("os.name", "").equals("Linux") ? find() : Optional.empty();

  private Background() {}

  /** Makes threads of that name, with a number. */
  static ThreadFactory threads(String name) {
    ThreadFactory plain = Thread.ofPlatform().daemon().name(name, 1).factory();
    return work ->
        plain.newThread(() -> {
          stepBack();
          work.run();
        });
  }

  @SuppressWarnings("restricted") // native calls; the jar's manifest allows them
  private static Optional<MethodHandle> find() {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor nice = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    return linker.defaultLookup().find("nice").map(there -> linker.downcallHandle(there, nice));
  }

  private static void stepBack() {
    if (NICE.isEmpty()) {
      return;
    }
    try {
      int now = (int) NICE.get().invokeExact(NICER);
      LOG.debug("niceness of a thread for long jobs: {}", now);
    } catch (Throwable e) {
      LOG.warn("a thread cannot step back; exports share the processors alike", e);
    }
  }
}
