package io.roomledger.job;

import io.roomledger.base.RefusedException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Does the work of one kind of job. */
public interface Worker {
  /** The kind of job it does, such as {@code export}. */
  String kind();

  /**
   * Does one attempt. It must call {@link Run#finish} as its last act. A {@link RefusedException}
   * ends the job as failed at once; any other exception is tried again after a pause, until as many
   * attempts in a row have got no further than those before them as the worker has patience for,
   * see {@link Run#safe}.
   */
  void run(Run run) throws Exception;

  /** How patient it is; {@code usual} is what the settings say. */
  default Retry retry(Retry usual) {
    return usual;
  }

  /**
   * Whether somebody waits for its jobs. Of long ones that nobody waits for, such as pictures of
   * films, fewer run at once in a process than it has threads for long jobs, so that an export that
   * somebody orders never waits for all of them. Where there is one thread they take it.
   */
  default boolean awaited() {
    return true;
  }

  /**
   * Called once in a transaction before jobs are taken, to order what was left undone by an earlier
   * process.
   */
  default void starting(Handle transaction) {}

  /**
   * Called in the transaction that ends the job as failed or cancelled, to write down what that
   * means.
   */
  default void gaveUp(Handle transaction, Job job) {}

  /** One attempt at a job. */
  interface Run {
    /** The job's number. */
    long id();

    /**
     * Which attempt this is, from 1. Keys of what it writes carry it, so attempts never overwrite
     * each other.
     */
    int attempt();

    /**
     * Says how far the work is; cheap enough to call for every row (written about once a second).
     *
     * @throws CancelledException if the job was cancelled or another worker has taken it over
     */
    void progress(long done, long total);

    /**
     * Does what may wait for something that no interruption of the thread ends, such as a long
     * statement of the database.
     *
     * @param breaker ends that wait; called by another thread when the job is cancelled, and never
     *     after this has returned
     */
    <T> T breakable(Runnable breaker, Callable<T> work) throws Exception;

    /**
     * Says how much of the work is safe, so that the next attempt need not do it again, in a unit
     * of the worker's own. An attempt that has made more safe than all before it does not count as
     * a failed one, whatever ends it.
     *
     * @throws CancelledException if the job was cancelled or another worker has taken it over
     */
    void safe(long amount);

    /**
     * Says something of the attempt that whoever waits should know, in place of the job's reason;
     * it goes when the job is done.
     *
     * @throws CancelledException if the job was cancelled or another worker has taken it over
     */
    void say(String words);

    /**
     * Says what the attempt has brought about, for who counts such things: {@code rows}, {@code
     * bytes}. Amounts of one unit are added up.
     */
    default void tell(String unit, long amount) {}

    /**
     * Ends the job in one transaction together with {@code act}. Refused with {@link
     * CancelledException}, and nothing is written, if the job was cancelled or another worker has
     * taken it over meanwhile.
     *
     * @param gaps whether something could not be delivered
     * @param act what else belongs into the same transaction
     */
    void finish(boolean gaps, Consumer<Handle> act);
  }

  /** Thrown through a worker to stop it: the job is no longer its to do. */
  final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CancelledException(String message) {
      super(message, null, false, false);
    }
  }
}
