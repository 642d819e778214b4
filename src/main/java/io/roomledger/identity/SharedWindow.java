package io.roomledger.identity;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A window whose calls all servers count together. The database gives them out, several at once as
 * long as many are left, so that most calls ask nobody; all servers together never let more pass
 * than the limit. What one of them was given and does not use until the window ends, the others
 * cannot have: a sixteenth of what was left when it asked.
 */
final class SharedWindow implements RateLimits.Window {
  /** After a refusal the database is asked again only so often. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final CallWindows shared;
  private final RateLimits.Key key;
  private final ReentrantLock turn = new ReentrantLock();

  /** What was given to this server and is not used. */
  private long mine;

  /** What nobody was given yet, as far as is known. */
  private long others;

  private long ends;
  private long askAgain;

  SharedWindow(CallWindows shared, RateLimits.Key key) {
    this.shared = shared;
    this.key = key;
    this.ends = System.nanoTime();
    this.askAgain = ends;
  }

  @Override
  public RateLimits.Allowance take() {
    turn.lock();
    try {
      long now = System.nanoTime();
      if (ends - now <= 0 || (mine == 0 && askAgain - now <= 0)) {
        ask();
        now = System.nanoTime();
      }
      Duration wait = Duration.ofNanos(Math.max(0, ends - now));
      if (mine == 0) {
        throw key.refused(wait);
      }
      mine--;
      return new RateLimits.Allowance(key.limit(), mine + others, wait);
    } finally {
      turn.unlock();
    }
  }

  private void ask() {
    CallWindows.Given given = shared.take(key);
    long now = System.nanoTime();
    mine = given.calls();
    others = given.left();
    ends = now + given.ends().toNanos();
    askAgain = mine == 0 ? now + PATIENCE.toNanos() : now;
  }

  @Override
  public void giveBack() {
    turn.lock();
    try {
      shared.giveBack(key);
      askAgain = System.nanoTime();
    } finally {
      turn.unlock();
    }
  }
}
