package io.roomledger;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows how far a long work is: a bar that redraws itself on a terminal, a line now and then
 * elsewhere.
 */
final class ProgressBar {
  private static final int WIDTH = 30;
  private static final long ON_TERMINAL = 100_000_000L;
  private static final long ELSEWHERE = 2_000_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private final long started = System.nanoTime();
  private long drawn = System.nanoTime() - ELSEWHERE;
  private String last = "";

  /** A bar on standard error, so that standard output stays the result. */
  static ProgressBar onStandardError() {
    return new ProgressBar(
        System.err, Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  ProgressBar(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Shows a state, unless one was shown a moment ago.
   *
   * @param done units done
   * @param total units to do, or -1 if not known
   * @param what what is being done
   */
  void show(long done, long total, String what) {
    long now = System.nanoTime();
    if (now - drawn < (terminal ? ON_TERMINAL : ELSEWHERE)) {
      return;
    }
    drawn = now;
    draw(line(done, total, what, (now - started) / 1e9));
  }

  /** Shows the last state and ends the line. */
  void end(long done, long total, String what) {
    draw(line(done, total, what, (System.nanoTime() - started) / 1e9));
    if (terminal) {
      out.println();
    }
  }

  private void draw(String line) {
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, last.length() - line.length())));
      out.flush();
    } else if (!line.equals(last)) {
      out.println(line);
    }
    last = line;
  }

  /** The text of a state after so many seconds. */
  static String line(long done, long total, String what, double seconds) {
    double rate = seconds > 0.05 ? done / seconds : 0;
    StringBuilder line = new StringBuilder();
    if (total > 0) {
      int filled = (int) Math.min(WIDTH, done * WIDTH / total);
      line.append('[').append("#".repeat(filled)).append(".".repeat(WIDTH - filled)).append("] ");
      line.append(
          String.format(
              Locale.ROOT, "%3d %%  %,d of %,d", Math.min(100, done * 100 / total), done, total));
    } else {
      line.append(String.format(Locale.ROOT, "%,d", done));
    }
    if (rate >= 1) {
      line.append(String.format(Locale.ROOT, "  %,.0f/s", rate));
      if (total > done) {
        line.append(String.format(Locale.ROOT, "  %.0f s left", (total - done) / rate));
      }
    }
    return line.append("  ").append(what).toString();
  }
}
