package io.roomledger.job;

/** How fast an attempt is: units a second, the last few seconds counting most. */
final class Pace {
  /** After so many seconds a change of speed has come through to two thirds. */
  private static final double MEMORY = 5;

  private long lastMillis;
  private long lastDone;
  private double rate;
  private boolean begun;

  /** Says how many units are done at that time. What was done before the first call is no speed. */
  void at(long millis, long done) {
    double seconds = (millis - lastMillis) / 1000.0;
    if (!begun || done < lastDone) {
      rate = 0;
    } else if (seconds > 0) {
      double now = (done - lastDone) / seconds;
      rate = rate == 0 ? now : rate + (now - rate) * (1 - Math.exp(-seconds / MEMORY));
    }
    begun = true;
    lastMillis = millis;
    lastDone = done;
  }

  double rate() {
    return rate;
  }
}
