package io.roomledger.export;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for work that keeps a core busy: as many as there are cores, gone when unused. */
public final class Cores {
  /** How many there are. */
  public static final int COUNT = Runtime.getRuntime().availableProcessors();

  private Cores() {}

  /** New threads whose names begin with {@code name}. */
  public static ExecutorService pool(String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            COUNT,
            COUNT,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name, 1).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
