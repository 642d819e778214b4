package io.roomledger.console;

/** How hard a passphrase is to guess, as a hint and no more. */
enum Strength {
  /** Nothing was typed. */
  NONE,
  /** Shorter than is taken. */
  SHORT,
  /** Taken, and guessed by whoever tries for long. */
  WEAK,
  /** Good enough for most things. */
  FAIR,
  /** Hard to guess. */
  STRONG;

  private static final int SHORTEST = 12;
  private static final int FAIR_BITS = 60;
  private static final int STRONG_BITS = 90;

  /** How strong it is, by its length, the kinds of its characters and how many differ. */
  static Strength of(String passphrase) {
    if (passphrase.isEmpty()) {
      return NONE;
    }
    if (passphrase.length() < SHORTEST) {
      return SHORT;
    }
    int alphabet =
        kind(passphrase, "[a-z]", 26)
            + kind(passphrase, "[A-Z]", 26)
            + kind(passphrase, "[0-9]", 10)
            + kind(passphrase, "[^a-zA-Z0-9]", 33);
    long different = passphrase.chars().distinct().count();
    // what repeats itself counts for less
    double length = Math.min(passphrase.length(), different * 2.0);
    double bits = length * Math.log(alphabet) / Math.log(2);
    return bits < FAIR_BITS ? WEAK : bits < STRONG_BITS ? FAIR : STRONG;
  }

  private static int kind(String text, String characters, int many) {
    return text.matches(".*" + characters + ".*") ? many : 0;
  }
}
