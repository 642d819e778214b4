package io.roomledger.intake.desk;

import io.roomledger.db.Database;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import io.roomledger.job.Worker;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far an import is, told by the thread that takes in and read by the one that writes it down.
 * Once it is stopped, whoever takes in is stopped at the next thing that they tell.
 */
final class Telling {
  /** How many refusals of a file are kept; all are counted. */
  private static final int KEPT = 1_000;

  private static final int LONGEST = 500;

  private final Database database;
  private final long id;
  private final AtomicLong before = new AtomicLong();
  private volatile long within;
  private volatile long total = -1;
  private volatile String what = "";
  private volatile boolean stopped;

  Telling(Database database, long id) {
    this.database = database;
    this.id = id;
  }

  /** How many bytes there are in all. */
  void total(long bytes) {
    total = bytes;
  }

  /** So many more bytes are done with. */
  void passed(long bytes) {
    before.addAndGet(bytes);
    within = 0;
  }

  long done() {
    return before.get() + within;
  }

  long total() {
    return total;
  }

  /** What is being taken in now. */
  String what() {
    return what;
  }

  void stop() {
    stopped = true;
  }

  /** What the importer of a file of so many bytes tells. */
  OfFile of(int number, long size) {
    database.jdbi().useHandle(handle -> RefusalRows.forget(handle, id, number));
    return new OfFile(number, size);
  }

  /** What is told of one file. */
  final class OfFile implements Intake {
    private final int number;
    private final long size;
    private long refused;

    private OfFile(int number, long size) {
      this.number = number;
      this.size = size;
    }

    long refused() {
      return refused;
    }

    @Override
    public void progress(long done, long of, String now) {
      if (stopped) {
        throw new Worker.CancelledException("the import was broken off");
      }
      within = of > 0 ? (long) ((double) Math.min(done, of) / of * size) : 0;
      what = now;
    }

    @Override
    public void skipped(String file, long line, Problem problem) {
      refused++;
      keep(file, line, problem);
    }

    @Override
    public void noted(String file, Problem note) {
      refused++;
      keep(file, 0, note);
    }

    private void keep(String file, long line, Problem problem) {
      if (refused <= KEPT) {
        Imports.Refused one = new Imports.Refused(Said.shown(file, LONGEST), line, problem);
        // the thread may have a room's transaction open, which must not hold this up
        Aside.alone(() ->
            database
                .jdbi()
                .useHandle(handle -> RefusalRows.add(handle, id, number, (int) refused, one)));
      }
    }
  }
}
