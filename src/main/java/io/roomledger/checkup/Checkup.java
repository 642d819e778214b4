package io.roomledger.checkup;

import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import java.util.ArrayList;
import java.util.List;

/**
 * The door of how the server is: for the page of administrators and for the command line alike.
 * Everything is looked at now, in a few seconds at most; what cannot be told while the database is
 * away is not asked.
 */
public final class Checkup {
  private final Check database;
  private final List<Check> others;

  /** Looks at one thing. */
  public interface Check {
    /** What it looks at, such as {@code disk}. */
    String what();

    /** Whether it asks the database. */
    boolean asks();

    /** How it is now. An exception means that nobody can tell. */
    Finding look();

    /** A check. */
    static Check of(String what, boolean asks, java.util.function.Supplier<Finding> look) {
      return new Check() {
        @Override
        public String what() {
          return what;
        }

        @Override
        public boolean asks() {
          return asks;
        }

        @Override
        public Finding look() {
          return look.get();
        }
      };
    }
  }

  /**
   * By those checks.
   *
   * @param database whether the database answers; first of all
   * @param others everything else, in the order in which it is told
   */
  public Checkup(Check database, List<Check> others) {
    this.database = database;
    this.others = List.copyOf(others);
  }

  /**
   * How everything is. Needs {@link Administration#VIEW_STATISTICS}.
   *
   * @throws io.roomledger.base.RefusedException forbidden
   */
  public List<Finding> look(Caller caller) {
    caller.needPermission(Administration.VIEW_STATISTICS);
    Finding first = look(database);
    boolean answers = first.state() != Finding.State.ILL && first.state() != Finding.State.UNKNOWN;
    List<Finding> found = new ArrayList<>(List.of(first));
    for (Check check : others) {
      found.add(check.asks() && !answers ? Finding.unknown(check.what()) : look(check));
    }
    return found;
  }

  private static Finding look(Check check) {
    try {
      return check.look();
    } catch (RuntimeException unknown) {
      return Finding.unknown(check.what());
    }
  }
}
