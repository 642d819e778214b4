package io.roomledger.export;

import io.roomledger.base.Ids;
import io.roomledger.db.Database;
import io.roomledger.db.News;
import io.roomledger.db.Reading;
import io.roomledger.job.Jobs;
import io.roomledger.job.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes shares of exports that other servers join, while this one has long jobs to spare. A share
 * is leased: if this server is not heard of any more, it is somebody else's.
 */
final class Helping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Helping.class);

  /** While one is made the other may wait for the disk; on one core both would only take longer. */
  private static final int AT_ONCE = Math.min(2, Cores.COUNT);

  /** How soon a share is noticed by a process that heard nothing of it. */
  private static final int LOOK_EVERY_SECONDS = 2;

  private static final int CLOSES_WITHIN_MILLIS = 3_000;

  /** How often a lease is renewed while it lasts. */
  private static final int BEATS = 4;

  private static final int MOST_LEFT = 1_000;

  private final Exports.House house;
  private final Splitting splitting;
  private final ShareMaker maker;
  private final Set<Long> leftToOthers = ConcurrentHashMap.newKeySet();
  private final Set<Held> held = ConcurrentHashMap.newKeySet();
  private final Semaphore told = new Semaphore(0);
  private final LongAdder made = new LongAdder();
  private final List<Thread> threads = new ArrayList<>();
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("export-shares").factory());
  private volatile boolean closed;

  Helping(Exports.House house, RecipeBook recipes, Splitting splitting) {
    this.house = house;
    this.splitting = splitting;
    this.maker = new ShareMaker(house, recipes);
  }

  /** Begins to help. */
  synchronized void start() {
    if (closed || !threads.isEmpty() || !house.database().shared()) {
      return;
    }
    house.database().news().hear(News.SHARES, _ -> told.release(AT_ONCE));
    long pause = splitting.likes().lease().toMillis() / BEATS;
    var _ = heart.scheduleWithFixedDelay(this::beat, pause, pause, TimeUnit.MILLISECONDS);
    ThreadFactory helpers = Jobs.background("export-help-");
    for (int i = 0; i < AT_ONCE; i++) {
      Thread helper = helpers.newThread(this::help);
      threads.add(helper);
      helper.start();
    }
  }

  /** How many shares were made here. */
  long made() {
    return made.sum();
  }

  private void help() {
    while (!closed) {
      try {
        if (!helped()) {
          boolean _ = told.tryAcquire(LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
          told.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.debug("whether there is something to help with is looked up again", e);
        boolean _ = told.drainPermits() > 0;
      }
    }
  }

  /** Makes one share, if there is one and this server is not busy; false if it did nothing. */
  private boolean helped() {
    if (closed || house.jobs().spare() <= held.size()) {
      return false;
    }
    Optional<ShareRows.Taken> taken =
        house
            .database()
            .jdbi()
            .inTransaction(handle ->
                ShareRows.take(
                    handle, splitting.likes(), splitting.server(), Ids.random(), leftToOthers));
    taken.ifPresent(this::make);
    return taken.isPresent();
  }

  private void make(ShareRows.Taken taken) {
    Held share = new Held(taken);
    held.add(share);
    try (Reading reading =
        house.database().read(taken.common().snapshot(), taken.common().replicated())) {
      share.reading(reading);
      Optional<MadeShare> result = maker.make(taken, reading.handle(), share);
      result.ifPresent(each -> hand(taken, each));
    } catch (Exception e) {
      leave(taken, e);
    } finally {
      share.over();
      held.remove(share);
    }
  }

  private void hand(ShareRows.Taken taken, MadeShare result) {
    boolean wanted =
        house
            .database()
            .jdbi()
            .inTransaction(transaction -> ShareRows.hand(transaction, taken, result));
    if (wanted) {
      made.increment();
    } else {
      Split.discard(List.of(result.key()), house.store());
    }
  }

  /** The export has ended meanwhile, or something is wrong here: others may have more luck. */
  private void leave(ShareRows.Taken taken, Exception why) {
    boolean expected = closed || why instanceof Worker.CancelledException;
    LOG.info(
        "export {}: share {} is left to others: {}",
        taken.of().export(),
        taken.number(),
        why.getMessage(),
        expected ? null : why);
    if (leftToOthers.size() > MOST_LEFT) {
      leftToOthers.clear();
    }
    leftToOthers.add(taken.of().export());
    Split.discard(List.of(taken.key()), house.store());
    try {
      house.database().jdbi().useHandle(handle -> ShareRows.giveBack(handle, taken));
    } catch (RuntimeException e) {
      LOG.debug("its lease will end by itself", e);
    }
  }

  private void beat() {
    for (Held share : held) {
      try {
        share.beat();
      } catch (RuntimeException e) {
        LOG.debug("a lease could not be renewed; tried again", e);
      }
    }
  }

  /** Breaks off what is being made: others have it at once. */
  @Override
  public synchronized void close() {
    closed = true;
    heart.shutdownNow();
    held.forEach(Held::breakOff);
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join(CLOSES_WITHIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A share that is being made here. */
  private final class Held implements Pouring.Progress {
    private final ShareRows.Taken taken;
    private volatile long rows;
    private volatile boolean lost;
    private Optional<Reading> reading = Optional.empty();

    Held(ShareRows.Taken taken) {
      this.taken = taken;
    }

    synchronized void reading(Reading begun) {
      reading = Optional.of(begun);
    }

    synchronized void over() {
      reading = Optional.empty();
    }

    @Override
    public void reached(long done, long total) {
      rows = done;
      if (lost) {
        throw new Worker.CancelledException("it is no longer this server's");
      }
    }

    void beat() {
      boolean kept =
          house
              .database()
              .jdbi()
              .withHandle(handle -> ShareRows.keep(handle, taken, splitting.likes().lease(), rows));
      if (!kept) {
        breakOff();
      }
    }

    /** Ends also what it waits for in the database. */
    synchronized void breakOff() {
      lost = true;
      reading.ifPresent(each -> Database.cancelStatement(each.handle()));
    }
  }
}
