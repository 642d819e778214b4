package io.roomledger.intake;

/** What every import tells of itself, while it runs and at its end. */
public interface Intake {
  /**
   * Shows progress. Called often; the listener decides how often to draw.
   *
   * @param done units done
   * @param total units to do, or -1 while that is not known
   * @param what what is being taken in now
   */
  void progress(long done, long total, String what);

  /**
   * Reports an entry that was skipped.
   *
   * @param file the file it stands in
   * @param line the line or entry number, or 0 if there is none
   * @param problem what is wrong and how to put it right
   */
  void skipped(String file, long line, Problem problem);

  /**
   * Hears that an entry was taken in.
   *
   * @param what what it is, or what is wrong with it
   */
  default void taken(String file, String what) {}

  /**
   * Hears of something that was left out of an entry which was taken in.
   *
   * @param what what was left out, and why
   */
  default void noted(String file, Problem what) {}
}
